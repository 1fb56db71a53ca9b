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

provesOperation('setGroupRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const setting = (groupId: string, profileId: string, body: object, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, groupId, profileId },
  body,
})
const fresh = () => freshGroup(world.customer.organizationId)
const may = async (profileId: string, permission: string, groupId: string) =>
  (
    await succeed('explainAccess', {
      by: world.customer.owner,
      params: { organizationId: world.customer.organizationId },
      body: { profileId, permission, groupId },
    })
  ).allowed

describe('setGroupRole', () => {
  test('200 replaces the default role in that group alone, and gives access to it by hand', async () => {
    const [here, elsewhere] = [await fresh(), await fresh()]
    const person = await freshPerson(world.customer, { defaultRole: 'rol_viewer' })
    const { profileId } = person
    expect(await succeed('setGroupRole', setting(here, profileId, { roleId: 'rol_group-operator' }))).toEqual({
      groupId: here,
      profileId,
      member: true,
      groupRole: 'rol_group-operator',
      validFrom: null,
      validUntil: null,
      coverageChanges: [],
    })
    expect((await profileOf(person)).groups).toEqual({
      [here]: { byHand: true, groupRole: { roleId: 'rol_group-operator' } },
    })
    expect([await may(profileId, 'devices:manage', here), await may(profileId, 'activities:read', here)]).toEqual([
      true,
      false,
    ])
    expect(await may(profileId, 'devices:manage', elsewhere)).toBe(false)
    expect(await may(profileId, 'activities:read', elsewhere)).toBe(true)
    const set = (await itemsOf('activity')).filter(({ action }) => action === 'group-role.set')
    expect(JSON.stringify(set.at(-1))).toContain('rol_group-operator')
  })

  test('200 with another one in its place, a custom one too, whose holders are counted; the next time it changes nothing', async () => {
    const groupId = await fresh()
    const { profileId } = await freshPerson(world.customer)
    const roleId = await freshRole(world.customer, { level: 'group' })
    const holders = async () =>
      (
        await succeed('getRole', {
          by: world.customer.owner,
          params: { organizationId: world.customer.organizationId, roleId },
        })
      ).holders
    await succeed('setGroupRole', setting(groupId, profileId, { roleId }))
    expect(await holders()).toBe(1)
    await succeed('setGroupRole', setting(groupId, profileId, { roleId: 'rol_group-viewer' }))
    expect(await holders()).toBe(0)
    const before = await dumpTable()
    await succeed('setGroupRole', setting(groupId, profileId, { roleId: 'rol_group-viewer' }))
    expect(await dumpTable()).toEqual(before)
  })

  test('200 for somebody invited; of a draft it is an intention, and nobody is counted', async () => {
    const { owner, organizationId } = world.customer
    const groupId = await fresh()
    const roleId = await freshRole(world.customer, { level: 'group' })
    for (const known of [await invite(owner, organizationId), await freshDraft(world.customer)]) {
      await succeed('setGroupRole', setting(groupId, known.profileId, { roleId }))
      expect((await profileOf(known)).groups).toEqual({ [groupId]: { byHand: true, groupRole: { roleId } } })
    }
    expect(await succeed('getRole', { by: owner, params: { organizationId, roleId } })).toMatchObject({ holders: 1 })
  })

  test('200 between two dates: then the default role counts nowhere in it that does not reach all groups', async () => {
    const groupId = await fresh()
    const person = await freshPerson(world.customer)
    const [validFrom, validUntil] = [1, 2].map((days) => new Date(Date.now() + after.days(days)).toISOString())
    const body = { roleId: 'rol_group-viewer', validFrom, validUntil }
    expect(await succeed('setGroupRole', setting(groupId, person.profileId, body))).toMatchObject({
      validFrom,
      validUntil,
    })
    const read = { by: person, params: { organizationId: person.organizationId, groupId } }
    const at = async (days: number) => (await atTime(after.days(days), () => call('getGroup', read))).status
    expect([await at(0), await at(1.5), await at(2.5)]).toEqual([403, 200, 403])
  })

  test('200 in a dry run says what they would gain and lose there, and changes nothing', async () => {
    const groupId = await fresh()
    const person = await freshPerson(world.customer, { defaultRole: 'rol_group-operator' })
    await giveGroup(person, groupId)
    const before = await dumpTable()
    const request = setting(groupId, person.profileId, { roleId: 'rol_group-viewer' })
    const { affected } = JSON.parse((await call('setGroupRole', { ...request, query: { dryRun: 'true' } })).body)
    expect(affected).toMatchObject([{ who: { profileId: person.profileId } }])
    expect(affected[0].gains).toContainEqual({ permission: 'group-access:read', groupId })
    expect(affected[0].loses).toContainEqual({ permission: 'devices:manage', groupId })
    expect(await dumpTable()).toEqual(before)
  })

  test('a Group Admin sets it in that group and nowhere else, and none that gives more than they hold there', async () => {
    const [here, elsewhere] = [await fresh(), await fresh()]
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_group-admin' })
    await giveGroup(admin, here)
    const { profileId } = await freshPerson(world.customer)
    await succeed('setGroupRole', setting(here, profileId, { roleId: 'rol_group-viewer' }, admin))
    await fail('forbidden', 'setGroupRole', setting(elsewhere, profileId, { roleId: 'rol_group-viewer' }, admin))
    const roleId = await freshRole(world.customer, { level: 'group', permissions: ['profiles:manage'] })
    await fail('cannot-grant', 'setGroupRole', setting(here, profileId, { roleId }, admin))
    await fail('cannot-grant', 'setGroupRole', setting(here, admin.profileId, { roleId }, admin))
  })

  test('403 cannot-grant for more than the caller could give', async () => {
    const groupId = await fresh()
    const { profileId } = await freshPerson(world.customer)
    const body = { roleId: 'rol_group-viewer' }
    await whileDevelopersMay('group-access:manage', () =>
      fail('cannot-grant', 'setGroupRole', setting(groupId, profileId, body, world.customer.developer)),
    )
  })

  test('403 owner-only for dates after which the default role of an owner would count again', async () => {
    const groupId = await fresh()
    const owner = await freshPerson(world.customer, { defaultRole: 'rol_owner' })
    await giveGroupRole(owner, groupId, 'rol_group-viewer')
    const body = { roleId: 'rol_group-viewer', validUntil: '2099-01-01T00:00:00.000Z' }
    await fail('owner-only', 'setGroupRole', setting(groupId, owner.profileId, body, world.customer.admin))
    await succeed('setGroupRole', setting(groupId, owner.profileId, body))
  })

  test('400 for a role of level organization, one that is not here, and dates the wrong way round', async () => {
    const groupId = await fresh()
    const { profileId } = await freshPerson(world.customer)
    const faults = (body: object) => faultsOf('setGroupRole', setting(groupId, profileId, body))
    expect(await faults({ roleId: 'rol_viewer' })).toEqual(['#/roleId another-level'])
    expect(await faults({ roleId: await freshRole(world.customer) })).toEqual(['#/roleId another-level'])
    expect(await faults({ roleId: await freshRole(world.twin, { level: 'group' }) })).toEqual(['#/roleId not-found'])
    const [soon, later] = ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z']
    const dates = { validFrom: later, validUntil: soon }
    expect(await faults({ roleId: 'rol_group-viewer', ...dates })).toEqual(['#/validUntil invalid'])
  })

  test('409 not-a-user for a contact; 409 too-many-groups where it gives the hundred and first by hand', async () => {
    const { owner: by, organizationId } = world.customer
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Els', lastName: 'Aerts' }
    const contact = await succeed('createProfile', { by, params: { organizationId }, body })
    const role = { roleId: 'rol_group-viewer' }
    await fail('not-a-user', 'setGroupRole', setting(await fresh(), contact.profileId, role))
    const person = await freshPerson(world.customer)
    const groups: string[] = []
    for (let count = 0; count < 100; count++) {
      groups.push(await fresh())
      await giveGroup(person, groups[count] ?? '')
    }
    await fail('too-many-groups', 'setGroupRole', setting(await fresh(), person.profileId, role))
    await succeed('setGroupRole', setting(groups[0] ?? '', person.profileId, role))
  })

  test('404 not-found for a group or somebody of another organization', async () => {
    const { profileId } = await freshPerson(world.customer)
    const foreigner = await freshPerson(world.twin)
    const role = { roleId: 'rol_group-viewer' }
    await fail('not-found', 'setGroupRole', setting(await freshGroup(world.twin.organizationId), profileId, role))
    await fail('not-found', 'setGroupRole', setting(await fresh(), foreigner.profileId, role))
  })
})
