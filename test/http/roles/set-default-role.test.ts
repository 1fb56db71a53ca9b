import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { giveGroup, profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('setDefaultRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

type Someone = Pick<Person, 'organizationId' | 'profileId'>
const setting = ({ organizationId, profileId }: Someone, body: object, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId, profileId },
  body,
})

describe('setDefaultRole', () => {
  test('200 with a role of level organization, predefined or their own: it counts from the next request on', async () => {
    const person = await freshPerson(world.customer)
    const params = { organizationId: world.customer.organizationId }
    const reply = await succeed('setDefaultRole', setting(person, { roleId: 'rol_viewer' }))
    expect(reply).toMatchObject({
      profileId: person.profileId,
      defaultRole: { roleId: 'rol_viewer', validFrom: null, validUntil: null },
      groups: [],
      version: 2,
    })
    await succeed('listProfiles', { by: person, params })
    const roleId = await freshRole(world.customer, { permissions: ['activities:read'] })
    await succeed('setDefaultRole', setting(person, { roleId }))
    await fail('forbidden', 'listProfiles', { by: person, params })
    await succeed('listActivities', { by: person, params })
    const set = (await itemsOf('activity')).filter(({ action }) => action === 'default-role.set')
    expect(JSON.stringify(set.at(-1))).toContain(roleId)
  })

  test('200 changes nothing the second time', async () => {
    const person = await freshPerson(world.customer)
    const request = setting(person, { roleId: 'rol_analyst' })
    await succeed('setDefaultRole', request)
    const before = await dumpTable()
    await succeed('setDefaultRole', request)
    expect(await dumpTable()).toEqual(before)
  })

  test('access that has ended is no group: 409 role-needs-group; naming it gives it anew, and keeps what has not ended', async () => {
    const person = await freshPerson(world.customer)
    const { organizationId, profileId } = person
    const [ended, dated] = [await freshGroup(organizationId), await freshGroup(organizationId)]
    const grant = (group: string, days: number) =>
      succeed('grantProfileGroups', {
        by: world.customer.owner,
        params: { organizationId, profileId },
        body: { groups: [group], validUntil: new Date(Date.now() + after.days(days)).toISOString() },
      })
    await grant(ended, 1)
    await atTime(after.days(2), async () => {
      await fail('role-needs-group', 'setDefaultRole', setting(person, { roleId: 'rol_group-viewer' }))
      await grant(dated, 3)
      const { groups } = await profileOf(person)
      await succeed('setDefaultRole', setting(person, { roleId: 'rol_group-viewer', groups: [ended, dated] }))
      expect((await profileOf(person)).groups).toEqual({ ...groups, [ended]: { byHand: true } })
      await succeed('getGroup', { by: person, params: { organizationId, groupId: ended } })
    })
  })

  test('a role of level group: 409 role-needs-group without one, 200 with groups named, and with those they have', async () => {
    const person = await freshPerson(world.customer)
    await fail('role-needs-group', 'setDefaultRole', setting(person, { roleId: 'rol_group-operator' }))
    const group = await freshGroup(world.customer.organizationId)
    const body = { roleId: 'rol_group-operator', groups: [group] }
    expect((await succeed('setDefaultRole', setting(person, body))).groups).toEqual([group])
    expect((await profileOf(person)).groups).toEqual({ [group]: { byHand: true } })
    await succeed('setDefaultRole', setting(person, { roleId: 'rol_group-viewer' }))
  })

  test('losing groups:access-all leaves exactly the groups granted by hand', async () => {
    const person = await freshPerson(world.customer, { defaultRole: 'rol_viewer' })
    const [byHand, other] = [
      await freshGroup(world.customer.organizationId),
      await freshGroup(world.customer.organizationId),
    ]
    await giveGroup(person, byHand)
    const may = async (groupId: string) => {
      const body = { profileId: person.profileId, permission: 'devices:read', groupId }
      const params = { organizationId: person.organizationId }
      return (await succeed('explainAccess', { by: world.customer.owner, params, body })).allowed
    }
    expect(await may(byHand)).toBe(true)
    await succeed('setDefaultRole', setting(person, { roleId: 'rol_group-operator' }))
    expect(await may(byHand)).toBe(true)
    expect(Object.keys((await profileOf(person)).groups)).toEqual([byHand])
    expect(other).not.toBe(byHand)
  })

  test('200 between two dates: enforced at the moment of asking, and explained', async () => {
    const person = await freshPerson(world.customer)
    const [validFrom, validUntil] = [after.days(1), after.days(2)].map((in_) =>
      new Date(Date.now() + in_).toISOString(),
    )
    await succeed('setDefaultRole', setting(person, { roleId: 'rol_viewer', validFrom, validUntil }))
    const params = { organizationId: person.organizationId }
    const may = async (days: number) =>
      (await atTime(after.days(days), () => call('listProfiles', { by: person, params }))).status
    expect([await may(0), await may(1.5), await may(2.5)]).toEqual([403, 200, 403])
    const body = {
      profileId: person.profileId,
      permission: 'profiles:read',
      at: new Date(Date.now() + after.days(3)).toISOString(),
    }
    const { obstacles } = await succeed('explainAccess', { by: world.customer.owner, params, body })
    expect(obstacles).toMatchObject([{ kind: 'ended', detail: expect.stringContaining('ended on') }])
  })

  test('200 of a draft is an intention', async () => {
    const draft = await freshDraft(world.customer)
    const roleId = await freshRole(world.customer)
    await succeed('setDefaultRole', setting(draft, { roleId }))
    const params = { organizationId: draft.organizationId, roleId }
    expect(await succeed('getRole', { by: world.customer.owner, params })).toMatchObject({ holders: 0 })
  })

  test('400 names a role or a group that is not here, dates the wrong way round, and dates of an owner', async () => {
    const person = await freshPerson(world.customer)
    const faults = (body: object) => faultsOf('setDefaultRole', setting(person, body))
    expect(await faults({ roleId: await freshRole(world.twin) })).toEqual(['#/roleId not-found'])
    const foreign = await freshGroup(world.twin.organizationId)
    expect(await faults({ roleId: 'rol_group-viewer', groups: [foreign] })).toEqual(['#/groups/0 not-found'])
    const [soon, later] = ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z']
    expect(await faults({ roleId: 'rol_viewer', validFrom: later, validUntil: soon })).toEqual(['#/validUntil invalid'])
    expect(await faults({ roleId: 'rol_owner', validUntil: later })).toEqual(['#/validUntil not-for-owners'])
    expect(await faults({ roleId: 'rol_owner', validFrom: soon })).toEqual(['#/validFrom not-for-owners'])
  })

  test('409 not-a-user for a contact', async () => {
    const { owner: by, organizationId } = world.customer
    const body = {
      kind: 'person',
      user: false,
      email: 'an.wouters@contoso.example',
      firstName: 'An',
      lastName: 'Wouters',
    }
    const contact = await succeed('createProfile', { by, params: { organizationId }, body })
    await fail(
      'not-a-user',
      'setDefaultRole',
      setting({ organizationId, profileId: contact.profileId }, { roleId: 'rol_viewer' }),
    )
  })

  test('409 last-owner; 409 too-many-owners for the hundred and first; 403 owner-only for whoever is none', async () => {
    const tenant = await freshCustomer(world.provider)
    const { owner } = tenant
    await fail('last-owner', 'setDefaultRole', setting(owner, { roleId: 'rol_admin' }, owner))
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    await fail('owner-only', 'setDefaultRole', setting(admin, { roleId: 'rol_owner' }, admin))
    await fail('owner-only', 'setDefaultRole', setting(owner, { roleId: 'rol_viewer' }, admin))
    await fail('has-owner', 'setDefaultRole', setting(admin, { roleId: 'rol_owner' }, world.provider.owner))
    for (let count = 1; count < 100; count++) await freshPerson(tenant, { defaultRole: 'rol_owner' })
    await fail('too-many-owners', 'setDefaultRole', setting(admin, { roleId: 'rol_owner' }, owner))
  })

  test('two owners who demote each other at once: one is left', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const tenant = await freshCustomer(world.provider)
      const other = await freshPerson(tenant, { defaultRole: 'rol_owner' })
      const answers = await Promise.all([
        call('setDefaultRole', setting(tenant.owner, { roleId: 'rol_viewer' }, other)),
        call('setDefaultRole', setting(other, { roleId: 'rol_viewer' }, tenant.owner)),
      ])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    }
  })

  test('403 cannot-grant for more than the caller could give, and towards whoever holds more than that', async () => {
    const { developer } = world.customer
    const person = await freshPerson(world.customer)
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_admin' })
    await whileDevelopersManageProfiles(async () => {
      await fail('cannot-grant', 'setDefaultRole', setting(person, { roleId: 'rol_admin' }, developer))
      await fail('cannot-grant', 'setDefaultRole', setting(admin, { roleId: 'rol_content-developer' }, developer))
    })
  })

  test('409 too-many-groups for the hundred and first by hand', async () => {
    const tenant = await freshCustomer(world.provider)
    const person = await freshPerson(tenant)
    const groups: string[] = []
    for (let count = 0; count < 101; count++) groups.push(await freshGroup(tenant.organizationId))
    for (let start = 0; start < 100; start += 20)
      await succeed(
        'setDefaultRole',
        setting(person, { roleId: 'rol_group-viewer', groups: groups.slice(start, start + 20) }, tenant.owner),
      )
    const body = { roleId: 'rol_group-viewer', groups: groups.slice(100) }
    await fail('too-many-groups', 'setDefaultRole', setting(person, body, tenant.owner))
  })
})
