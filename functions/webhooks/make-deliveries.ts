import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { commit, Moved } from '../../shared/table/transaction.ts'
import { listWebhooks, type WebhookRecord } from '../../shared/table/webhook.ts'
import { createDelivery, deliveryIdOf, getDelivery, type ToldActivity } from '../../shared/table/webhook-delivery.ts'

/**
 * Whatever happened, every webhook of the organization that was chosen for it gets a delivery, once however often the event comes: its id follows
 * from both. Sending it is another function's, so that this one never waits for anybody. What happened before a webhook was made is
 * not for it, and a suspended or removed organization is told of nothing.
 */
export const makeDeliveries = async (event: ActivityEvent): Promise<void> => {
  const { organizationId, activityId, action, at, subject, about, changedFields, now, newId } = event
  const told: ToldActivity = {
    activityId,
    organizationId,
    action,
    at,
    ...(subject !== undefined && { subject }),
    about,
    changedFields,
  }
  const chosen = (await listWebhooks(organizationId)).filter(
    ({ enabled, actions, createdAt }) => enabled && createdAt <= at && actions.includes(action),
  )
  if (chosen.length === 0) return
  const organization = await getOrganization(organizationId)
  if (organization?.status !== 'active') return
  for (const webhook of chosen) await makeOne(webhook, told, now, newId('activity'))
}

async function makeOne({ webhookId }: WebhookRecord, told: ToldActivity, now: string, token: string): Promise<void> {
  try {
    await commit(createDelivery(webhookId, told, now), token)
  } catch (error) {
    if (!(error instanceof Moved)) throw error
    const { organizationId, activityId } = told
    // It was made when the event came before, or something else was in the way and the event has to come again.
    if (!(await getDelivery({ organizationId, webhookId, deliveryId: deliveryIdOf(activityId, webhookId) })))
      throw error
  }
}

export const handler = eventFunction(makeDeliveries)
