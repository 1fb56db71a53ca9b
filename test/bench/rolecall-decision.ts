import { decisionRows } from '../../shared/contract/decision-rows.ts'
import { routeKeyOf } from '../../shared/contract/route.ts'
import { readKeyText } from '../../shared/frame/api-key-text.ts'
import type { AuthorizerContext } from '../../shared/frame/event.ts'
import type { House } from './rolecall-house.ts'

/** What the authorizer says about an API key that it has taken apart. */
export function authorizedBy(text: string): AuthorizerContext {
  const key = readKeyText(text)
  if (!key) return {}
  return { principal: `key:${key.keyId}`, organizationId: key.organizationId, secretHash: key.secretHash }
}

/** A program of the customer's asks, by AuthZEN, whether somebody there may read profiles; they may. */
export const decisionFor = ({ apiKey, customerId, viewer }: House) => ({
  routeKey: routeKeyOf(decisionRows.evaluateAccess),
  path: decisionRows.evaluateAccess.path,
  apiKey,
  authorized: authorizedBy(apiKey),
  body: JSON.stringify({
    subject: { type: 'user', id: viewer },
    action: { name: 'profiles:read' },
    resource: { type: 'organization', id: customerId },
  }),
})
