import { openWebhookSecret } from '../../shared/platform/webhook-secret.ts'
import type { WebhookRecord } from '../../shared/table/webhook.ts'

/** The secrets that sign for a webhook at that moment, the newest first: for a day after a rotation there are two. */
export async function secretsOf(webhook: WebhookRecord, now: string): Promise<readonly string[]> {
  const { sealedSecret, previousSecret } = webhook
  const sealed = [sealedSecret, ...(previousSecret && previousSecret.until > now ? [previousSecret.sealed] : [])]
  return Promise.all(sealed.map((one) => openWebhookSecret(one, webhook)))
}
