import { beforeAll, describe, expect, test } from 'vitest'
import { deliver, settle } from '../../support/cloud-services-bus.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { after } from '../../support/world-clock.ts'
import { freshCustomer, freshGroupName, type MadeTenant } from '../../support/world-fresh.ts'
import { itemsOf } from '../../support/world-table.ts'
import { freshWebhook } from '../../support/world-webhooks.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const deliveriesTo = async ({ webhookId }: { readonly webhookId: string }) =>
  (await itemsOf('webhook-delivery')).filter((item) => item.webhookId === webhookId)

/** Somebody makes a group, and everything follows; gives the event that says so. */
async function makeGroup({ organizationId, owner: by }: MadeTenant) {
  const { groupId } = await succeed('createGroup', { by, params: { organizationId }, body: { name: freshGroupName() } })
  const events = await settle()
  const event = events.find(({ detailType, detail }) => detailType === 'group.created' && detail.includes(groupId))
  if (!event) throw new Error('nobody was told of the group')
  return { groupId, event, detail: JSON.parse(event.detail) }
}

describe('what happens', () => {
  test('is to be delivered to every webhook that was chosen for it, as the bus tells it and no value more', async () => {
    const tenant = await freshCustomer(world.provider)
    const { organizationId } = tenant
    const chosen = [
      await freshWebhook(organizationId, { actions: ['group.created'] }),
      await freshWebhook(organizationId, { actions: ['role.created', 'group.created'] }),
    ]
    const { detail } = await makeGroup(tenant)
    const [one, ...more] = await deliveriesTo(chosen[0] ?? { webhookId: '' })
    expect(more).toEqual([])
    expect(one).toMatchObject({ state: 'waiting', attempts: 0, told: detail })
    expect(Object.keys(Object(one?.told)).sort()).toEqual(Object.keys(detail).sort())
    const [other] = await deliveriesTo(chosen[1] ?? { webhookId: '' })
    expect(other?.told).toEqual(one?.told)
    expect(other?.deliveryId).not.toBe(one?.deliveryId)
    expect(String(one?.deliveryId).slice(4, 14)).toBe(String(detail.activityId).slice(4, 14))
  })

  test('is delivered once, however often and at once the event comes', async () => {
    const tenant = await freshCustomer(world.provider)
    const webhook = await freshWebhook(tenant.organizationId, { actions: ['group.created'] })
    const { event } = await makeGroup(tenant)
    await Promise.all([deliver(event), deliver(event), deliver(event)])
    await deliver(event)
    expect(await deliveriesTo(webhook)).toHaveLength(1)
    expect((await itemsOf('due')).filter(({ webhookId }) => webhookId === webhook.webhookId)).toHaveLength(1)
  })

  test('is not delivered where it was not chosen, the webhook is off, was made later, or is another organization’s', async () => {
    const tenant = await freshCustomer(world.provider)
    const { organizationId } = tenant
    const elsewhere = await freshCustomer(world.provider)
    const later = new Date(Date.now() + after.minutes(1)).toISOString()
    const others = [
      await freshWebhook(organizationId, { actions: ['group.removed'] }),
      await freshWebhook(organizationId, { actions: ['group.created'], enabled: false, disabledBecause: 'by-hand' }),
      await freshWebhook(organizationId, { actions: ['group.created'], createdAt: later }),
      await freshWebhook(elsewhere.organizationId, { actions: ['group.created'] }),
    ]
    await makeGroup(tenant)
    for (const webhook of others) expect(await deliveriesTo(webhook)).toEqual([])
  })

  test('is not delivered for an organization that is suspended or removed', async () => {
    for (const status of ['suspended', 'removed'] as const) {
      const tenant = await freshCustomer(world.provider)
      const webhook = await freshWebhook(tenant.organizationId, {
        actions: ['group.created', 'organization.suspended'],
      })
      const { event } = await makeGroup(tenant)
      expect(await deliveriesTo(webhook)).toHaveLength(1)
      const another = { ...event, detail: event.detail.replace(/act_\w{26}/, 'act_01k2r8v6m0q3s5t7w9x1y3z5ab') }
      await setStatus(tenant.organizationId, status)
      await deliver({
        ...another,
        detail: JSON.stringify({ ...JSON.parse(another.detail), at: new Date().toISOString() }),
      })
      expect(await deliveriesTo(webhook)).toHaveLength(1)
      await setStatus(tenant.organizationId, 'active')
    }
  })

  test('to a webhook is itself something that another is told of, and a delivery is nothing that happens', async () => {
    const tenant = await freshCustomer(world.provider)
    const { organizationId, owner: by } = tenant
    const webhook = await freshWebhook(organizationId, { actions: ['webhook.created', 'group.created'] })
    const body = { url: 'https://hooks.contoso.example/', actions: ['group.created'] }
    await succeed('createWebhook', { by, params: { organizationId }, body })
    await settle()
    expect((await deliveriesTo(webhook)).map(({ told }) => Object(told).action)).toEqual(['webhook.created'])
    await makeGroup(tenant)
    expect(await settle()).toEqual([])
    expect(await deliveriesTo(webhook)).toHaveLength(2)
  })
})
