import { apiKeys } from '../../shared/contract/api-keys.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { createApiKey } from './create-api-key.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { rotateApiKey } from './rotate-api-key.ts'

export const handler = httpFunction(apiKeys, { createApiKey, listApiKeys, revokeApiKey, rotateApiKey })
