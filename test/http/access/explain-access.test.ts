import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import {
  changeGrants,
  deactivate,
  giveGroup,
  joinAlso,
  remove,
  seedWorld,
  setServices,
  type World,
} from '../../support/world.ts'
import { freshPermissionGroup } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshEmail, invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('explainAccess')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const groupId = 'grp_01k2r8v6m0q3s5t7w9x1y3z5a8'
const ask = (profileId: string, permission: string, more = {}, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: by.organizationId },
  body: { profileId, permission, ...more },
})
const explain = (...asked: Parameters<typeof ask>) => succeed('explainAccess', ask(...asked))
const someone = (grants = {}) => join(world.customer.owner, world.customer.organizationId, grants)
const kindsOf = async (...asked: Parameters<typeof ask>) => {
  const { allowed, path, obstacles } = await explain(...asked)
  expect({ allowed, path }).toEqual({ allowed: false, path: [] })
  for (const { detail } of obstacles) expect(detail).toMatch(/^[A-Z].*\.$/)
  return obstacles.map(({ kind, grant }) => (grant ? `${kind}: ${grant.kind} ${grant.id}` : kind))
}

describe('explainAccess', () => {
  test('200 allowed with every grant that leads to it', async () => {
    const both = await someone({ defaultRole: 'rol_viewer', permissionGroups: ['pgr_full-role'] })
    const { allowed, path, obstacles } = await explain(both.profileId, 'profiles:read')
    expect({ allowed, obstacles }).toEqual({ allowed: true, obstacles: [] })
    expect(path.map(({ kind, id, through }) => [kind, id, through])).toEqual([
      ['permission-group', 'pgr_full-role', 'users-and-permissions-full-role'],
      ['default-role', 'rol_viewer', null],
    ])
  })

  test('200 allowed through a permission group of their own, and through the one that took its place', async () => {
    const { owner, organizationId } = world.customer
    const old = await freshPermissionGroup(world.customer, ['users-and-permissions-viewer'])
    const next = await freshPermissionGroup(world.customer, ['users-and-permissions-viewer'])
    const { profileId } = await someone({ permissionGroups: [old] })
    const step = { kind: 'permission-group', id: old, through: 'users-and-permissions-viewer' }
    expect((await explain(profileId, 'profiles:read')).path).toMatchObject([{ ...step, becomes: null }])
    const params = { organizationId, permissionGroupId: old }
    await succeed('removePermissionGroup', { by: owner, params, query: { replaceWith: next } })
    expect((await explain(profileId, 'profiles:read')).path).toMatchObject([{ ...step, becomes: next }])
  })

  test('200 allowed through the application role of an active service, by a group of their own', async () => {
    const { owner, organizationId } = world.customer
    await setServices(organizationId, ['reports'])
    const permissionGroupId = await freshPermissionGroup(world.customer)
    const headers = { 'if-match': '"1"' }
    const params = { organizationId, permissionGroupId }
    const body = { applicationRoles: ['reports:viewer'] }
    await succeed('changePermissionGroup', { by: owner, params, headers, body })
    const { profileId } = await someone({ permissionGroups: [permissionGroupId] })
    const through = { kind: 'permission-group', id: permissionGroupId }
    expect((await explain(profileId, 'reports:viewer')).path).toMatchObject([through])
    await setServices(organizationId, [])
    expect(await kindsOf(profileId, 'reports:viewer')).toEqual([
      `service-not-active: permission-group ${permissionGroupId}`,
    ])
  })

  test('200 allowed by acting for the organization', async () => {
    const { reseller, resellersCustomer } = world
    const profileId = await joinAlso(reseller.owner, resellersCustomer.organizationId)
    const { path } = await explain(profileId, 'profiles:manage', {}, resellersCustomer.owner)
    expect(path.map(({ kind, id }) => `${kind} ${id}`)).toContain(`acting ${reseller.organizationId}`)
  })

  test('200 not allowed: nothing was given', async () => {
    expect(await kindsOf(world.customer.plain.profileId, 'profiles:read')).toEqual(['nothing-grants-it'])
  })

  test('200 not allowed: deactivated, and what reactivating would give back', async () => {
    const person = await deactivate(await someone({ defaultRole: 'rol_admin' }))
    expect(await kindsOf(person.profileId, 'profiles:read')).toEqual(['deactivated: default-role rol_admin'])
  })

  test('200 not allowed: a draft, an invitation that is not accepted, and what is intended', async () => {
    const { owner, organizationId, draft } = world.customer
    expect(await kindsOf(draft, 'profiles:read')).toEqual(['draft', 'nothing-grants-it'])
    const invitee = await invite(owner, organizationId, { defaultRole: 'rol_admin' })
    expect(await kindsOf(invitee.profileId, 'profiles:read')).toEqual(['not-accepted: default-role rol_admin'])
  })

  test('200 not allowed: a contact is no user', async () => {
    const { owner, organizationId } = world.customer
    const contact = await succeed('createProfile', {
      by: owner,
      params: { organizationId },
      body: { kind: 'person', user: false, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' },
    })
    expect(await kindsOf(contact.profileId, 'profiles:read')).toEqual(['not-a-user', 'nothing-grants-it'])
  })

  test('200 not allowed: it ended, it has not begun; and the same asked for another moment', async () => {
    const person = await someone()
    const [validFrom, validUntil] = ['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z']
    await changeGrants(person, (profile) => ({
      ...profile,
      permissionGroups: { [id('permissionGroup', 'pgr_full-role')]: { validFrom, validUntil } },
    }))
    const asked = [person.profileId, 'profiles:read'] as const
    const { obstacles } = await explain(...asked, { at: '2026-04-01T00:00:00.000Z' })
    expect(obstacles).toMatchObject([{ kind: 'ended', grant: { id: 'pgr_full-role', validFrom, validUntil } }])
    expect(obstacles[0]?.detail).toContain('ended on 2026-04-01')
    const before = await explain(...asked, { at: '2026-02-28T23:59:59.999Z' })
    expect(before.obstacles).toMatchObject([{ kind: 'not-yet', detail: expect.stringContaining('2026-03-01') }])
    expect(await explain(...asked, { at: '2026-03-15T12:00:00.000Z' })).toMatchObject({ allowed: true })
  })

  test('200 not allowed: the service of an application role is not active', async () => {
    const { organizationId } = world.customer
    await setServices(organizationId, ['reports'])
    const reader = await someone({ permissionGroups: ['pgr_reports-viewer'] })
    expect(await explain(reader.profileId, 'reports:viewer')).toMatchObject({ allowed: true })
    await setServices(organizationId, [])
    const [obstacle] = (await explain(reader.profileId, 'reports:viewer')).obstacles
    expect(obstacle).toMatchObject({ kind: 'service-not-active', detail: expect.stringContaining('Reports') })
  })

  test('200 in a group: the group role counts in place of the default role', async () => {
    const person = await someone({ defaultRole: 'rol_content-developer' })
    await giveGroup(person, groupId)
    expect(await explain(person.profileId, 'content:manage', { groupId })).toMatchObject({ allowed: true })
    await changeGrants(person, (profile) => ({
      ...profile,
      groups: { [id('group', groupId)]: { byHand: true, groupRole: { roleId: id('role', 'rol_group-viewer') } } },
    }))
    expect(await kindsOf(person.profileId, 'content:manage', { groupId })).toEqual([
      'replaced-by-group-role: default-role rol_content-developer',
    ])
    const { allowed, path, beside } = await explain(person.profileId, 'content:read', { groupId })
    expect({ allowed, path }).toMatchObject({ allowed: true, path: [{ kind: 'group-role', id: 'rol_group-viewer' }] })
    // It would lead there too, if the group role did not stand in its place.
    expect(beside).toEqual([
      {
        kind: 'replaced-by-group-role',
        detail: 'In this group the group role rol_group-viewer counts in its place.',
        grant: expect.objectContaining({ kind: 'default-role', id: 'rol_content-developer' }),
      },
    ])
  })

  test('200 changes nothing, whatever key it is sent with', async () => {
    const before = await dumpTable()
    const request = ask(world.customer.plain.profileId, 'profiles:read')
    await succeed('explainAccess', { ...request, headers: { 'Idempotency-Key': 'asked-twice' } })
    expect(await dumpTable()).toEqual(before)
  })

  test('400 invalid, not-found alike for a profile of others, one that does not exist, and one that was removed', async () => {
    const gone = await remove(await someone())
    for (const profileId of [world.twin.owner.profileId, 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8', gone.profileId])
      expect(await faultsOf('explainAccess', ask(profileId, 'profiles:read'))).toEqual(['#/profileId not-found'])
  })

  test('200 in any group of the organization: out of reach where access was not given, allowed where the role reaches all', async () => {
    const groupId = await freshGroup(world.customer.organizationId)
    const operator = await someone()
    await changeGrants(operator, (profile) => ({
      ...profile,
      defaultRole: { roleId: id('role', 'rol_group-operator') },
    }))
    expect(await kindsOf(operator.profileId, 'devices:manage', { groupId })).toEqual([
      'out-of-reach: default-role rol_group-operator',
    ])
    const viewer = await someone({ defaultRole: 'rol_viewer' })
    expect(await explain(viewer.profileId, 'devices:read', { groupId })).toMatchObject({ allowed: true })
  })

  test('400 invalid for a permission that there is not, a group that is not here, and a moment that is none', async () => {
    const { profileId } = world.customer.plain
    expect(await faultsOf('explainAccess', ask(profileId, 'profiles:delete'))).toEqual(['#/permission invalid-value'])
    const foreign = await freshGroup(world.twin.organizationId)
    for (const elsewhere of [foreign, 'grp_01k2r8v6m0q3s5t7w9x1y3z5a9'])
      expect(await faultsOf('explainAccess', ask(profileId, 'profiles:read', { groupId: elsewhere }))).toEqual([
        '#/groupId not-found',
      ])
    expect(await faultsOf('explainAccess', ask(profileId, 'profiles:read', { at: 'today' }))).toEqual([
      '#/at invalid-format',
    ])
  })

  test('403 forbidden without access:read, about themselves too', async () => {
    const { plain } = world.customer
    await fail('forbidden', 'explainAccess', ask(plain.profileId, 'profiles:read', {}, plain))
  })
})
