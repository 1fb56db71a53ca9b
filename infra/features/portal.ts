import { feature } from '../constructs/feature.ts'

/** Portal: the pages of the browser application, and the answer to every address that does not exist. */
export const portal = feature('portal', ({ house, serves }) => {
  const pages = serves('index', {
    lost: 'People who have just signed in see an error.',
    atMostAtOnce: house.stage.publicConcurrency,
  })
  house.gateway.bindRest(pages)
})
