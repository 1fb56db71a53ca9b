import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('removePermissionGroupMember')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const removing = (permissionGroupId: string, profileId: string) => ({
  by: world.customer.owner,
  params: { organizationId: world.customer.organizationId, permissionGroupId, profileId },
})

describe('removePermissionGroupMember', () => {
  test('200 ends at the next request, with the same token, what the group gave; once more changes nothing', async () => {
    const { organizationId } = world.customer
    const group = await freshPermissionGroup(world.customer, ['users-and-permissions-viewer'])
    const person = await freshPerson(world.customer, { permissionGroups: [group] })
    await succeed('listProfiles', { by: person, params: { organizationId } })
    expect(await succeed('removePermissionGroupMember', removing(group, person.profileId))).toMatchObject({
      member: false,
    })
    await fail('forbidden', 'listProfiles', { by: person, params: { organizationId } })
    const before = await dumpTable()
    await succeed('removePermissionGroupMember', removing(group, person.profileId))
    expect(await dumpTable()).toEqual(before)
  })

  test('200 writes one activity, and the count of the group goes down', async () => {
    const group = await freshPermissionGroup(world.customer)
    const { profileId } = await freshPerson(world.customer, { permissionGroups: [group] })
    await succeed('removePermissionGroupMember', removing(group, profileId))
    const found = (await itemsOf('activity')).filter(({ subjectId }) => subjectId === profileId)
    expect(found.map(({ action }) => action)).toEqual(['profile.created', 'permission-group.member-removed'])
    const params = { organizationId: world.customer.organizationId, permissionGroupId: group }
    expect(await succeed('getPermissionGroup', { by: world.customer.owner, params })).toMatchObject({ members: 0 })
  })

  test('200 in a dry run says what would be lost, and not what another grant still gives', async () => {
    const group = await freshPermissionGroup(world.customer, ['users-and-permissions-viewer', 'contracts-requester'])
    const { profileId } = await freshPerson(world.customer, { defaultRole: 'rol_viewer', permissionGroups: [group] })
    const { body } = await call('removePermissionGroupMember', {
      ...removing(group, profileId),
      query: { dryRun: 'true' },
    })
    const { affected } = JSON.parse(body)
    expect(affected).toMatchObject([{ gains: [], loses: [{ permission: 'contracts:request' }] }])
    expect(affected[0].loses).toHaveLength(1)
  })

  test('404 not-found for somebody who is not here', async () => {
    await fail('not-found', 'removePermissionGroupMember', removing('pgr_full-role', world.twin.owner.profileId))
  })
})
