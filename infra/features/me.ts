import { feature } from '../constructs/feature.ts'

/** Me: what concerns whoever calls. */
export const me = feature('me', ({ serves }) => {
  serves('index', { lost: 'Nobody sees who they are and where they are a user.' })
})
