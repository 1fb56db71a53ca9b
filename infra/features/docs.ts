import { feature } from '../constructs/feature.ts'

/** Docs: the pages that explain this deployment to whoever calls it. */
export const docs = feature('docs', ({ house, serves }) => {
  serves('index', {
    lost: 'The page that explains a problem code fails.',
    atMostAtOnce: house.stage.publicConcurrency,
  })
})
