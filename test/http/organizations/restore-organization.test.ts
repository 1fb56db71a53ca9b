import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('restoreOrganization')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ organizationId }: { readonly organizationId: string }, by = world.provider.owner) => ({
  by,
  params: { organizationId },
})

describe('restoreOrganization', () => {
  test('200 gives everyone back what they had, on the thirtieth day too', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('removeOrganization', about(bakery))
    const almost = after.days(30) - after.minutes(5)
    const restored = await atTime(almost, () => succeed('restoreOrganization', about(bakery)))
    expect(restored).toMatchObject({ status: 'active', removedAt: null, restorableUntil: null, version: 3 })
    await succeed('listProfiles', about(bakery, bakery.owner))
    const due = (await itemsOf('due')).filter(({ organizationId }) => organizationId === bakery.organizationId)
    expect(due).toEqual([])
    const { items } = await succeed('listActivities', about(bakery))
    expect(items.map(({ action }) => action)).toContain('organization.restored')
  })

  test('200 as it stood before: suspended where it was', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('suspendOrganization', about(bakery))
    await succeed('removeOrganization', about(bakery))
    const { body } = await call('restoreOrganization', { ...about(bakery), query: { dryRun: 'true' } })
    expect(JSON.parse(body)).toMatchObject({ refusal: null, affected: [] })
    expect(await succeed('restoreOrganization', about(bakery))).toMatchObject({ status: 'suspended' })
  })

  test('200 and nothing happens where it was not removed', async () => {
    const before = await dumpTable()
    await succeed('restoreOrganization', about(world.customer))
    expect(await dumpTable()).toEqual(before)
  })

  test('409 restore-too-late from the end of the 30 days on', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('removeOrganization', about(bakery))
    await atTime(after.days(30) + after.minutes(1), () =>
      fail('restore-too-late', 'restoreOrganization', about(bakery)),
    )
  })

  test('409 too-many-levels where its parent has become the customer of a reseller', async () => {
    const [reseller, other] = [await addCustomer(world.provider, 'Once'), await addCustomer(world.provider, 'Now')]
    const shop = await addCustomer(reseller, 'Shop')
    await succeed('removeOrganization', about(shop, reseller.owner))
    await succeed('changeOrganization', {
      ...about(reseller),
      headers: { 'if-match': '"1"' },
      body: { parentId: other.organizationId },
    })
    await fail('too-many-levels', 'restoreOrganization', about(shop, reseller.owner))
  })

  test('404 not-found for its own owner, and for strangers', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('removeOrganization', about(bakery, bakery.owner))
    await fail('not-found', 'restoreOrganization', about(bakery, bakery.owner))
    await fail('not-found', 'restoreOrganization', about(bakery, world.twin.owner))
  })
})
