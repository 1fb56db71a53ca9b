import { feature } from '../constructs/feature.ts'

/** Access: who is calling, and what they may do. */
export const access = feature('access', ({ house, runs, serves }) => {
  const authorizer = runs('authorizer', {
    needs: ['tokens:verify'],
    lost: 'Nobody who is signed in gets through to anything.',
    timeoutSeconds: 5,
  })
  house.gateway.authorizeWith(authorizer)

  serves('index', { lost: 'Nobody can see what people may do, nor why.' })
})
