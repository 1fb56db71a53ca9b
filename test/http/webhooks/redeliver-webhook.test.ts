import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { type Receiver, startReceiver } from '../../support/webhook-receiver.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { itemsOf } from '../../support/world-table.ts'
import { failedDelivery, freshDelivery, freshWebhook, runDeliveries } from '../../support/world-webhooks.ts'

provesOperation('redeliverWebhook')

let world: World
let receiver: Receiver
beforeAll(async () => {
  world = await seedWorld()
  receiver = await startReceiver()
  process.env.WEBHOOK_RECEIVER = receiver.origin
})
afterAll(() => receiver.close())

async function tenantWithWebhook(more: Parameters<typeof freshWebhook>[1] = {}) {
  const { organizationId, owner: by } = await freshCustomer(world.provider)
  const path = `/${organizationId}`
  const webhook = await freshWebhook(organizationId, { url: `${receiver.origin}${path}`, ...more })
  const asking = (deliveryId: string) => ({ by, params: { organizationId, webhookId: webhook.webhookId, deliveryId } })
  const idsArrived = () => receiver.at(path).map(({ headers }) => headers['webhook-id'])
  return { webhook, asking, idsArrived }
}

describe('redeliverWebhook', () => {
  test('200 for one that was given up: it is sent under the same id, and is delivered; an activity says who asked', async () => {
    const { webhook, asking, idsArrived } = await tenantWithWebhook()
    const { deliveryId } = await failedDelivery(webhook)
    const asked = await succeed('redeliverWebhook', asking(deliveryId))
    expect(asked).toMatchObject({ deliveryId, state: 'waiting', attempts: 0, lastStatus: null, lastFailure: null })
    expect(asked.nextAttemptAt).not.toBeNull()
    await runDeliveries()
    expect(idsArrived()).toEqual([deliveryId])
    const { items } = await succeed('listWebhookDeliveries', { ...asking(deliveryId), query: {} })
    expect(items).toMatchObject([{ deliveryId, state: 'delivered', attempts: 1, lastStatus: 204, lastFailure: null }])
    const said = (await itemsOf('activity')).filter(({ action }) => action === 'webhook.redelivered')
    expect(JSON.stringify(said)).toContain(deliveryId)
  })

  test('200 for one of two who ask at once, 409 delivery-waiting for the other, and it is sent once', async () => {
    const { webhook, asking, idsArrived } = await tenantWithWebhook()
    const { deliveryId } = await failedDelivery(webhook)
    const answers = await Promise.all([1, 2].map(() => call('redeliverWebhook', asking(deliveryId))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    await runDeliveries()
    expect(idsArrived()).toEqual([deliveryId])
  })

  test('409 delivery-waiting for one that is still tried; 409 webhook-disabled while the webhook is off', async () => {
    const { webhook, asking } = await tenantWithWebhook()
    await fail('delivery-waiting', 'redeliverWebhook', asking((await freshDelivery(webhook)).deliveryId))
    const off = await tenantWithWebhook({ enabled: false, disabledBecause: 'by-hand' })
    await fail('webhook-disabled', 'redeliverWebhook', off.asking((await failedDelivery(off.webhook)).deliveryId))
  })

  test('404 for a delivery to another webhook, of another organization, or older than 30 days', async () => {
    const { webhook, asking } = await tenantWithWebhook()
    const other = await tenantWithWebhook()
    const { deliveryId } = await failedDelivery(other.webhook)
    await fail('not-found', 'redeliverWebhook', asking(deliveryId))
    const own = await failedDelivery(webhook)
    await atTime(after.days(31), () => fail('not-found', 'redeliverWebhook', asking(own.deliveryId)))
  })

  test('200 for one that was delivered, which is sent once more and no third time; its day begins anew', async () => {
    const { webhook, asking, idsArrived } = await tenantWithWebhook()
    const { deliveryId } = await freshDelivery(webhook)
    await runDeliveries()
    receiver.answer(`/${webhook.organizationId}`, (response) => response.writeHead(500).end())
    await atTime(after.days(5), async () => {
      await succeed('redeliverWebhook', asking(deliveryId))
      await runDeliveries()
    })
    receiver.answer(`/${webhook.organizationId}`)
    await atTime(after.days(5) + after.minutes(2), runDeliveries)
    await atTime(after.days(5) + after.minutes(3), runDeliveries)
    expect(idsArrived()).toEqual([deliveryId, deliveryId, deliveryId])
  })
})
