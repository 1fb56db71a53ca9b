import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { changeGrants, profileOf } from '../../support/world-changes.ts'
import { freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('clearGroupRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const clearing = (groupId: string, profileId: string, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, groupId, profileId },
})
const fresh = () => freshGroup(world.customer.organizationId)

/** Somebody with a role in a group, until a date. */
async function withRole(defaultRole: string, groupRole: string) {
  const groupId = await fresh()
  const person = await freshPerson(world.customer, { defaultRole })
  await giveGroup(person, groupId)
  const validUntil = '2099-01-01T00:00:00.000Z'
  await changeGrants(person, (before) => ({
    ...before,
    groups: { [groupId]: { byHand: true, validUntil, groupRole: { roleId: id('role', groupRole) } } },
  }))
  return { groupId, person, validUntil }
}

describe('clearGroupRole', () => {
  test('200 keeps the access with its dates, and the default role counts in it; once more changes nothing', async () => {
    const { groupId, person, validUntil } = await withRole('rol_group-operator', 'rol_group-device-setup-user')
    expect(await succeed('clearGroupRole', clearing(groupId, person.profileId))).toEqual({
      groupId,
      profileId: person.profileId,
      member: true,
      groupRole: null,
      validFrom: null,
      validUntil,
      coverageChanges: [],
    })
    expect((await profileOf(person)).groups).toEqual({ [groupId]: { byHand: true, validUntil } })
    const { owner: by, organizationId } = world.customer
    const body = { profileId: person.profileId, permission: 'devices:manage', groupId }
    expect((await succeed('explainAccess', { by, params: { organizationId }, body })).allowed).toBe(true)
    const cleared = (await itemsOf('activity')).filter(({ action }) => action === 'group-role.cleared')
    expect(JSON.stringify(cleared.at(-1))).toContain('rol_group-device-setup-user')
    const before = await dumpTable()
    await succeed('clearGroupRole', clearing(groupId, person.profileId))
    expect(await dumpTable()).toEqual(before)
  })

  test('200 of somebody whose default role reaches all groups: access by hand is kept beside it', async () => {
    const { groupId, person } = await withRole('rol_viewer', 'rol_group-operator')
    await succeed('clearGroupRole', clearing(groupId, person.profileId))
    const params = { organizationId: world.customer.organizationId, groupId }
    const { items } = await succeed('listGroupMembers', { by: world.customer.owner, params })
    expect(items).toMatchObject([{ profileId: person.profileId, access: 'by-hand', removable: false }])
  })

  test('200 of a draft takes back the intention', async () => {
    const groupId = await fresh()
    const draft = await freshDraft(world.customer)
    const { profileId } = draft
    await succeed('setGroupRole', { ...clearing(groupId, profileId), body: { roleId: 'rol_group-viewer' } })
    await succeed('clearGroupRole', clearing(groupId, profileId))
    expect((await profileOf(draft)).groups).toEqual({ [groupId]: { byHand: true } })
  })

  test('200 in a dry run says what they would gain and lose there, and changes nothing', async () => {
    const { groupId, person } = await withRole('rol_group-operator', 'rol_group-device-setup-user')
    const before = await dumpTable()
    const request = { ...clearing(groupId, person.profileId), query: { dryRun: 'true' } }
    const { affected } = JSON.parse((await call('clearGroupRole', request)).body)
    expect(affected[0].gains).toContainEqual({ permission: 'devices:manage', groupId })
    expect(affected[0].loses).toEqual([])
    expect(await dumpTable()).toEqual(before)
  })

  test('403 cannot-grant for a Group Admin where the default role gives more than they hold there (A4)', async () => {
    const { groupId, person } = await withRole('rol_admin', 'rol_group-viewer')
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_group-admin' })
    await giveGroup(admin, groupId)
    await fail('cannot-grant', 'clearGroupRole', clearing(groupId, person.profileId, admin))
    const { person: operator, groupId: other } = await withRole('rol_group-operator', 'rol_group-device-setup-user')
    await fail('forbidden', 'clearGroupRole', clearing(other, operator.profileId, admin))
    await giveGroup(admin, other)
    await succeed('clearGroupRole', clearing(other, operator.profileId, admin))
  })

  test('403 owner-only towards an owner, whose default role would give again what owners alone give', async () => {
    const { groupId, person } = await withRole('rol_owner', 'rol_group-viewer')
    await fail('owner-only', 'clearGroupRole', clearing(groupId, person.profileId, world.customer.admin))
    await succeed('clearGroupRole', clearing(groupId, person.profileId))
  })

  test('404 not-found for a group or somebody of another organization', async () => {
    const { profileId } = await freshPerson(world.customer)
    const foreigner = await freshPerson(world.twin)
    await fail('not-found', 'clearGroupRole', clearing(await freshGroup(world.twin.organizationId), profileId))
    await fail('not-found', 'clearGroupRole', clearing(await fresh(), foreigner.profileId))
  })
})
