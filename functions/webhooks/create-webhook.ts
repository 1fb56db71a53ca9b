import type { Operation } from '../../shared/frame/operation.ts'
import { newWebhookSecret, sealWebhookSecret } from '../../shared/platform/webhook-secret.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { createWebhook as create, type WebhookRecord } from '../../shared/table/webhook.ts'
import { receiverGiven, webhookReply } from './webhook-here.ts'

export const createWebhook: Operation<'createWebhook'> = async ({ params, body, caller, now, newId, commit }) => {
  const { organizationId } = params
  const webhookId = newId('webhook')
  const url = receiverGiven(body.url)
  const secret = newWebhookSecret()
  const webhook: WebhookRecord = {
    organizationId,
    webhookId,
    url,
    description: body.description,
    actions: body.actions,
    enabled: true,
    sealedSecret: await sealWebhookSecret(secret, { organizationId, webhookId }),
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const created = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'webhook.created',
    at: now,
    by: caller,
    about: { webhookId },
  })
  return commit([...create(webhook), created], { ...webhookReply(webhook, now), secret })
}
