import { overlapHours } from '../../shared/domain/webhook-delivery.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { newWebhookSecret, sealWebhookSecret } from '../../shared/platform/webhook-secret.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { changeWebhook, type WebhookRecord } from '../../shared/table/webhook.ts'
import { webhookHere, webhookReply } from './webhook-here.ts'

/** Two secrets sign at most: who rotates again within the day ends the one before the last. */
export const rotateWebhookSecret: Operation<'rotateWebhookSecret'> = async (request) => {
  const { params, caller, now, newId, commit } = request
  const { organizationId, webhookId } = params
  const before = await webhookHere(params)
  const secret = newWebhookSecret()
  const after: WebhookRecord = {
    ...before,
    sealedSecret: await sealWebhookSecret(secret, { organizationId, webhookId }),
    previousSecret: {
      sealed: before.sealedSecret,
      until: new Date(Date.parse(now) + overlapHours * 3_600_000).toISOString(),
    },
    updatedAt: now,
    version: before.version + 1,
  }
  const rotated = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'webhook.secret-rotated',
    at: now,
    by: caller,
    about: { webhookId },
  })
  return commit([changeWebhook(before, after), rotated], { ...webhookReply(after, now), secret })
}
