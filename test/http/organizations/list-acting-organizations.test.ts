import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, demote, seedWorld, setStatus, type Tenant, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'

provesOperation('listActingOrganizations')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const actingFor = async ({ organizationId, owner: by }: Tenant) =>
  succeed('listActingOrganizations', { by, params: { organizationId } })

describe('listActingOrganizations', () => {
  test('200 with the parent and the provider, their owners, and when each has acted', async () => {
    const reseller = await addCustomer(world.provider, 'Acting Reseller')
    const shop = await freshCustomer(reseller, 'Acting Shop')
    const { items, lookedBackTo } = await actingFor(shop)
    expect(lookedBackTo).toBeNull()
    expect(items.map(({ organizationId, relation, mayAct }) => ({ organizationId, relation, mayAct }))).toEqual([
      { organizationId: reseller.organizationId, relation: 'parent', mayAct: true },
      { organizationId: world.provider.organizationId, relation: 'provider', mayAct: true },
    ])
    const [parent, provider] = items
    expect(parent?.people).toEqual([
      { profileId: reseller.owner.profileId, firstName: 'Mia', lastName: 'Jansen', mayAct: true, lastActedAt: null },
    ])
    expect(provider?.people.map(({ profileId }) => profileId).sort()).toEqual(
      [world.provider.owner.profileId, world.provider.secondOwner.profileId].sort(),
    )

    const params = { organizationId: shop.organizationId }
    const person = { kind: 'person', user: true, email: 'jo@shop.example', firstName: 'Jo', lastName: 'Smets' }
    await succeed('createProfile', { by: reseller.owner, params, body: person })
    const [after] = (await actingFor(shop)).items
    const [activity] = (await succeed('listActivities', { by: shop.owner, params })).items
    expect(activity).toMatchObject({ actingFor: reseller.organizationId, action: 'profile.created' })
    expect(after?.people[0]?.lastActedAt).toBe(activity?.at)
  })

  test('200 shows whoever has acted and may no more, and that nobody may from a suspended organization', async () => {
    const reseller = await addCustomer(world.provider, 'Former Reseller')
    const other = await freshPerson(reseller, { defaultRole: 'rol_owner' })
    const shop = await freshCustomer(reseller, 'Former Shop')
    const params = { organizationId: shop.organizationId }
    const person = { kind: 'person', user: true, email: 'an@shop.example', firstName: 'An', lastName: 'Smets' }
    await succeed('createProfile', { by: other, params, body: person })
    await demote(other)
    const seen = (await actingFor(shop)).items[0]?.people.find(({ profileId }) => profileId === other.profileId)
    expect(seen).toMatchObject({ mayAct: false, lastActedAt: expect.any(String) })

    await setStatus(reseller.organizationId, 'suspended')
    const [suspended] = (await actingFor(shop)).items
    expect(suspended).toMatchObject({ relation: 'parent', mayAct: false })
    expect(suspended?.people.some(({ mayAct }) => mayAct)).toBe(false)
    await setStatus(reseller.organizationId, 'active')

    const by = world.provider.owner
    const { version } = await succeed('getOrganization', { by, params })
    const body = { parentId: world.provider.organizationId }
    await succeed('changeOrganization', { by, params, headers: { 'if-match': `"${version}"` }, body })
    const { items } = await actingFor(shop)
    expect(items.map(({ relation, mayAct }) => ({ relation, mayAct }))).toEqual([
      { relation: 'provider', mayAct: true },
      { relation: 'former', mayAct: false },
    ])
  })

  test('200 on the provider, for which nobody acts', async () => {
    expect((await actingFor(world.provider)).items).toEqual([])
  })

  test('200 for a Full Role; 403 forbidden for a plain user; 404 for strangers', async () => {
    const params = { organizationId: world.customer.organizationId }
    await succeed('listActingOrganizations', { by: world.customer.fullRole, params })
    await fail('forbidden', 'listActingOrganizations', { by: world.customer.plain, params })
    await fail('not-found', 'listActingOrganizations', { by: world.twin.owner, params })
  })
})
