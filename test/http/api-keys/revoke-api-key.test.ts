import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshKey } from '../../support/world-keys.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('revokeApiKey')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('revokeApiKey', () => {
  test('200 ends it, its earlier secret too, and says so in one activity; once more changes nothing', async () => {
    const { owner, organizationId } = world.customer
    const { text, record } = await freshKey(world.customer, { permissions: ['profiles:read'] })
    const params = { organizationId, keyId: record.keyId }
    const { key } = await succeed('rotateApiKey', { by: owner, params, body: {} })
    const revoked = await succeed('revokeApiKey', { by: owner, params })
    expect(revoked).toMatchObject({ status: 'revoked', version: 3 })
    for (const one of [text, key])
      await fail('unauthenticated', 'listProfiles', { by: { text: one }, params: { organizationId } })
    const before = await dumpTable()
    expect(await succeed('revokeApiKey', { by: owner, params })).toEqual(revoked)
    expect(await dumpTable()).toEqual(before)
    const told = (await itemsOf('activity')).filter(({ action }) => action === 'api-key.revoked')
    expect(told).toHaveLength(1)
  })

  test('404 for a key of another organization', async () => {
    const { organizationId } = world.customer
    const { record } = await freshKey(world.twin)
    const params = { organizationId, keyId: record.keyId }
    await fail('not-found', 'revokeApiKey', { by: world.customer.owner, params })
  })
})
