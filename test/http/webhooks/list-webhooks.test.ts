import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { freshWebhook } from '../../support/world-webhooks.ts'

provesOperation('listWebhooks')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('listWebhooks', () => {
  test('200 with all of them in the order of their making, page by page, without their secrets', async () => {
    const { organizationId, owner: by } = await freshCustomer(world.provider)
    const made: string[] = []
    for (let count = 0; count < 3; count++) made.push((await freshWebhook(organizationId)).webhookId)
    const params = { organizationId }
    const whole = await succeed('listWebhooks', { by, params })
    expect(whole).toMatchObject({ items: made.map((webhookId) => ({ webhookId })), nextCursor: null })
    expect(JSON.stringify(whole)).not.toMatch(/secret"|sealed/i)
    const first = await succeed('listWebhooks', { by, params, query: { limit: '2' } })
    const cursor = first.nextCursor ?? ''
    const second = await succeed('listWebhooks', { by, params, query: { limit: '2', cursor } })
    expect([...first.items, ...second.items]).toEqual(whole.items)
    expect(second.nextCursor).toBeNull()
  })

  test('200 with none where there are none; for an Admin and a Viewer', async () => {
    const { organizationId, owner: by } = await freshCustomer(world.provider)
    expect(await succeed('listWebhooks', { by, params: { organizationId } })).toEqual({ items: [], nextCursor: null })
    const params = { organizationId: world.customer.organizationId }
    expect((await succeed('listWebhooks', { by: world.customer.admin, params })).items.length).toBeGreaterThan(0)
  })

  test('400 invalid-cursor for one of another list; 403 for whoever may see none', async () => {
    const { organizationId, owner: by } = world.customer
    const params = { organizationId }
    const { webhookId } = world.customer.things
    for (let count = 0; count < 2; count++) await freshWebhook(organizationId)
    const { nextCursor } = await succeed('listWebhooks', { by, params, query: { limit: '1' } })
    const query = { cursor: nextCursor ?? '' }
    await fail('invalid-cursor', 'listWebhookDeliveries', { by, params: { ...params, webhookId }, query })
    await fail('invalid-cursor', 'listWebhooks', { by, params, query: { cursor: `${nextCursor}x` } })
    await fail('forbidden', 'listWebhooks', { by: world.customer.plain, params })
  })
})
