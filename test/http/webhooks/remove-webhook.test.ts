import { beforeAll, describe, expect, test } from 'vitest'
import { getDelivery } from '../../../shared/table/webhook-delivery.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { startReceiver } from '../../support/webhook-receiver.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { itemsOf } from '../../support/world-table.ts'
import { freshDelivery, freshWebhook, runDeliveries } from '../../support/world-webhooks.ts'

provesOperation('removeWebhook')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('removeWebhook', () => {
  test('200, and it is gone with its deliveries; what waited for it is not sent; an activity says so', async () => {
    const { organizationId, owner: by } = await freshCustomer(world.provider)
    const receiver = await startReceiver()
    process.env.WEBHOOK_RECEIVER = receiver.origin
    const webhook = await freshWebhook(organizationId, { url: `${receiver.origin}/` })
    const delivery = await freshDelivery(webhook)
    const { webhookId } = webhook
    const params = { organizationId, webhookId }
    expect(await succeed('removeWebhook', { by, params })).toEqual({ webhookId })
    for (const operationId of ['getWebhook', 'listWebhookDeliveries', 'removeWebhook', 'rotateWebhookSecret'] as const)
      await fail('not-found', operationId, { by, params })
    await runDeliveries()
    await receiver.close()
    expect(receiver.arrivals).toEqual([])
    expect((await getDelivery(delivery))?.attempts).toBe(0)
    expect((await itemsOf('due')).filter(({ whom }) => whom === delivery.deliveryId)).toEqual([])
    const removed = (await itemsOf('activity')).filter(({ action }) => action === 'webhook.removed')
    expect(JSON.stringify(removed)).toContain(webhookId)
  })

  test('200 for one of two who remove it at once', async () => {
    const { organizationId, owner: by } = await freshCustomer(world.provider)
    const { webhookId } = await freshWebhook(organizationId)
    const request = { by, params: { organizationId, webhookId } }
    const answers = await Promise.all([call('removeWebhook', request), call('removeWebhook', request)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
    expect((await itemsOf('webhook-count')).filter((item) => item.organizationId === organizationId)).toMatchObject([
      { count: 0 },
    ])
  })

  test('404 for a webhook of another organization; 403 for whoever only sees them', async () => {
    const { organizationId, owner: by, things } = world.customer
    const foreign = { organizationId, webhookId: world.twin.things.webhookId }
    await fail('not-found', 'removeWebhook', { by, params: foreign })
    const params = { organizationId, webhookId: things.webhookId }
    await fail('forbidden', 'removeWebhook', { by: world.customer.plain, params })
  })
})
