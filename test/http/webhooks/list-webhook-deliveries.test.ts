import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { failedDelivery, freshDelivery, freshWebhook } from '../../support/world-webhooks.ts'

provesOperation('listWebhookDeliveries')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

async function log() {
  const { organizationId, owner: by } = await freshCustomer(world.provider)
  const webhook = await freshWebhook(organizationId)
  const params = { organizationId, webhookId: webhook.webhookId }
  const of = (query: Readonly<Record<string, string>> = {}) => succeed('listWebhookDeliveries', { by, params, query })
  return { webhook, of, by, params }
}

describe('listWebhookDeliveries', () => {
  test('200 with the newest first, page by page: what it was, how often it was tried, and why it was not taken', async () => {
    const { webhook, of } = await log()
    const made = [
      await atTime(0, () => failedDelivery(webhook)),
      await atTime(1000, () => freshDelivery(webhook)),
      await atTime(2000, () => freshDelivery(webhook)),
    ]
    const { items, nextCursor } = await of()
    expect(items.map(({ deliveryId }) => deliveryId)).toEqual(made.map(({ deliveryId }) => deliveryId).reverse())
    expect(nextCursor).toBeNull()
    const [newest, , oldest] = items
    expect(newest).toMatchObject({ state: 'waiting', attempts: 0, lastAttemptAt: null, nextAttemptAt: made[2]?.dueAt })
    expect(oldest).toMatchObject({
      action: 'group.created',
      activityId: made[0]?.told.activityId,
      state: 'failed',
      attempts: 1,
      lastStatus: 503,
      lastFailure: 'refused',
      nextAttemptAt: null,
    })
    const first = await of({ limit: '2' })
    expect(first.items).toEqual(items.slice(0, 2))
    const second = await of({ limit: '2', cursor: first.nextCursor ?? '' })
    expect(second.items).toEqual(items.slice(2))
  })

  test('200 with those of one state alone; what is older than 30 days is gone', async () => {
    const { webhook, of, by, params } = await log()
    const failed = await failedDelivery(webhook)
    await freshDelivery(webhook)
    const query = { state: 'failed' }
    expect((await of(query)).items).toMatchObject([{ deliveryId: failed.deliveryId }])
    const later = (at: number) => atTime(at, () => succeed('listWebhookDeliveries', { by, params, query }))
    expect((await later(after.days(30) - after.minutes(1))).items).toHaveLength(1)
    expect((await later(after.days(30) + after.minutes(1))).items).toEqual([])
  })

  test('400 for a state that there is not, and invalid-cursor with the filter of another list', async () => {
    const { webhook, by, params, of } = await log()
    for (let count = 0; count < 2; count++) await failedDelivery(webhook)
    expect(await faultsOf('listWebhookDeliveries', { by, params, query: { state: 'lost' } })).toHaveLength(1)
    const { nextCursor } = await of({ limit: '1' })
    const query = { cursor: nextCursor ?? '', state: 'failed' }
    await fail('invalid-cursor', 'listWebhookDeliveries', { by, params, query })
  })

  test('404 for a webhook of another organization; 403 for whoever may see none', async () => {
    const { organizationId, owner: by, things } = world.customer
    const foreign = { organizationId, webhookId: world.twin.things.webhookId }
    await fail('not-found', 'listWebhookDeliveries', { by, params: foreign })
    const params = { organizationId, webhookId: things.webhookId }
    await fail('forbidden', 'listWebhookDeliveries', { by: world.customer.plain, params })
  })
})
