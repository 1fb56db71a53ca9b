import { existsSync, readFileSync } from 'node:fs'
import { withAddresses } from '../../shared/contract/openapi-addresses.ts'
import type { PageOperation } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'

/** Serves the OpenAPI document, with the addresses of this deployment in it. */
export const showOpenApi: PageOperation<'showOpenApi'> = async () => {
  served ??= withAddresses(theDocument(), { publicUrl: env('PUBLIC_URL'), hostedUiUrl: env('HOSTED_UI_URL') })
  return { content: served, mediaType: 'application/json', kept: { seconds: 300 } }
}

let served: string | undefined

/** It lies beside this file where it is deployed (`infra/constructs/bundle.ts`): it is large, and no other answer needs it. */
function theDocument(): string {
  const deployed = new URL('openapi.json', import.meta.url)
  const place = existsSync(deployed) ? deployed : new URL('../../shared/contract/openapi.json', import.meta.url)
  return JSON.stringify(JSON.parse(readFileSync(place, 'utf8')))
}
