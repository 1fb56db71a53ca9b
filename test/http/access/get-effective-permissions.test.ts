import { beforeAll, describe, expect, test } from 'vitest'
import {
  ownerOnlyPermissions,
  permissions,
  permissionsOfPortalRole,
  providerOnlyPermissions,
} from '../../../shared/domain/catalog.ts'
import { call, expectProblem, fail, faultsOf, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, joinAlso, seedWorld, setServices, setStatus, type World } from '../../support/world.ts'
import { freshPermissionGroup } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { join, type Person } from '../../support/world-people.ts'

provesOperation('getEffectivePermissions')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const of = (profileId: string, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, profileId },
})
const held = async (profileId: string) => {
  const { items } = await succeed('getEffectivePermissions', of(profileId))
  return items.map(({ permission }) => permission).sort()
}
const all = permissions.map(({ id }) => id)

describe('getEffectivePermissions', () => {
  test("200 with everything but the provider's for an owner of a customer", async () => {
    expect(await held(world.customer.owner.profileId)).toEqual(
      all.filter((id) => !providerOnlyPermissions.has(id)).sort(),
    )
  })

  test('200 with everything but what is reserved to owners for an Admin', async () => {
    expect(await held(world.customer.admin.profileId)).toEqual(
      all.filter((id) => !providerOnlyPermissions.has(id) && !ownerOnlyPermissions.has(id)).sort(),
    )
  })

  test('200 with the way it came for a Full Role', async () => {
    const { items } = await succeed('getEffectivePermissions', of(world.customer.fullRole.profileId))
    expect(items.map(({ permission }) => permission).sort()).toEqual(
      [...permissionsOfPortalRole('users-and-permissions-full-role')].sort(),
    )
    const through = 'users-and-permissions-full-role'
    for (const { path } of items)
      expect(path).toEqual([
        { kind: 'permission-group', id: 'pgr_full-role', becomes: null, through, validFrom: null, validUntil: null },
      ])
  })

  test('200 with both ways for somebody who has two', async () => {
    const { owner, organizationId } = world.customer
    const both = await join(owner, organizationId, { defaultRole: 'rol_viewer', permissionGroups: ['pgr_full-role'] })
    const { items } = await succeed('getEffectivePermissions', of(both.profileId))
    const path = items.find(({ permission }) => permission === 'profiles:read')?.path
    expect(path?.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'permission-group pgr_full-role',
      'default-role rol_viewer',
    ])
  })

  test('200 with the way through a permission group of their own, and through the one that took its place', async () => {
    const { owner, organizationId } = world.customer
    const old = await freshPermissionGroup(world.customer, ['activities-viewer'])
    const next = await freshPermissionGroup(world.customer, ['users-and-permissions-viewer'])
    const { profileId } = await join(owner, organizationId, { permissionGroups: [old] })
    const waysTo = async (wanted: string) => {
      const { items } = await succeed('getEffectivePermissions', of(profileId))
      const path = items.find(({ permission }) => permission === wanted)?.path
      return path?.map(({ kind, id, becomes, through }) => [kind, id, becomes, through])
    }
    expect(await waysTo('activities:read')).toEqual([['permission-group', old, null, 'activities-viewer']])
    const params = { organizationId, permissionGroupId: old }
    await succeed('removePermissionGroup', { by: owner, params, query: { replaceWith: next } })
    expect(await waysTo('activities:read')).toBeUndefined()
    expect(await waysTo('profiles:read')).toEqual([['permission-group', old, next, 'users-and-permissions-viewer']])
  })

  test('200 with application roles as long as their service is active', async () => {
    const { owner, organizationId } = world.customer
    await setServices(organizationId, ['service-desk'])
    const handler = await join(owner, organizationId, { permissionGroups: ['pgr_service-desk-ticket-handler'] })
    expect(await held(handler.profileId)).toEqual(['service-desk:ticket-handler'])
    await setServices(organizationId, [])
    expect(await held(handler.profileId)).toEqual([])
  })

  test('200 with what comes from acting for the organization, beside what is their own', async () => {
    const { owner, organizationId } = world.resellersCustomer
    await joinAlso(world.reseller.owner, organizationId)
    const { profileId } =
      (await succeed('getMe', { by: world.reseller.owner })).organizations.find(
        (mine) => mine.organizationId === organizationId,
      ) ?? {}
    const { items } = await succeed('getEffectivePermissions', {
      by: owner,
      params: { organizationId, profileId: profileId ?? '' },
    })
    const path = items.find(({ permission }) => permission === 'profiles:read')?.path
    expect(path?.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'default-role rol_owner',
      `acting ${world.reseller.organizationId}`,
    ])
  })

  test('200 with what a role gives in one group that access was given to', async () => {
    const { owner, organizationId } = world.customer
    const groupId = 'grp_01k2r8v6m0q3s5t7w9x1y3z5a8'
    const developer = await join(owner, organizationId, { defaultRole: 'rol_content-developer' })
    await giveGroup(developer, groupId)
    const { items } = await succeed('getEffectivePermissions', { ...of(developer.profileId), query: { groupId } })
    expect(items.map(({ permission }) => permission).sort()).toEqual(['content:manage', 'content:read'])
  })

  test('200 in any group of the organization, with nothing where access was not given', async () => {
    const groupId = await freshGroup(world.customer.organizationId)
    const inGroup = async (profileId: string) =>
      (await succeed('getEffectivePermissions', { ...of(profileId), query: { groupId } })).items
    expect(await inGroup(world.customer.developer.profileId)).toEqual([])
    expect(await inGroup(world.customer.owner.profileId)).not.toEqual([])
  })

  test('400 invalid for a group that is not here: never there, of another organization, or removed', async () => {
    const { owner: by, organizationId } = world.customer
    const removed = await freshGroup(organizationId)
    await succeed('removeGroup', { by, params: { organizationId, groupId: removed } })
    const foreign = await freshGroup(world.twin.organizationId)
    for (const groupId of ['grp_01k2r8v6m0q3s5t7w9x1y3z5a9', foreign, removed]) {
      const request = { ...of(world.customer.owner.profileId), query: { groupId } }
      expect(await faultsOf('getEffectivePermissions', request)).toEqual(['query#/groupId not-found'])
    }
  })

  test.each([
    ['somebody to whom nothing was given', () => world.customer.plain.profileId],
    ['somebody who was deactivated', () => world.customer.deactivated.profileId],
    ['an invitee', () => world.customer.pending.profileId],
    ['a draft', () => world.customer.draft],
  ])('200 with nothing for %s', async (_, profileId) => {
    expect(await held(profileId())).toEqual([])
  })

  test('200 is what the routes themselves decide by', async () => {
    const { organizationId } = world.customer
    for (const person of [
      world.customer.plain,
      world.customer.developer,
      world.customer.fullRole,
      world.customer.admin,
    ]) {
      const may = (await held(person.profileId)).includes('activities:read')
      const { status } = await call('listActivities', { by: person, params: { organizationId } })
      expect(status).toBe(may ? 200 : 403)
    }
  })

  test("404 not-found for another organization's profile, as for one that does not exist", async () => {
    const absent = await call('getEffectivePermissions', of('prf_01k2r8v6m0q3s5t7w9x1y3z5a8'))
    expectProblem('not-found', absent)
    const foreign = await call('getEffectivePermissions', of(world.twin.owner.profileId))
    expect(withoutRequestId(foreign)).toEqual(withoutRequestId(absent))
  })

  test('403 forbidden for somebody without the permission, about themselves too', async () => {
    const { plain } = world.customer
    const { detail } = await fail('forbidden', 'getEffectivePermissions', of(plain.profileId, plain))
    expect(detail).toContain('access:read')
  })

  test('403 forbidden while the organization is suspended', async () => {
    await setStatus(world.customer.organizationId, 'suspended')
    await fail('forbidden', 'getEffectivePermissions', of(world.customer.plain.profileId))
    await setStatus(world.customer.organizationId, 'active')
  })

  test('400 invalid for a query that it does not know', async () => {
    const request = { ...of(world.customer.draft), query: { group: 'grp_01k2r8v6m0q3s5t7w9x1y3z5a8' } }
    expect(await faultsOf('getEffectivePermissions', request)).toEqual(['query#/group unknown-field'])
  })
})
