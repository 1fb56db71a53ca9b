import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { type Receiver, startReceiver } from '../../support/webhook-receiver.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { itemsOf } from '../../support/world-table.ts'
import { freshDelivery, getRecord, runDeliveries } from '../../support/world-webhooks.ts'

provesOperation('rotateWebhookSecret')

let world: World
let receiver: Receiver
beforeAll(async () => {
  world = await seedWorld()
  receiver = await startReceiver()
  process.env.WEBHOOK_RECEIVER = receiver.origin
})
afterAll(() => receiver.close())

/** A webhook that was made by the API, and which of its secrets the next delivery is signed with. */
async function madeWebhook() {
  const { organizationId, owner: by } = await freshCustomer(world.provider)
  const url = `${receiver.origin}/${organizationId}`
  const body = { url, actions: ['provider.created'] }
  const { secret, webhookId } = await succeed('createWebhook', { by, params: { organizationId }, body })
  const rotate = async () => {
    const rotated = await succeed('rotateWebhookSecret', { by, params: { organizationId, webhookId } })
    receiver.secrets.add(rotated.secret)
    return rotated
  }
  const signedWith = async () => {
    await freshDelivery(await getRecord({ organizationId, webhookId }))
    await runDeliveries()
    return receiver.at(`/${organizationId}`).at(-1)?.signedWith
  }
  receiver.secrets.add(secret)
  return { secret, rotate, signedWith, webhookId }
}

describe('rotateWebhookSecret', () => {
  test('200 twice within the day: the two newest sign, and the first no more', async () => {
    const { rotate, signedWith } = await madeWebhook()
    const [second, third] = [await rotate(), await rotate()]
    expect(await signedWith()).toEqual([second.secret, third.secret])
  })

  test('404 for a webhook of another organization; 403 for whoever manages none', async () => {
    const { organizationId, owner: by, things } = world.customer
    const foreign = { organizationId, webhookId: world.twin.things.webhookId }
    await fail('not-found', 'rotateWebhookSecret', { by, params: foreign })
    const params = { organizationId, webhookId: things.webhookId }
    await fail('forbidden', 'rotateWebhookSecret', { by: world.customer.plain, params })
  })

  test('200 with another secret; both sign for 24 hours, to the second, and then the new one alone', async () => {
    const { secret, rotate, signedWith, webhookId } = await madeWebhook()
    expect(await signedWith()).toEqual([secret])
    const rotated = await rotate()
    expect(rotated.secret).not.toBe(secret)
    expect(rotated.version).toBe(2)
    const until = rotated.previousSecretUntil ?? ''
    expect(Date.parse(until) - Date.parse(rotated.updatedAt)).toBe(after.days(1))
    expect(await signedWith()).toEqual([secret, rotated.secret])
    expect(await atTime(Date.parse(until) - 1000 - Date.now(), signedWith)).toEqual([secret, rotated.secret])
    expect(await atTime(Date.parse(until) - Date.now(), signedWith)).toEqual([rotated.secret])
    const said = (await itemsOf('activity')).filter(({ action }) => action === 'webhook.secret-rotated')
    expect(JSON.stringify(said)).toContain(webhookId)
    expect(JSON.stringify(said)).not.toContain(rotated.secret)
  })
})
