import { beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { addCustomer, joinAlso, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('changeOrganization')

let world: World
let bakery: Tenant
beforeAll(async () => {
  world = await seedWorld()
  bakery = await freshCustomer(world.provider, 'Bakery')
})

const read = (by: Person, { organizationId } = bakery) => succeed('getOrganization', { by, params: { organizationId } })
async function request(
  body: object,
  { of = bakery, by = of.owner }: { readonly of?: Tenant; readonly by?: Person } = {},
) {
  const { version } = await read(world.provider.owner, of)
  return { by, params: { organizationId: of.organizationId }, body, headers: { 'if-match': `"${version}"` } }
}
const change = async (...about: Parameters<typeof request>) => succeed('changeOrganization', await request(...about))
const activitiesOf = async ({ organizationId }: Pick<Tenant, 'organizationId'>) =>
  (await succeed('listActivities', { by: world.provider.owner, params: { organizationId } })).items
const under = (parent: Pick<Tenant, 'organizationId'>) => ({ parentId: parent.organizationId })

describe('changeOrganization', () => {
  test('200 is told among the activities with the values before and after', async () => {
    const of = await freshCustomer(world.provider, 'Dairy')
    await change({ companyNumber: 'BE0123456789', invitationDays: 14 }, { of })
    const [activity] = (await activitiesOf(of)).filter(({ action }) => action === 'organization.changed')
    expect(activity?.changes).toEqual([
      { field: 'companyNumber', before: null, after: 'BE0123456789' },
      { field: 'invitationDays', before: '7', after: '14' },
    ])
  })

  test('200 changes every field, and null clears those that may be absent', async () => {
    const all = {
      name: 'Bakery & Sons',
      legalName: 'Bakery NV',
      companyNumber: 'BE0123456789',
      country: 'BE',
      address: 'Grote Markt 1, 2800 Mechelen',
      language: 'fr',
      timeZone: 'Europe/Paris',
      externalId: 'crm-77',
      invitationDays: 14,
      activityRetentionDays: 800,
      help: { serviceDesk: { name: 'Desk', phone: '+3215000000' } },
    }
    const before = await read(bakery.owner)
    const after = await change(all)
    const desk = { name: 'Desk', email: null, phone: '+3215000000', url: null }
    const help = { customerSuccessManager: null, serviceDesk: desk, chat: null, securityOperations: null }
    expect(after).toEqual({ ...before, ...all, help, updatedAt: expect.any(String), version: before.version + 1 })
    expect(await read(bakery.owner)).toEqual(after)
    const cleared = { legalName: null, companyNumber: null, country: null, address: null, externalId: null }
    expect(await change({ ...cleared, help: { serviceDesk: null } })).toMatchObject({
      ...cleared,
      help: { serviceDesk: null },
      name: 'Bakery & Sons',
    })
  })

  test('200 and what is changed is an activity that names the fields, and seals the values', async () => {
    await change({ address: 'Veemarkt 77, 2800 Mechelen' })
    const [activity] = await activitiesOf(bakery)
    expect(activity).toMatchObject({ action: 'organization.changed', actor: `user:${bakery.owner.identityId}` })
    expect(JSON.stringify(await itemsOf('activity'))).not.toContain('Veemarkt')
  })

  test('200 and nothing happens where nothing differs', async () => {
    const same = await request({ name: (await read(bakery.owner)).name, help: {} })
    const before = await dumpTable()
    await succeed('changeOrganization', same)
    expect(await dumpTable()).toEqual(before)
  })

  test('200 for the parent and the provider while it is suspended', async () => {
    const shop = await freshCustomer(world.provider)
    await succeed('suspendOrganization', { by: world.provider.owner, params: { organizationId: shop.organizationId } })
    const params = { organizationId: shop.organizationId }
    const headers = { 'if-match': '"2"' }
    const asked = { by: world.provider.owner, params, headers, body: { name: 'Shop' } }
    expect(await succeed('changeOrganization', asked)).toMatchObject({ name: 'Shop', status: 'suspended' })
  })

  test('200 in a dry run, and nothing has changed', async () => {
    const asked = await request({ name: 'Other' })
    const before = await dumpTable()
    const { body } = await call('changeOrganization', { ...asked, query: { dryRun: 'true' } })
    expect(JSON.parse(body)).toEqual({ dryRun: true, refusal: null, coverageChanges: [], affected: [] })
    expect(await dumpTable()).toEqual(before)
  })

  describe('another parent', () => {
    test('200 for an owner of the provider: the new one administers it, and the old one no more', async () => {
      const shop = await freshCustomer(world.provider, 'Moving Shop')
      const about = { of: shop, by: world.provider.owner }
      const { organizationId } = shop
      await fail('not-found', 'getOrganization', { by: world.reseller.owner, params: { organizationId } })
      expect(await change(under(world.reseller), about)).toMatchObject(under(world.reseller))
      expect(await read(world.reseller.owner, shop)).toMatchObject(under(world.reseller))
      const [activity] = await activitiesOf(shop)
      expect(activity).toMatchObject({ action: 'organization.moved', actingFor: world.provider.organizationId })
      await change(under(world.provider), about)
      await fail('not-found', 'getOrganization', { by: world.reseller.owner, params: { organizationId } })
      const list = { by: world.reseller.owner, query: under(world.reseller) }
      const { items } = await succeed('listOrganizations', list)
      expect(items.map((item) => item.organizationId)).not.toContain(organizationId)
    })

    test('403 owner-only for everyone else who may change it', async () => {
      const others = [bakery.owner]
      for (const by of others)
        await fail('owner-only', 'changeOrganization', await request(under(world.reseller), { by }))
      const theirs = { of: world.resellersCustomer, by: world.reseller.owner }
      await fail('owner-only', 'changeOrganization', await request(under(world.provider), theirs))
    })

    test('403 owner-only for an owner of the provider whose token the provider does not take any more (A13)', async () => {
      const owner = await join(world.provider.owner, world.provider.organizationId, { defaultRole: 'rol_owner' })
      const shop = await freshCustomer(world.provider, 'Signed-out Shop')
      await joinAlso(owner, shop.organizationId)
      const asked = await request(under(world.reseller), { of: shop, by: owner })
      const headers = { ...asked.headers, ...bearer(accessToken(owner.identityId)) }
      const { organizationId, profileId } = owner
      await succeed('signOutProfile', { by: world.provider.owner, params: { organizationId, profileId } })
      await fail('owner-only', 'changeOrganization', { ...asked, headers })
    })

    test('409 too-many-levels under a customer of a reseller, under itself, and for a reseller with customers', async () => {
      const { provider, reseller, resellersCustomer, customer } = world
      const by = provider.owner
      await fail('too-many-levels', 'changeOrganization', await request(under(resellersCustomer), { by }))
      await fail('too-many-levels', 'changeOrganization', await request(under(bakery), { by }))
      await fail('too-many-levels', 'changeOrganization', await request(under(customer), { by, of: reseller }))
    })

    test('409 too-many-levels for one of two that become the parent of each other at once', async () => {
      for (let round = 0; round < 3; round++) {
        const [one, other] = [await freshCustomer(world.provider), await freshCustomer(world.provider)]
        const by = world.provider.owner
        const asked = [await request(under(other), { of: one, by }), await request(under(one), { of: other, by })]
        const answers = await Promise.all(asked.map((each) => call('changeOrganization', each)))
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
        for (const answer of answers) if (answer.status === 409) expectProblem('too-many-levels', answer)
      }
    })

    test('400 not-found for a parent that is not there or not active, and for the provider', async () => {
      const by = world.provider.owner
      const paused = await addCustomer(world.provider, 'Paused')
      await succeed('suspendOrganization', { by, params: { organizationId: paused.organizationId } })
      for (const parentId of ['org_01k2r8v6m0q3s5t7w9x1y3z5a6', paused.organizationId])
        expect(await faultsOf('changeOrganization', await request({ parentId }, { by }))).toEqual([
          '#/parentId not-found',
        ])
      const provider = await request(under(world.customer), { by, of: world.provider })
      expect(await faultsOf('changeOrganization', provider)).toEqual(['#/parentId not-found'])
    })
  })

  test('403 forbidden for whoever may only read there', async () => {
    const { fullRole, organizationId } = world.customer
    const asked = { by: fullRole, params: { organizationId }, headers: { 'if-match': '"1"' }, body: { name: 'Other' } }
    await fail('forbidden', 'changeOrganization', asked)
  })

  test('412 stale for a version that is past, 428 without one', async () => {
    const asked = await request({ name: 'Other' })
    await fail('stale', 'changeOrganization', { ...asked, headers: { 'if-match': '"999"' } })
    await fail('if-match-required', 'changeOrganization', { ...asked, headers: {} })
  })

  test.each([
    ['name', null],
    ['name', '<b>'],
    ['language', 'es'],
    ['timeZone', 'Mars/Olympus_Mons'],
    ['country', 'be'],
    ['invitationDays', 0],
    ['invitationDays', 31],
    ['activityRetentionDays', 89],
    ['activityRetentionDays', 2556],
    ['kind', 'provider'],
    ['services', []],
    ['help', { pager: { name: 'x' } }],
    ['help', { chat: {} }],
    ['help', { chat: { url: 'http://chat.northwind.example' } }],
    ['help', { chat: { url: 'javascript:alert(1)' } }],
    ['help', { serviceDesk: { phone: '015' } }],
  ])('400 invalid for %s: %j', async (field, value) => {
    const faults = await faultsOf('changeOrganization', await request({ [field]: value }))
    expect(faults.length).toBeGreaterThan(0)
    for (const fault of faults) expect(fault).toMatch(new RegExp(`^#/${field}`))
  })
})
