import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { giveGroupRole, profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshEmail, invite, type Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('grantGroupAccess')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const granting = (groupId: string, body: object, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, groupId },
  body,
})
const fresh = () => freshGroup(world.customer.organizationId)
const mayRead = async (by: Person, groupId: string) =>
  (await call('getGroup', { by, params: { organizationId: by.organizationId, groupId } })).status === 200

describe('grantGroupAccess', () => {
  test('200 for several at once, whose default role counts there from the next request on; each has an activity', async () => {
    const groupId = await fresh()
    const people = [
      await freshPerson(world.customer, { defaultRole: 'rol_group-viewer' }),
      await freshPerson(world.customer, { defaultRole: 'rol_group-operator' }),
    ]
    const profileIds = people.map(({ profileId }) => profileId)
    for (const person of people) expect(await mayRead(person, groupId)).toBe(false)
    expect(await succeed('grantGroupAccess', granting(groupId, { profileIds }))).toEqual({
      profileIds,
      groups: [groupId],
      coverageChanges: [],
    })
    for (const person of people) expect(await mayRead(person, groupId)).toBe(true)
    const granted = (await itemsOf('activity')).filter(({ action }) => action === 'group-access.granted')
    expect(granted.filter((item) => JSON.stringify(item).includes(groupId))).toHaveLength(2)
  })

  test('200 for twenty with a custom role in the group, in one transaction; the next time it changes nothing', async () => {
    const groupId = await fresh()
    const groupRole = await freshRole(world.customer, { level: 'group', permissions: ['groups:read'] })
    const people = await Promise.all(Array.from({ length: 20 }, () => freshPerson(world.customer)))
    const request = granting(groupId, { profileIds: people.map(({ profileId }) => profileId), groupRole })
    await succeed('grantGroupAccess', request)
    for (const person of people.slice(0, 2)) expect(await mayRead(person, groupId)).toBe(true)
    const params = { organizationId: world.customer.organizationId, roleId: groupRole }
    expect(await succeed('getRole', { by: world.customer.owner, params })).toMatchObject({ holders: 20 })
    const before = await dumpTable()
    await succeed('grantGroupAccess', request)
    expect(await dumpTable()).toEqual(before)
  })

  test('200 for somebody invited, who has it by accepting; of a draft it is an intention, and not counted', async () => {
    const { organizationId, owner } = world.customer
    const groupId = await fresh()
    const [invitee, draft] = [await invite(owner, organizationId), await freshDraft(world.customer)]
    await succeed('grantGroupAccess', granting(groupId, { profileIds: [invitee.profileId, draft.profileId] }))
    for (const known of [invitee, draft])
      expect((await profileOf(known)).groups).toEqual({ [groupId]: { byHand: true } })
    const params = { organizationId, groupId }
    expect(await succeed('getGroup', { by: owner, params })).toMatchObject({ members: 1 })
    const { items } = await succeed('listGroupMembers', { by: owner, params })
    expect(items.map(({ profileId, status }) => [profileId, status])).toEqual([[invitee.profileId, 'invited']])
  })

  test('200 keeps the role that somebody has in the group when none is named', async () => {
    const groupId = await fresh()
    const person = await freshPerson(world.customer)
    const grant = (body: object) =>
      succeed('grantGroupAccess', granting(groupId, { profileIds: [person.profileId], ...body }))
    await grant({ groupRole: 'rol_group-viewer' })
    await grant({ validUntil: '2099-01-01T00:00:00.000Z' })
    expect((await profileOf(person)).groups[groupId]).toEqual({
      byHand: true,
      groupRole: { roleId: 'rol_group-viewer' },
      validUntil: '2099-01-01T00:00:00.000Z',
    })
  })

  test('200 between two dates: enforced at the moment of asking', async () => {
    const groupId = await fresh()
    const person = await freshPerson(world.customer, { defaultRole: 'rol_group-viewer' })
    const [validFrom, validUntil] = [1, 2].map((days) => new Date(Date.now() + after.days(days)).toISOString())
    const profileIds = [person.profileId]
    await succeed('grantGroupAccess', granting(groupId, { profileIds, validFrom, validUntil }))
    const at = (days: number) => atTime(after.days(days), () => mayRead(person, groupId))
    expect([await at(0), await at(1.5), await at(2.5)]).toEqual([false, true, false])
  })

  test('200 in a dry run says what each would gain, and changes nothing', async () => {
    const groupId = await fresh()
    const { profileId } = await freshPerson(world.customer, { defaultRole: 'rol_group-device-setup-user' })
    const before = await dumpTable()
    const request = { ...granting(groupId, { profileIds: [profileId] }), query: { dryRun: 'true' } }
    expect(JSON.parse((await call('grantGroupAccess', request)).body)).toEqual({
      dryRun: true,
      refusal: null,
      coverageChanges: [],
      affected: [
        {
          who: { kind: 'profile', profileId },
          gains: [
            { permission: 'groups:read', groupId },
            { permission: 'devices:enrol', groupId },
          ],
          loses: [],
        },
      ],
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('a Group Admin gives access in that group and nowhere else, and no more than they hold there', async () => {
    const [here, elsewhere] = [await fresh(), await fresh()]
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_group-admin' })
    await giveGroup(admin, here)
    const { profileId } = await freshPerson(world.customer)
    await succeed('grantGroupAccess', granting(here, { profileIds: [profileId], groupRole: 'rol_group-admin' }, admin))
    await fail('forbidden', 'grantGroupAccess', granting(elsewhere, { profileIds: [profileId] }, admin))

    const groupRole = await freshRole(world.customer, { level: 'group', permissions: ['profiles:read'] })
    await fail('cannot-grant', 'grantGroupAccess', granting(here, { profileIds: [profileId], groupRole }, admin))
    const setup = await freshPerson(world.customer, { defaultRole: 'rol_group-device-setup-user' })
    await succeed('grantGroupAccess', granting(here, { profileIds: [setup.profileId] }, admin))
  })

  test('403 cannot-grant where a default role would count that gives more than the caller could', async () => {
    const groupId = await fresh()
    const { profileId } = await freshPerson(world.customer, { defaultRole: 'rol_group-viewer' })
    const before = await dumpTable()
    await whileDevelopersMay('group-access:manage', () =>
      fail(
        'cannot-grant',
        'grantGroupAccess',
        granting(groupId, { profileIds: [profileId] }, world.customer.developer),
      ),
    )
    expect(await dumpTable()).toEqual(before)
  })

  test('403 owner-only for dates after which the default role of an owner would count again', async () => {
    const groupId = await fresh()
    const owner = await freshPerson(world.customer, { defaultRole: 'rol_owner' })
    await giveGroupRole(owner, groupId, 'rol_group-viewer')
    const body = { profileIds: [owner.profileId], validUntil: '2099-01-01T00:00:00.000Z' }
    await fail('owner-only', 'grantGroupAccess', granting(groupId, body, world.customer.admin))
    await succeed('grantGroupAccess', granting(groupId, body))
  })

  test('400 names each who is not here, a role that is not here or of another level, too many, and dates the wrong way round', async () => {
    const groupId = await fresh()
    const { profileId } = await freshPerson(world.customer)
    const foreigner = await freshPerson(world.twin)
    const faults = (body: object) =>
      faultsOf('grantGroupAccess', granting(groupId, { profileIds: [profileId], ...body }))
    expect(await faults({ profileIds: [profileId, foreigner.profileId] })).toEqual(['#/profileIds/1 not-found'])
    expect(await faults({ groupRole: 'rol_viewer' })).toEqual(['#/groupRole another-level'])
    expect(await faults({ groupRole: await freshRole(world.twin, { level: 'group' }) })).toEqual([
      '#/groupRole not-found',
    ])
    expect(await faults({ profileIds: [] })).toEqual(['#/profileIds too-small'])
    expect(await faults({ profileIds: Array.from({ length: 21 }, () => profileId) })).toEqual(['#/profileIds too-big'])
    const [soon, later] = ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z']
    expect(await faults({ validFrom: later, validUntil: soon })).toEqual(['#/validUntil invalid'])
  })

  test('409 not-a-user for a contact, and then nobody is given access', async () => {
    const { owner: by, organizationId } = world.customer
    const groupId = await fresh()
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Els', lastName: 'Aerts' }
    const contact = await succeed('createProfile', { by, params: { organizationId }, body })
    const person = await freshPerson(world.customer)
    const profileIds = [person.profileId, contact.profileId]
    const { detail } = await fail('not-a-user', 'grantGroupAccess', granting(groupId, { profileIds }))
    expect(detail).toContain(contact.profileId)
    expect((await profileOf(person)).groups).toEqual({})
  })

  test('409 too-many-groups for the hundred and first by hand of one of them', async () => {
    const person = await freshPerson(world.customer)
    for (let count = 0; count < 100; count++) await giveGroup(person, await fresh())
    await fail('too-many-groups', 'grantGroupAccess', granting(await fresh(), { profileIds: [person.profileId] }))
  })

  test('404 not-found for a group of another organization', async () => {
    const { profileId } = await freshPerson(world.customer)
    const foreign = await freshGroup(world.twin.organizationId)
    await fail('not-found', 'grantGroupAccess', granting(foreign, { profileIds: [profileId] }))
  })
})
