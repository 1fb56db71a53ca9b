import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { freshRole, freshRoleName } from '../../support/world-roles.ts'
import { dumpTable } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('changeRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const changing = (roleId: string, body: object, version = 1, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, roleId },
  headers: { 'if-match': `"${version}"` },
  body,
})

describe('changeRole', () => {
  test('200: holders may do what it says from their next request on, and no longer what it does not say', async () => {
    const roleId = await freshRole(world.customer, { permissions: ['profiles:read'] })
    const by = await freshPerson(world.customer, { defaultRole: roleId })
    const params = { organizationId: world.customer.organizationId }
    await succeed('listProfiles', { by, params })
    const role = await succeed('changeRole', changing(roleId, { permissions: ['activities:read'] }))
    expect(role).toMatchObject({ permissions: ['activities:read'], version: 2, holders: 1 })
    await fail('forbidden', 'listProfiles', { by, params })
    await succeed('listActivities', { by, params })
  })

  test('200 with another name and without a description; the old name is free', async () => {
    const name = freshRoleName()
    const roleId = await freshRole(world.customer, { name })
    const after = await succeed('changeRole', changing(roleId, { name: freshRoleName(), description: null }))
    expect(after).toMatchObject({ description: null, version: 2 })
    await freshRole(world.customer, { name })
  })

  test('200 changes nothing where nothing is to be changed', async () => {
    const roleId = await freshRole(world.customer)
    const before = await dumpTable()
    expect(await succeed('changeRole', changing(roleId, { permissions: ['devices:read'] }))).toMatchObject({
      version: 1,
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('200 in a dry run says what its holders would gain and lose, and changes nothing', async () => {
    const roleId = await freshRole(world.customer)
    await freshPerson(world.customer, { defaultRole: roleId })
    const before = await dumpTable()
    const request = changing(roleId, { permissions: ['content:read'] })
    const { body } = await call('changeRole', { ...request, query: { dryRun: 'true' } })
    expect(JSON.parse(body)).toMatchObject({
      refusal: null,
      affected: [
        {
          who: { kind: 'holders', roleId, count: 1 },
          gains: [{ permission: 'content:read', groupId: null }],
          loses: [{ permission: 'devices:read', groupId: null }],
        },
      ],
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('400 for a permission that a role of its level cannot hold', async () => {
    const roleId = await freshRole(world.customer, { level: 'group' })
    const request = changing(roleId, { permissions: ['groups:access-all'] })
    expect(await faultsOf('changeRole', request)).toEqual(['#/permissions/0 not-for-this-role'])
  })

  test('409 predefined-role, 409 name-taken, 412 stale', async () => {
    await fail('predefined-role', 'changeRole', changing('rol_viewer', { name: freshRoleName() }))
    const name = freshRoleName()
    await freshRole(world.customer, { name })
    const roleId = await freshRole(world.customer)
    await fail('name-taken', 'changeRole', changing(roleId, { name }))
    await fail('name-taken', 'changeRole', changing(roleId, { name: 'OWNER' }))
    await fail('stale', 'changeRole', changing(roleId, { name: freshRoleName() }, 2))
  })

  test('403 cannot-grant for more than the caller could give', async () => {
    const roleId = await freshRole(world.customer)
    const request = changing(roleId, { permissions: ['profiles:manage'] }, 1, world.customer.developer)
    await whileDevelopersMay('roles:manage', () => fail('cannot-grant', 'changeRole', request))
  })
})
