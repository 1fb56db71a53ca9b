import { feature } from '../constructs/feature.ts'

/** The catalog: what access is made of. */
export const catalog = feature('catalog', ({ serves }) => {
  serves('index', { lost: 'Nobody sees which roles there are to choose from.' })
})
