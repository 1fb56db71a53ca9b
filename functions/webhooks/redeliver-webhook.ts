import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { beginAnew, getDelivery } from '../../shared/table/webhook-delivery.ts'
import { deliveryReply } from './delivery-reply.ts'
import { webhookHere } from './webhook-here.ts'

/** The receiver is sent the same under the same `webhook-id`: one that has dealt with it can tell. */
export const redeliverWebhook: Operation<'redeliverWebhook'> = async ({ params, caller, now, newId, commit }) => {
  const { organizationId, webhookId, deliveryId } = params
  const [webhook, delivery] = await Promise.all([webhookHere(params), getDelivery(params)])
  if (!delivery || delivery.ttl * 1000 <= Date.parse(now)) throw new Problem('not-found')
  if (!webhook.enabled) throw new Problem('webhook-disabled')
  if (delivery.state === 'waiting') throw new Problem('delivery-waiting')
  const { after, writes } = beginAnew(delivery, now)
  const asked = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'webhook.redelivered',
    at: now,
    by: caller,
    about: { webhookId, deliveryId },
  })
  return commit([...writes, asked], deliveryReply(after))
}
