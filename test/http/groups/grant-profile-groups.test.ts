import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { giveGroupRole, profileOf } from '../../support/world-changes.ts'
import { freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshEmail, invite, type Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('grantProfileGroups')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const granting = (profileId: string, body: object, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, profileId },
  body,
})
const fresh = () => freshGroup(world.customer.organizationId)

describe('grantProfileGroups', () => {
  test('200 gives access to several groups with one activity, and keeps what they have', async () => {
    const [had, one, two] = [await fresh(), await fresh(), await fresh()]
    const person = await freshPerson(world.customer, { defaultRole: 'rol_group-viewer' })
    await giveGroup(person, had)
    const groups = [one, two]
    expect(await succeed('grantProfileGroups', granting(person.profileId, { groups }))).toEqual({
      profileIds: [person.profileId],
      groups,
      coverageChanges: [],
    })
    expect((await profileOf(person)).groups).toEqual({
      [had]: { byHand: true },
      [one]: { byHand: true },
      [two]: { byHand: true },
    })
    for (const groupId of [had, one, two])
      await succeed('getGroup', { by: person, params: { organizationId: person.organizationId, groupId } })
    const granted = (await itemsOf('activity')).filter(({ action }) => action === 'group-access.granted')
    expect(granted.filter((item) => JSON.stringify(item).includes(two))).toHaveLength(1)
  })

  test('200 with a role in all of them; the next time it changes nothing', async () => {
    const groups = [await fresh(), await fresh()]
    const { profileId } = await freshPerson(world.customer)
    const request = granting(profileId, { groups: [...groups, ...groups], groupRole: 'rol_group-operator' })
    expect((await succeed('grantProfileGroups', request)).groups).toEqual(groups)
    const before = await dumpTable()
    await succeed('grantProfileGroups', request)
    expect(await dumpTable()).toEqual(before)
  })

  test('200 for somebody invited; of a draft it is an intention', async () => {
    const { owner, organizationId } = world.customer
    const group = await fresh()
    for (const known of [await invite(owner, organizationId), await freshDraft(world.customer)]) {
      await succeed('grantProfileGroups', granting(known.profileId, { groups: [group] }))
      expect((await profileOf(known)).groups).toEqual({ [group]: { byHand: true } })
    }
    expect(await succeed('getGroup', { by: owner, params: { organizationId, groupId: group } })).toMatchObject({
      members: 1,
    })
  })

  test('200 in a dry run says what they would gain, and changes nothing', async () => {
    const group = await fresh()
    const { profileId } = await freshPerson(world.customer, { defaultRole: 'rol_group-device-setup-user' })
    const before = await dumpTable()
    const request = { ...granting(profileId, { groups: [group] }), query: { dryRun: 'true' } }
    const { affected } = JSON.parse((await call('grantProfileGroups', request)).body)
    expect(affected).toMatchObject([{ who: { profileId }, gains: [{ groupId: group }, { groupId: group }], loses: [] }])
    expect(await dumpTable()).toEqual(before)
  })

  test('200 twice at once, with different groups: they have both', async () => {
    const groups = [await fresh(), await fresh()]
    const person = await freshPerson(world.customer)
    await Promise.all(
      groups.map((group) => succeed('grantProfileGroups', granting(person.profileId, { groups: [group] }))),
    )
    expect(Object.keys((await profileOf(person)).groups).sort()).toEqual([...groups].sort())
  })

  test('400 names each group that is not here, one that is being removed included, a role of another level, and dates', async () => {
    const { profileId } = await freshPerson(world.customer)
    const [group, foreign] = [await fresh(), await freshGroup(world.twin.organizationId)]
    const faults = (body: object) => faultsOf('grantProfileGroups', granting(profileId, { groups: [group], ...body }))
    expect(await faults({ groups: [group, foreign] })).toEqual(['#/groups/1 not-found'])
    expect(await faults({ groups: [] })).toEqual(['#/groups too-small'])
    expect(await faults({ groupRole: 'rol_admin' })).toEqual(['#/groupRole another-level'])
    expect(await faults({ groupRole: await freshRole(world.twin, { level: 'group' }) })).toEqual([
      '#/groupRole not-found',
    ])
    const [soon, later] = ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z']
    expect(await faults({ validFrom: later, validUntil: soon })).toEqual(['#/validUntil invalid'])
  })

  test('403 for whoever manages access in a group alone; 403 cannot-grant for more than the caller could give', async () => {
    const group = await fresh()
    const { profileId } = await freshPerson(world.customer, { defaultRole: 'rol_group-viewer' })
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_group-admin' })
    await giveGroup(admin, group)
    await fail('forbidden', 'grantProfileGroups', granting(profileId, { groups: [group] }, admin))
    await whileDevelopersMay('group-access:manage', () =>
      fail('cannot-grant', 'grantProfileGroups', granting(profileId, { groups: [group] }, world.customer.developer)),
    )
  })

  test('403 owner-only for dates after which the default role of an owner would count again', async () => {
    const groupId = await fresh()
    const owner = await freshPerson(world.customer, { defaultRole: 'rol_owner' })
    await giveGroupRole(owner, groupId, 'rol_group-viewer')
    const body = { groups: [groupId], validUntil: '2099-01-01T00:00:00.000Z' }
    await fail('owner-only', 'grantProfileGroups', granting(owner.profileId, body, world.customer.admin))
    await succeed('grantProfileGroups', granting(owner.profileId, body))
  })

  test('200 for twenty groups at once, and 400 for twenty-one', async () => {
    const { profileId } = await freshPerson(world.customer)
    const groups: string[] = []
    for (let count = 0; count < 20; count++) groups.push(await fresh())
    expect((await succeed('grantProfileGroups', granting(profileId, { groups }))).groups).toEqual(groups)
    const more = granting(profileId, { groups: [...groups, await fresh()] })
    expect(await faultsOf('grantProfileGroups', more)).toEqual(['#/groups too-big'])
  })

  test('409 not-a-user for a contact', async () => {
    const { owner: by, organizationId } = world.customer
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Els', lastName: 'Aerts' }
    const { profileId } = await succeed('createProfile', { by, params: { organizationId }, body })
    await fail('not-a-user', 'grantProfileGroups', granting(profileId, { groups: [await fresh()] }))
  })

  test('409 too-many-groups for the hundred and first by hand', async () => {
    const { profileId } = await freshPerson(world.customer)
    const groups: string[] = []
    for (let count = 0; count < 101; count++) groups.push(await fresh())
    for (let start = 0; start < 100; start += 20)
      await succeed('grantProfileGroups', granting(profileId, { groups: groups.slice(start, start + 20) }))
    await fail('too-many-groups', 'grantProfileGroups', granting(profileId, { groups: groups.slice(100) }))
  })

  test('404 not-found for somebody of another organization', async () => {
    const { profileId } = await freshPerson(world.twin)
    await fail('not-found', 'grantProfileGroups', granting(profileId, { groups: [await fresh()] }))
  })
})
