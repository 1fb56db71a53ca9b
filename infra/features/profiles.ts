import { feature } from '../constructs/feature.ts'

/** Profiles: everyone an organization knows. */
export const profiles = feature('profiles', ({ serves }) => {
  serves('index', { lost: 'People can be neither added nor found.' })
})
