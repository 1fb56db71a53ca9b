import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { changeGrants, profileOf } from '../../support/world-changes.ts'
import { after } from '../../support/world-clock.ts'
import { freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('revokeGroupAccess')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const revoking = (groupId: string, profileId: string, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, groupId, profileId },
})
const fresh = () => freshGroup(world.customer.organizationId)

describe('revokeGroupAccess', () => {
  test('200 ends access and the role in the group from the next request on; once more changes nothing', async () => {
    const groupId = await fresh()
    const person = await freshPerson(world.customer)
    const { profileId } = person
    await succeed('setGroupRole', { ...revoking(groupId, profileId), body: { roleId: 'rol_group-viewer' } })
    const read = { by: person, params: { organizationId: person.organizationId, groupId } }
    await succeed('getGroup', read)
    expect(await succeed('revokeGroupAccess', revoking(groupId, profileId))).toEqual({
      groupId,
      profileId,
      member: false,
      groupRole: null,
      validFrom: null,
      validUntil: null,
      coverageChanges: [],
    })
    await fail('forbidden', 'getGroup', read)
    const revoked = (await itemsOf('activity')).filter(({ action }) => action === 'group-access.revoked')
    expect(JSON.stringify(revoked.at(-1))).toContain(groupId)
    const before = await dumpTable()
    await succeed('revokeGroupAccess', revoking(groupId, profileId))
    expect(await dumpTable()).toEqual(before)
  })

  test('200 for a draft that was meant for a group that is gone, so that it can be confirmed', async () => {
    const { owner: by, organizationId } = world.customer
    const groupId = await fresh()
    const { profileId } = await freshDraft(world.customer)
    await succeed('grantGroupAccess', { by, params: { organizationId, groupId }, body: { profileIds: [profileId] } })
    await succeed('removeGroup', { by, params: { organizationId, groupId } })
    const confirm = { by, params: { organizationId }, body: { profileIds: [profileId] } }
    expect((await succeed('inviteUsers', confirm)).items).toMatchObject([{ outcome: 'invalid' }])
    expect(await succeed('revokeGroupAccess', revoking(groupId, profileId))).toMatchObject({ member: false })
    await fail('not-found', 'revokeGroupAccess', revoking(groupId, profileId))
    expect((await succeed('inviteUsers', confirm)).items).toMatchObject([{ outcome: 'invited' }])
  })

  test('200 also of the last group of somebody with a role of level group (I8), who keeps the role', async () => {
    const groupId = await fresh()
    const person = await freshPerson(world.customer, { defaultRole: 'rol_group-operator' })
    await giveGroup(person, groupId)
    await succeed('revokeGroupAccess', revoking(groupId, person.profileId))
    expect(await profileOf(person)).toMatchObject({ defaultRole: { roleId: 'rol_group-operator' }, groups: {} })
  })

  test('200 takes back an intention from a draft', async () => {
    const groupId = await fresh()
    const draft = await freshDraft(world.customer)
    await changeGrants(draft, (before) => ({ ...before, groups: { [groupId]: { byHand: true } } }))
    await succeed('revokeGroupAccess', revoking(groupId, draft.profileId))
    expect((await profileOf(draft)).groups).toEqual({})
  })

  test('200 in a dry run says what they would lose, and changes nothing', async () => {
    const groupId = await fresh()
    const person = await freshPerson(world.customer, { defaultRole: 'rol_group-device-setup-user' })
    await giveGroup(person, groupId)
    const before = await dumpTable()
    const request = { ...revoking(groupId, person.profileId), query: { dryRun: 'true' } }
    expect(JSON.parse((await call('revokeGroupAccess', request)).body)).toMatchObject({
      refusal: null,
      affected: [{ who: { profileId: person.profileId }, gains: [], loses: [{ groupId }, { groupId }] }],
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('409 access-all-groups where the default role reaches all, a custom one too, by hand or not; 200 when it has ended', async () => {
    const groupId = await fresh()
    const defaultRole = await freshRole(world.customer, { permissions: ['devices:read', 'groups:access-all'] })
    const [viewer, custom] = [
      await freshPerson(world.customer, { defaultRole: 'rol_viewer' }),
      await freshPerson(world.customer, { defaultRole }),
    ]
    await giveGroup(viewer, groupId)
    for (const { profileId } of [viewer, custom])
      await fail('access-all-groups', 'revokeGroupAccess', revoking(groupId, profileId))
    const validUntil = new Date(Date.now() - after.days(1)).toISOString()
    await changeGrants(viewer, (before) => ({
      ...before,
      defaultRole: { roleId: id('role', 'rol_viewer'), validUntil },
    }))
    await succeed('revokeGroupAccess', revoking(groupId, viewer.profileId))
  })

  test('a Group Admin withdraws it in that group and nowhere else', async () => {
    const [here, elsewhere] = [await fresh(), await fresh()]
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_group-admin' })
    const person = await freshPerson(world.customer)
    await giveGroup(admin, here)
    for (const groupId of [here, elsewhere]) await giveGroup(person, groupId)
    await succeed('revokeGroupAccess', revoking(here, person.profileId, admin))
    await fail('forbidden', 'revokeGroupAccess', revoking(elsewhere, person.profileId, admin))
    expect(Object.keys((await profileOf(person)).groups)).toEqual([elsewhere])
  })

  test('403 cannot-grant where a default role that begins later would count instead of the role in the group', async () => {
    const groupId = await fresh()
    const person = await freshPerson(world.customer)
    const validFrom = new Date(Date.now() + after.days(1)).toISOString()
    await changeGrants(person, (before) => ({
      ...before,
      defaultRole: { roleId: id('role', 'rol_admin'), validFrom },
      groups: { [groupId]: { byHand: true, groupRole: { roleId: id('role', 'rol_group-device-setup-user') } } },
    }))
    await whileDevelopersMay('group-access:manage', () =>
      fail('cannot-grant', 'revokeGroupAccess', revoking(groupId, person.profileId, world.customer.developer)),
    )
    await succeed('revokeGroupAccess', revoking(groupId, person.profileId))
  })

  test('404 not-found for a group or somebody of another organization', async () => {
    const { profileId } = await freshPerson(world.customer)
    const foreigner = await freshPerson(world.twin)
    await fail('not-found', 'revokeGroupAccess', revoking(await freshGroup(world.twin.organizationId), profileId))
    await fail('not-found', 'revokeGroupAccess', revoking(await fresh(), foreigner.profileId))
  })
})
