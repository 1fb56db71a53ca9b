import { beforeAll, describe, expect, test } from 'vitest'
import { busEvents, settle } from '../../support/cloud-services-bus.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setServices, type World } from '../../support/world.ts'
import { freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('removePermissionGroup')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const removing = (
  permissionGroupId: string,
  query: Record<string, string> = {},
  by: Person = world.customer.owner,
) => ({
  by,
  params: { organizationId: world.customer.organizationId, permissionGroupId },
  query,
})
const member = (...permissionGroups: string[]) => freshPerson(world.customer, { permissionGroups })
const groupsOf = async ({ profileId, organizationId }: Person) =>
  (await succeed('getProfile', { by: world.customer.owner, params: { organizationId, profileId } })).permissionGroups

describe('removePermissionGroup', () => {
  test('200 for one that nobody is in: it is gone, and its name is free', async () => {
    const { owner, organizationId } = world.customer
    const body = { name: 'Short-lived' }
    const made = await succeed('createPermissionGroup', { by: owner, params: { organizationId }, body })
    expect(await succeed('removePermissionGroup', removing(made.permissionGroupId))).toEqual({
      permissionGroupId: made.permissionGroupId,
      replacedBy: null,
      members: 0,
      coverageChanges: [],
    })
    await fail('not-found', 'getPermissionGroup', removing(made.permissionGroupId, {}))
    await succeed('createPermissionGroup', { by: owner, params: { organizationId }, body })
  })

  test('200 with replaceWith: its members have from the next request on what the other gives, and are rewritten after', async () => {
    const [old, next] = [
      await freshPermissionGroup(world.customer, ['users-and-permissions-viewer']),
      await freshPermissionGroup(world.customer, ['activities-viewer']),
    ]
    const [one, both] = [await member(old), await member(old, next)]
    const answer = await succeed('removePermissionGroup', removing(old, { replaceWith: next }))
    expect(answer).toEqual({ permissionGroupId: old, replacedBy: next, members: 2, coverageChanges: [] })
    const { organizationId } = world.customer
    await succeed('listActivities', { by: one, params: { organizationId } })
    await fail('forbidden', 'listProfiles', { by: one, params: { organizationId } })

    await settle()
    expect(await groupsOf(one)).toEqual([next])
    expect(await groupsOf(both)).toEqual([next])
    const params = { organizationId, permissionGroupId: next }
    expect(await succeed('getPermissionGroup', { by: world.customer.owner, params })).toMatchObject({ members: 2 })
  })

  test('200 tells connected applications whose roles became others', async () => {
    const { organizationId } = world.customer
    await setServices(organizationId, ['reports'])
    const old = await freshPermissionGroup(world.customer)
    const person = await member(old)
    await succeed('removePermissionGroup', removing(old, { replaceWith: 'pgr_reports-viewer' }))
    await settle()
    const told = busEvents()
      .filter(({ detailType, detail }) => detailType === 'access.changed' && detail.includes(person.profileId))
      .map(({ detail }) => JSON.parse(detail))
    expect(told.at(-1)).toMatchObject({
      service: 'reports',
      applicationRoles: { before: [], after: ['reports:viewer'] },
    })
    await setServices(organizationId, [])
  })

  test('200 in a dry run says what its members would gain and lose, and changes nothing', async () => {
    const old = await freshPermissionGroup(world.customer, ['contracts-requester'])
    const next = await freshPermissionGroup(world.customer, ['activities-viewer'])
    await member(old)
    const before = await dumpTable()
    const { body } = await call('removePermissionGroup', removing(old, { replaceWith: next, dryRun: 'true' }))
    expect(JSON.parse(body)).toMatchObject({
      refusal: null,
      affected: [{ who: { permissionGroupId: old, count: 1 }, gains: [{ permission: 'activities:read' }] }],
    })
    const refused = await call('removePermissionGroup', removing(old, { dryRun: 'true' }))
    expect(JSON.parse(refused.body)).toMatchObject({ refusal: { code: 'in-use' } })
    expect(await dumpTable()).toEqual(before)
  })

  test('409 in-use with the count while somebody is in it', async () => {
    const group = await freshPermissionGroup(world.customer)
    await member(group)
    await member(group)
    expect((await fail('in-use', 'removePermissionGroup', removing(group))).detail).toContain('2 members')
  })

  test('409 in-use, or nobody gets in: somebody joins and it is removed at once', async () => {
    const { owner, organizationId } = world.customer
    for (let trial = 0; trial < 10; trial++) {
      const permissionGroupId = await freshPermissionGroup(world.customer)
      const { profileId } = await freshPerson(world.customer)
      const params = { organizationId, permissionGroupId, profileId }
      const [joined, removed] = await Promise.all([
        call('addPermissionGroupMember', { by: owner, params }),
        call('removePermissionGroup', removing(permissionGroupId)),
      ])
      expect([joined.status, removed.status]).toSatisfy(
        ([join, remove]: readonly number[]) => (join === 200) !== (remove === 200),
      )
    }
  })

  test('409 system-permission-group for one of the system', async () => {
    await fail('system-permission-group', 'removePermissionGroup', removing('pgr_full-role'))
  })

  test('409 service-not-active for a replacement of a paused service', async () => {
    const group = await freshPermissionGroup(world.customer)
    await fail('service-not-active', 'removePermissionGroup', removing(group, { replaceWith: 'pgr_reports-viewer' }))
  })

  test('403 cannot-grant where the replacement gives more than the caller could', async () => {
    const { developer } = world.customer
    const group = await freshPermissionGroup(world.customer, ['contracts-requester'])
    await whileDevelopersMay('permission-groups:manage', () =>
      fail('cannot-grant', 'removePermissionGroup', removing(group, { replaceWith: 'pgr_full-role' }, developer)),
    )
  })

  test('400 for a replacement that is not here, or is itself', async () => {
    const group = await freshPermissionGroup(world.customer)
    const foreign = await freshPermissionGroup(world.twin)
    const faults = (replaceWith: string) => faultsOf('removePermissionGroup', removing(group, { replaceWith }))
    expect(await faults(foreign)).toEqual(['query#/replaceWith not-found'])
    expect(await faults(group)).toEqual(['query#/replaceWith invalid'])
  })

  test('404 not-found for one that was removed, and for one of another organization', async () => {
    const group = await freshPermissionGroup(world.customer)
    await succeed('removePermissionGroup', removing(group))
    await fail('not-found', 'removePermissionGroup', removing(group))
    await fail('not-found', 'removePermissionGroup', removing(await freshPermissionGroup(world.twin)))
  })
})
