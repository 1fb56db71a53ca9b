import document from '../../shared/contract/openapi.json' with { type: 'json' }
import { withAddresses } from '../../shared/contract/openapi-addresses.ts'
import type { PageOperation } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'

/** Serves the OpenAPI document, with the addresses of this deployment in it. */
export const showOpenApi: PageOperation<'showOpenApi'> = async () => ({
  content: withAddresses(JSON.stringify(document), { publicUrl: env('PUBLIC_URL'), hostedUiUrl: env('HOSTED_UI_URL') }),
  mediaType: 'application/json',
  kept: { seconds: 300 },
})
