import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'

provesOperation('getWebhook')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('getWebhook', () => {
  test('200 with an ETag, and without any secret, sealed or not', async () => {
    const { organizationId, owner: by, things } = world.customer
    const params = { organizationId, webhookId: things.webhookId }
    const { headers, body } = await call('getWebhook', { by, params })
    expect(headers.etag).toBe('"1"')
    expect(Object.keys(JSON.parse(body)).sort()).toEqual([
      'actions',
      'createdAt',
      'description',
      'disabledBecause',
      'enabled',
      'failingSince',
      'previousSecretUntil',
      'updatedAt',
      'url',
      'version',
      'webhookId',
    ])
    await succeed('getWebhook', { by: world.customer.admin, params })
  })

  test('404 for one of another organization, and for one that never was', async () => {
    const { organizationId, owner: by } = world.customer
    for (const webhookId of [world.twin.things.webhookId, 'whk_01k2r8v6m0q3s5t7w9x1y3z5w1', 'whk_x'])
      await fail('not-found', 'getWebhook', { by, params: { organizationId, webhookId } })
  })

  test('403 for whoever may see none', async () => {
    const { organizationId, plain: by, things } = world.customer
    await fail('forbidden', 'getWebhook', { by, params: { organizationId, webhookId: things.webhookId } })
  })
})
