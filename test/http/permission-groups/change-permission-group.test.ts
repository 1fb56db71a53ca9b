import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setServices, type World } from '../../support/world.ts'
import { freshGroupName, freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('changePermissionGroup')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const changing = (permissionGroupId: string, body: object, version = 1, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, permissionGroupId },
  body,
  headers: { 'if-match': `"${version}"` },
})

describe('changePermissionGroup', () => {
  test('200 counts for its members from the very next request on, taken and given', async () => {
    const { organizationId } = world.customer
    const group = await freshPermissionGroup(world.customer, ['users-and-permissions-viewer'])
    const person = await freshPerson(world.customer, { permissionGroups: [group] })
    const list = { by: person, params: { organizationId } }
    await succeed('listProfiles', list)
    await succeed('changePermissionGroup', changing(group, { portalRoles: ['activities-viewer'] }))
    await fail('forbidden', 'listProfiles', list)
    await succeed('listActivities', list)
    await succeed('changePermissionGroup', changing(group, { portalRoles: ['users-and-permissions-viewer'] }, 2))
    await succeed('listProfiles', list)
  })

  test('200 with another name and description, which sets the old name free; null clears the description', async () => {
    const [group, other] = [await freshPermissionGroup(world.customer), await freshPermissionGroup(world.customer)]
    const { name: freed } = await succeed('getPermissionGroup', {
      by: world.customer.owner,
      params: { organizationId: world.customer.organizationId, permissionGroupId: group },
    })
    const name = freshGroupName()
    expect(await succeed('changePermissionGroup', changing(group, { name, description: 'By night' }))).toMatchObject({
      name,
      description: 'By night',
      version: 2,
    })
    await succeed('changePermissionGroup', changing(other, { name: freed }))
    expect(await succeed('changePermissionGroup', changing(group, { description: null }, 2))).toMatchObject({
      description: null,
      name,
    })
  })

  test('200 in other letters of its own name; with nothing changed, nothing is written', async () => {
    const group = await freshPermissionGroup(world.customer)
    const { organizationId, owner } = world.customer
    const { name } = await succeed('getPermissionGroup', {
      by: owner,
      params: { organizationId, permissionGroupId: group },
    })
    await succeed('changePermissionGroup', changing(group, { name: name.toUpperCase() }))
    const before = await dumpTable()
    await succeed('changePermissionGroup', changing(group, { name: name.toUpperCase() }, 2))
    expect(await dumpTable()).toEqual(before)
  })

  test('200 writes one activity, with the roles before and after', async () => {
    const group = await freshPermissionGroup(world.customer, ['contracts-requester'])
    await succeed('changePermissionGroup', changing(group, { portalRoles: [] }))
    const found = (await itemsOf('activity')).filter(({ action }) => action === 'permission-group.changed')
    expect(JSON.stringify(found.at(-1))).toContain('contracts-requester')
  })

  test('200 in a dry run says what its members would gain and lose, and changes nothing', async () => {
    const group = await freshPermissionGroup(world.customer, ['contracts-requester'])
    await freshPerson(world.customer, { permissionGroups: [group] })
    const before = await dumpTable()
    const { body } = await call('changePermissionGroup', {
      ...changing(group, { portalRoles: ['activities-viewer'] }),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(body)).toEqual({
      dryRun: true,
      refusal: null,
      coverageChanges: [],
      affected: [
        {
          who: { kind: 'members', permissionGroupId: group, count: 1 },
          gains: [{ permission: 'activities:read', groupId: null }],
          loses: [
            { permission: 'contracts:read', groupId: null },
            { permission: 'contracts:request', groupId: null },
          ],
        },
      ],
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('409 system-permission-group for one of the system', async () => {
    await fail('system-permission-group', 'changePermissionGroup', changing('pgr_full-role', { name: 'Mine' }))
  })

  test('409 name-taken for the name of another', async () => {
    const [one, other] = [await freshPermissionGroup(world.customer), await freshPermissionGroup(world.customer)]
    const params = { organizationId: world.customer.organizationId, permissionGroupId: other }
    const { name } = await succeed('getPermissionGroup', { by: world.customer.owner, params })
    await fail('name-taken', 'changePermissionGroup', changing(one, { name }))
    await fail('name-taken', 'changePermissionGroup', changing(one, { name: 'Reports – Viewer' }))
  })

  test('409 service-not-active for a role that is added, and not for one that was there when the service was paused', async () => {
    const { organizationId } = world.customer
    const group = await freshPermissionGroup(world.customer)
    const roles = { applicationRoles: ['reports:viewer'] }
    await fail('service-not-active', 'changePermissionGroup', changing(group, roles))
    await setServices(organizationId, ['reports'])
    await succeed('changePermissionGroup', changing(group, roles))
    await setServices(organizationId, [])
    await succeed('changePermissionGroup', changing(group, { description: 'Paused' }, 2))
  })

  test('403 cannot-grant for whoever adds what they do not hold, and not for whoever takes it out', async () => {
    const { developer } = world.customer
    const group = await freshPermissionGroup(world.customer, ['contracts-requester'])
    await whileDevelopersMay('permission-groups:manage', async () => {
      await fail(
        'cannot-grant',
        'changePermissionGroup',
        changing(group, { portalRoles: ['activities-viewer'] }, 1, developer),
      )
      await succeed('changePermissionGroup', changing(group, { portalRoles: [] }, 1, developer))
    })
  })

  test('400 invalid for what is not in the catalog', async () => {
    const group = await freshPermissionGroup(world.customer)
    expect(await faultsOf('changePermissionGroup', changing(group, { portalRoles: ['everything'] }))).toEqual([
      '#/portalRoles/0 invalid-value',
    ])
  })

  test('404 not-found for one of another organization', async () => {
    await fail('not-found', 'changePermissionGroup', changing(await freshPermissionGroup(world.twin), { name: 'Ours' }))
  })
})
