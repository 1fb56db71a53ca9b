import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { removeWebhook as remove } from '../../shared/table/webhook.ts'
import { webhookHere } from './webhook-here.ts'

/** What waits for it finds it gone, and is not delivered; the log of its deliveries ends by itself. */
export const removeWebhook: Operation<'removeWebhook'> = async ({ params, caller, now, newId, commit }) => {
  const { organizationId, webhookId } = params
  const webhook = await webhookHere(params)
  const removed = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'webhook.removed',
    at: now,
    by: caller,
    about: { webhookId },
  })
  return commit([...remove(webhook), removed], { webhookId })
}
