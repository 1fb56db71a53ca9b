import { Webhook } from 'standardwebhooks'
import type { DeliveryId } from '../domain/ids.ts'

/** What is sent: a type, a moment, and what is told. */
export type WebhookMessage = {
  readonly deliveryId: DeliveryId
  readonly type: string
  /** When it happened. */
  readonly at: string
  readonly data: object
}

/**
 * A message as Standard Webhooks has it: the body, and the headers that say which it is, when it is sent, and by whom. It is signed with every
 * secret that counts, so that a receiver can take the new one into use while the one before still counts. An id has no full stop in it, so no other
 * message has the same signature.
 */
export function signedMessage(
  { deliveryId, type, at, data }: WebhookMessage,
  secrets: readonly string[],
  now: string,
): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  const body = JSON.stringify({ type, timestamp: at, data })
  const sentAt = new Date(now)
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Rolecall-Webhooks/1',
      'webhook-id': deliveryId,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(deliveryId, sentAt, body)).join(' '),
    },
  }
}
