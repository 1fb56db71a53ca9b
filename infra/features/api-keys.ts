import { feature } from '../constructs/feature.ts'

/** API keys: what programs call with instead of signing in. */
export const apiKeys = feature('api-keys', ({ serves }) => {
  serves('index', { lost: 'No API key can be made, rotated or revoked; those that exist work on.' })
})
