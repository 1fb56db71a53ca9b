import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setServices, type World } from '../../support/world.ts'
import { freshCustomer, freshGroupName, freshPermissionGroup } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('createPermissionGroup')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const making = (body: object, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId },
  body: { name: freshGroupName(), ...body },
})

describe('createPermissionGroup', () => {
  test('201 from portal roles and application roles of the catalog, each once and in its order', async () => {
    await setServices(world.customer.organizationId, ['reports'])
    const group = await succeed(
      'createPermissionGroup',
      making({
        name: '  Auditors ',
        description: 'Read along',
        portalRoles: ['activities-viewer', 'contracts-requester', 'activities-viewer'],
        applicationRoles: ['reports:viewer'],
      }),
    )
    expect(group).toMatchObject({
      name: 'Auditors',
      description: 'Read along',
      system: false,
      service: null,
      portalRoles: ['contracts-requester', 'activities-viewer'],
      applicationRoles: ['reports:viewer'],
      members: 0,
      version: 1,
    })
    const { permissionGroupId } = group
    const { owner, organizationId } = world.customer
    expect(await succeed('getPermissionGroup', { by: owner, params: { organizationId, permissionGroupId } })).toEqual(
      group,
    )
    const [activity] = (await itemsOf('activity')).filter(({ action }) => action === 'permission-group.created')
    expect(activity).toMatchObject({ organizationId })
    await setServices(organizationId, [])
  })

  test('201 as a copy of a system group or of one of their own, with whatever is said to be otherwise', async () => {
    const full = await succeed('createPermissionGroup', making({ copyFrom: 'pgr_full-role' }))
    expect(full).toMatchObject({
      description: 'Administers people, their access and their contact roles.',
      portalRoles: ['users-and-permissions-full-role'],
    })
    const { permissionGroupId: copyFrom } = full
    const copy = await succeed('createPermissionGroup', making({ copyFrom, portalRoles: [], description: 'Empty' }))
    expect(copy).toMatchObject({ description: 'Empty', portalRoles: [], applicationRoles: [], members: 0 })
  })

  test('400 not-found for a copy of what is not here: of another organization, removed, or never there', async () => {
    const foreign = await freshPermissionGroup(world.twin)
    for (const copyFrom of [foreign, 'pgr_01k2r8v6m0q3s5t7w9x1y3z5a7'])
      expect(await faultsOf('createPermissionGroup', making({ copyFrom }))).toEqual(['#/copyFrom not-found'])
  })

  test('400 invalid for roles that are not in the catalog, for long texts and for nothing', async () => {
    expect(await faultsOf('createPermissionGroup', making({ portalRoles: ['rol_owner'] }))).toEqual([
      '#/portalRoles/0 invalid-value',
    ])
    expect(await faultsOf('createPermissionGroup', making({ applicationRoles: ['profiles:read'] }))).toEqual([
      '#/applicationRoles/0 invalid-value',
    ])
    expect(await faultsOf('createPermissionGroup', making({ description: 'x'.repeat(501) }))).toEqual([
      '#/description too-big',
    ])
    expect(await faultsOf('createPermissionGroup', making({ name: '<b>' }))).toEqual(['#/name invalid'])
    expect(await faultsOf('createPermissionGroup', making({ name: undefined }))).toEqual(['#/name required'])
  })

  test('409 name-taken in other letters, for names of system groups too, and not in another organization', async () => {
    await succeed('createPermissionGroup', making({ name: 'Night watch' }))
    for (const name of ['Night watch', 'NIGHT WATCH', ' night watch', 'Users & Permissions – Full Role'])
      await fail('name-taken', 'createPermissionGroup', making({ name }))
    const { owner, organizationId } = world.twin
    await succeed('createPermissionGroup', { by: owner, params: { organizationId }, body: { name: 'Night watch' } })
  })

  test('409 name-taken for all but one who take a name at once', async () => {
    const body = { name: 'Everybody wants it' }
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => succeed('createPermissionGroup', making(body))),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('409 too-many-permission-groups-here for the 201st, and for the 200th not', async () => {
    const { organizationId, owner } = await freshCustomer(world.provider)
    for (let count = 0; count < 199; count++) await freshPermissionGroup({ organizationId })
    const one = () => ({ by: owner, params: { organizationId }, body: { name: freshGroupName() } })
    await succeed('createPermissionGroup', one())
    await fail('too-many-permission-groups-here', 'createPermissionGroup', one())
  })

  test('409 service-not-active for a role of a service that the organization does not have', async () => {
    const before = await dumpTable()
    const problem = await fail(
      'service-not-active',
      'createPermissionGroup',
      making({ applicationRoles: ['reports:viewer'] }),
    )
    expect(problem.detail).toContain('reports:viewer')
    expect(await dumpTable()).toEqual(before)
  })

  test('403 cannot-grant for a role whose permissions the caller does not hold', async () => {
    const { developer } = world.customer
    await whileDevelopersMay('permission-groups:manage', () =>
      fail('cannot-grant', 'createPermissionGroup', making({ portalRoles: ['activities-viewer'] }, developer)),
    )
  })
})
