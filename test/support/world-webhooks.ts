import { randomUUID } from 'node:crypto'
import { disabling } from '../../functions/webhooks/disabling.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { newWebhookSecret, sealWebhookSecret } from '../../shared/platform/webhook-secret.ts'
import { forget } from '../../shared/table/due.ts'
import { commit } from '../../shared/table/transaction.ts'
import { createWebhook, getWebhook, type WebhookKey, type WebhookRecord } from '../../shared/table/webhook.ts'
import {
  claimDelivery,
  createDelivery,
  type DeliveryKey,
  type DeliveryRecord,
  deliveryIdOf,
  endDelivery,
  getDelivery,
} from '../../shared/table/webhook-delivery.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { organizationOf } from './world-fresh.ts'

/** A webhook of an organization, told of what never happens again unless `more` says otherwise; nobody listens at its address. */
export async function freshWebhook(
  organizationId: OrganizationId,
  more: Partial<WebhookRecord> = {},
): Promise<WebhookRecord> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const webhookId = newId('webhook')
  const secret = newWebhookSecret()
  const sealedSecret = await sealWebhookSecret(secret, { organizationId, webhookId })
  const webhook: WebhookRecord = {
    organizationId,
    webhookId,
    url: `https://hooks.contoso.example/${randomUUID()}`,
    actions: ['provider.created'],
    enabled: true,
    sealedSecret,
    createdAt: now,
    updatedAt: now,
    version: 1,
    ...more,
  }
  await commit(createWebhook(webhook), newId('activity'))
  return webhook
}

/** A webhook as it is stored now. */
export async function getRecord(key: WebhookKey): Promise<WebhookRecord> {
  const webhook = await getWebhook(key)
  if (!webhook) throw new Error('a webhook that was made and is not there')
  return webhook
}

/** A delivery to a webhook that waits, due at once. */
export async function freshDelivery({ organizationId, webhookId }: WebhookRecord): Promise<DeliveryRecord> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const activityId = newId('activity')
  const told = {
    activityId,
    organizationId,
    action: 'group.created',
    at: now,
    about: { groupId: newId('group') },
    changedFields: [],
  } as const
  await commit(createDelivery(webhookId, told, now), newId('activity'))
  return deliveryNow({ organizationId, webhookId, deliveryId: deliveryIdOf(activityId, webhookId) })
}

/** A delivery as it is stored now. */
export async function deliveryNow(key: DeliveryKey): Promise<DeliveryRecord> {
  const delivery = await getDelivery(key)
  if (!delivery) throw new Error('a delivery that was made and is not there')
  return delivery
}

/** A delivery that was given up after one attempt. */
export async function failedDelivery(webhook: WebhookRecord): Promise<DeliveryRecord> {
  const waiting = await freshDelivery(webhook)
  const now = new Date().toISOString()
  const claimed = await claimDelivery(waiting, now, now)
  if (!claimed) throw new Error('a delivery that somebody else has claimed')
  const ended = endDelivery(claimed, 'failed', { lastStatus: 503, lastFailure: 'refused' })
  const { organizationId, webhookId, deliveryId, dueAt = now } = waiting
  const due = forget({ kind: 'webhook-delivery', at: dueAt, organizationId, webhookId, deliveryId })
  await commit([ended, due], newIdAt(now)('activity'))
  return claimed
}

/** A webhook that was switched off because nothing had arrived for days. */
export async function disabledWebhook(organizationId: OrganizationId): Promise<WebhookRecord> {
  const webhook = await freshWebhook(organizationId)
  const now = new Date().toISOString()
  const run = { now: () => now, newId: newIdAt(now), requestId: 'the-test-suite' }
  const organization = await organizationOf(organizationId)
  await commit(disabling('failing', { webhook, organization, run }), run.newId('activity'))
  return webhook
}

/** Lets the minute come at which deliveries are due. */
export const runDeliveries = async (): Promise<void> => {
  await invoke(await loadHandler('webhooks', 'deliver-webhooks'), {})
}
