import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { problemWithReceiver } from '../../shared/platform/webhook-receiver.ts'
import { getWebhook, type WebhookKey, type WebhookRecord } from '../../shared/table/webhook.ts'

/** The webhook of the path; 404 where the organization has none of that id. */
export async function webhookHere(key: WebhookKey): Promise<WebhookRecord> {
  const webhook = await getWebhook(key)
  if (!webhook) throw new Problem('not-found')
  return webhook
}

/** The URL that somebody gives, in the one way in which it is written; 400 where nothing may be sent there. */
export function receiverGiven(url: string): string {
  const problem = problemWithReceiver(url)
  if (problem !== undefined) throw invalidField('#/url', 'not-a-receiver', problem)
  return new URL(url).href
}

/** A webhook as callers see it: everything but its secrets. */
export function webhookReply(webhook: WebhookRecord, now: string): ReplyOf<RouteOf<'getWebhook'>> {
  const { webhookId, url, description, actions, enabled, disabledBecause, failingSince } = webhook
  const { previousSecret, createdAt, updatedAt, version } = webhook
  return {
    webhookId,
    url,
    description: description ?? null,
    actions: [...actions],
    enabled,
    disabledBecause: disabledBecause ?? null,
    failingSince: failingSince ?? null,
    previousSecretUntil: previousSecret && previousSecret.until > now ? previousSecret.until : null,
    createdAt,
    updatedAt,
    version,
  }
}
