import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { freshOrganization } from '../../support/world-fresh.ts'

provesOperation('listOrganizations')

let world: World
let hub: Tenant
beforeAll(async () => {
  world = await seedWorld()
  hub = await addCustomer(world.provider, 'Tailspin Hub')
  for (const name of ['zeta', 'Épsilon', 'alpha', 'Beta']) await freshOrganization(hub, name)
})

const customersOf = (parent: Tenant, query: Readonly<Record<string, string>> = {}, by = parent.owner) =>
  succeed('listOrganizations', { by, query: { parentId: parent.organizationId, ...query } })
const names = ({ items }: { readonly items: readonly { readonly name: string }[] }) => items.map(({ name }) => name)

describe('listOrganizations', () => {
  test('200 with the customers of one parent by name, and nobody else’s', async () => {
    const list = await customersOf(hub)
    expect(names(list)).toEqual(['alpha', 'Beta', 'Épsilon', 'zeta'])
    expect(list.nextCursor).toBeNull()
    const ofReseller = await customersOf(world.reseller)
    expect(ofReseller.items.map(({ organizationId }) => organizationId)).toEqual([
      world.resellersCustomer.organizationId,
    ])
    const ofProvider = (await customersOf(world.provider)).items.map(({ organizationId }) => organizationId)
    expect(ofProvider).toEqual(expect.arrayContaining([hub.organizationId, world.reseller.organizationId]))
    expect(ofProvider).not.toContain(world.resellersCustomer.organizationId)
    expect(ofProvider).not.toContain(world.provider.organizationId)
  })

  test('200 page by page, none twice; 400 invalid-cursor for the cursor of another list', async () => {
    const found: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof customersOf>> = await customersOf(hub, {
        limit: '3',
        ...(cursor && { cursor }),
      })
      found.push(...names(page))
      cursor = page.nextCursor
      if (cursor) {
        const elsewhere = { parentId: world.provider.organizationId, cursor }
        await fail('invalid-cursor', 'listOrganizations', { by: world.provider.owner, query: elsewhere })
      }
    } while (cursor)
    expect(found).toEqual(['alpha', 'Beta', 'Épsilon', 'zeta'])
  })

  test('200 without those that were removed, unless they are asked for', async () => {
    const parent = await addCustomer(world.provider, 'Status Hub')
    const [one, gone, paused] = [
      await freshOrganization(parent, 'one'),
      await addCustomer(parent, 'gone'),
      await freshOrganization(parent, 'paused'),
    ]
    await succeed('removeOrganization', { by: parent.owner, params: { organizationId: gone.organizationId } })
    await succeed('suspendOrganization', { by: parent.owner, params: { organizationId: paused.organizationId } })
    expect(names(await customersOf(parent))).toEqual(['one', 'paused'])
    expect((await customersOf(parent, { status: 'active' })).items).toEqual([
      {
        organizationId: one.organizationId,
        name: 'one',
        kind: 'customer',
        status: 'active',
        services: [],
        externalId: null,
        restorableUntil: null,
      },
    ])
    expect(names(await customersOf(parent, { status: 'suspended' }))).toEqual(['paused'])
    const [removed, ...more] = (await customersOf(parent, { status: 'removed' })).items
    expect(more).toEqual([])
    expect(removed).toMatchObject({ name: 'gone', status: 'removed', restorableUntil: expect.any(String) })
  })

  test.each([
    ['an Admin of the parent', ({ customer }: World) => ({ by: customer.admin, parent: customer })],
    ['the owner of another organization', ({ customer, twin }: World) => ({ by: twin.owner, parent: customer })],
    [
      'an owner of the provider, who acts in a reseller',
      ({ provider, reseller }: World) => ({
        by: provider.owner,
        parent: reseller,
      }),
    ],
  ])('404 not-found for %s', async (_, of) => {
    const { by, parent } = of(world)
    await fail('not-found', 'listOrganizations', { by, query: { parentId: parent.organizationId } })
  })

  test('400 invalid where no parent is named, or what is named is none', async () => {
    const { owner: by } = world.provider
    expect(await faultsOf('listOrganizations', { by })).toEqual([expect.stringContaining('parentId')])
    expect(await faultsOf('listOrganizations', { by, query: { parentId: 'x' } })).toEqual([
      expect.stringContaining('parentId'),
    ])
  })
})
