import { beforeAll, describe, expect, test } from 'vitest'
import { send } from '../../support/gateway.ts'
import { call, expectProblem, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type World } from '../../support/world.ts'
import { after } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { freshEmail, invite } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('removeOrganization')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ organizationId }: { readonly organizationId: string }, by = world.provider.owner) => ({
  by,
  params: { organizationId },
})
const newShop = (parent: Parameters<typeof addCustomer>[0]) => ({
  by: parent.owner,
  body: {
    parentId: parent.organizationId,
    name: 'Shop',
    firstOwner: { email: freshEmail(), firstName: 'Mia', lastName: 'Jansen' },
  },
})

describe('removeOrganization', () => {
  test('200 ends access and links at once, and says until when it can be restored', async () => {
    const bakery = await addCustomer(world.provider, 'Removed Bakery')
    const { link } = await invite(bakery.owner, bakery.organizationId)
    const removed = await succeed('removeOrganization', about(bakery, bakery.owner))
    expect(removed).toMatchObject({ status: 'removed', version: 2 })
    const { removedAt, restorableUntil } = removed
    expect(Date.parse(restorableUntil ?? '') - Date.parse(removedAt ?? '')).toBe(after.days(30))
    for (const by of [bakery.owner, world.provider.owner]) await fail('not-found', 'getOrganization', about(bakery, by))
    expect((await send({ method: 'GET', path: link })).status).not.toBe(200)
  })

  test('200 for its parent, twice, with one activity', async () => {
    const bakery = await freshCustomer(world.provider)
    const first = await succeed('removeOrganization', about(bakery))
    const before = await dumpTable()
    expect(await succeed('removeOrganization', about(bakery))).toEqual(first)
    expect(await dumpTable()).toEqual(before)
    const removals = before.filter(
      (item) => item.organizationId === bakery.organizationId && item.action === 'organization.removed',
    )
    expect(removals).toHaveLength(1)
  })

  test('200 in a dry run: everyone would lose everything, and nothing has changed', async () => {
    const bakery = await freshCustomer(world.provider)
    const before = await dumpTable()
    const { body } = await call('removeOrganization', { ...about(bakery), query: { dryRun: 'true' } })
    expect(JSON.parse(body)).toMatchObject({ refusal: null, affected: [{ who: { kind: 'everyone' }, gains: [] }] })
    expect(await dumpTable()).toEqual(before)
  })

  test('409 has-customers for a reseller while one is there that was not removed; 200 afterwards', async () => {
    const reseller = await addCustomer(world.provider, 'Removed Reseller')
    const { organization } = await succeed('createOrganization', newShop(reseller))
    await fail('has-customers', 'removeOrganization', about(reseller))
    const dry = await call('removeOrganization', { ...about(reseller), query: { dryRun: 'true' } })
    expect(JSON.parse(dry.body)).toMatchObject({ refusal: { code: 'has-customers' } })
    await succeed('removeOrganization', about(organization, reseller.owner))
    await succeed('removeOrganization', about(reseller))
  })

  test('409 has-customers, or no customer, for a reseller that is removed while it creates one', async () => {
    for (let round = 0; round < 4; round++) {
      const reseller = await addCustomer(world.provider, `Racing Reseller ${round}`)
      const [removed, created] = await Promise.all([
        call('removeOrganization', about(reseller)),
        call('createOrganization', newShop(reseller)),
      ])
      expect([removed.status === 200, created.status === 201].filter(Boolean)).toHaveLength(1)
      if (removed.status !== 200) expectProblem('has-customers', removed)
    }
  })

  test('409 provider-stays for the provider', async () => {
    await fail('provider-stays', 'removeOrganization', about(world.provider))
  })

  test('403 forbidden for an Admin, and for an owner of the provider that is not the parent', async () => {
    await fail('forbidden', 'removeOrganization', about(world.customer, world.customer.admin))
    await fail('forbidden', 'removeOrganization', about(world.resellersCustomer))
  })

  test('404 not-found for strangers', async () => {
    await fail('not-found', 'removeOrganization', about(world.customer, world.twin.owner))
  })
})
