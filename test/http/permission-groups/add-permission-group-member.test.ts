import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setServices, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshDraft, freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import { freshEmail, invite, type Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('addPermissionGroupMember')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const adding = (permissionGroupId: string, profileId: string, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, permissionGroupId, profileId },
})
const groupsOf = async (profileId: string) =>
  (await succeed('getProfile', adding('pgr_full-role', profileId))).permissionGroups

describe('addPermissionGroupMember', () => {
  test('200 gives what the group gives from the next request on; once more changes nothing', async () => {
    const { organizationId } = world.customer
    const group = await freshPermissionGroup(world.customer, ['users-and-permissions-viewer'])
    const person = await freshPerson(world.customer)
    await fail('forbidden', 'listProfiles', { by: person, params: { organizationId } })
    expect(await succeed('addPermissionGroupMember', adding(group, person.profileId))).toEqual({
      permissionGroupId: group,
      profileId: person.profileId,
      member: true,
      validFrom: null,
      validUntil: null,
      coverageChanges: [],
    })
    await succeed('listProfiles', { by: person, params: { organizationId } })
    const before = await dumpTable()
    await succeed('addPermissionGroupMember', adding(group, person.profileId))
    expect(await dumpTable()).toEqual(before)
    const params = { organizationId, permissionGroupId: group }
    expect(await succeed('getPermissionGroup', { by: world.customer.owner, params })).toMatchObject({ members: 1 })
  })

  test('200 for somebody invited, who has it by accepting; for a draft it is an intention, and not counted', async () => {
    const { organizationId, owner } = world.customer
    const group = await freshPermissionGroup(world.customer)
    const [invitee, draft] = [await invite(owner, organizationId), await freshDraft(world.customer)]
    for (const { profileId } of [invitee, draft]) {
      await succeed('addPermissionGroupMember', adding(group, profileId))
      expect(await groupsOf(profileId)).toEqual([group])
    }
    const params = { organizationId, permissionGroupId: group }
    expect(await succeed('getPermissionGroup', { by: owner, params })).toMatchObject({ members: 1 })
  })

  test('200 in a dry run says what the person would gain, and changes nothing', async () => {
    const group = await freshPermissionGroup(world.customer, ['activities-viewer'])
    const { profileId } = await freshPerson(world.customer)
    const before = await dumpTable()
    const { body } = await call('addPermissionGroupMember', { ...adding(group, profileId), query: { dryRun: 'true' } })
    expect(JSON.parse(body)).toEqual({
      dryRun: true,
      refusal: null,
      coverageChanges: [],
      affected: [
        {
          who: { kind: 'profile', profileId },
          gains: [{ permission: 'activities:read', groupId: null }],
          loses: [],
        },
      ],
    })
    expect(await dumpTable()).toEqual(before)
  })

  describe('between dates', () => {
    const [inAWeek, inAMonth] = [7, 30].map((days) => new Date(Date.now() + after.days(days)).toISOString())
    const dates = { validFrom: inAWeek ?? '', validUntil: inAMonth ?? '' }
    const dated = async (query: Partial<typeof dates>) => {
      const group = await freshPermissionGroup(world.customer, ['users-and-permissions-viewer'])
      const person = await freshPerson(world.customer)
      const request = adding(group, person.profileId)
      const answer = await succeed('addPermissionGroupMember', { ...request, query })
      return { group, person, request, answer }
    }
    const lists = (by: Person) => ({ by, params: { organizationId: world.customer.organizationId } })

    test('200 counts from the moment that is said, to the millisecond, until just before the other', async () => {
      const { group, person, answer } = await dated(dates)
      expect(answer).toMatchObject(dates)
      const { profileId } = person
      await fail('forbidden', 'listProfiles', lists(person))
      await atTime(dates.validFrom, async () => succeed('listProfiles', lists(person)))
      const justBefore = (at: string) => new Date(Date.parse(at) - 1).toISOString()
      for (const [at, outcome] of [
        [justBefore(dates.validFrom), 'forbidden'],
        [dates.validUntil, 'forbidden'],
      ] as const)
        await atTime(at, async () => fail(outcome, 'listProfiles', lists(person)))
      await atTime(justBefore(dates.validUntil), async () => succeed('listProfiles', lists(person)))

      const params = { organizationId: world.customer.organizationId, permissionGroupId: group }
      const { items } = await succeed('listPermissionGroupMembers', { by: world.customer.owner, params })
      expect(items).toMatchObject([{ profileId, ...dates }])
      const body = { profileId, permission: 'profiles:read', at: dates.validUntil }
      const explained = await succeed('explainAccess', { ...lists(world.customer.owner), body })
      expect(explained.obstacles).toMatchObject([{ kind: 'ended', detail: `It ended on ${dates.validUntil}.` }])
    })

    test('200 again with other dates, or with none, puts those in place of the first, as an activity of its own', async () => {
      const { group, person, request } = await dated(dates)
      expect(await succeed('addPermissionGroupMember', { ...request, query: dates })).toMatchObject(dates)
      const { validUntil } = dates
      const other = await succeed('addPermissionGroupMember', { ...request, query: { validUntil } })
      expect(other).toMatchObject({ validFrom: null, validUntil })
      expect(await succeed('addPermissionGroupMember', request)).toMatchObject({ validFrom: null, validUntil: null })
      const params = { organizationId: world.customer.organizationId, profileId: person.profileId }
      const { items } = await succeed('listProfilePermissionGroups', { by: world.customer.owner, params })
      expect(items).toMatchObject([{ permissionGroupId: group, validFrom: null, validUntil: null }])
      const activities = await succeed('listProfileActivities', { by: world.customer.owner, params })
      expect(
        activities.items
          .filter(({ action }) => action.startsWith('permission-group.member'))
          .map(({ action, about }) => [action, about.validUntil]),
      ).toEqual([
        ['permission-group.membership-changed', undefined],
        ['permission-group.membership-changed', validUntil],
        ['permission-group.member-added', validUntil],
      ])
    })

    test('400 when it would end before it begins, or at a moment that is none; nothing changes', async () => {
      const { person, request } = await dated({})
      const version = await groupsOf(person.profileId)
      const query = { validFrom: dates.validUntil, validUntil: dates.validFrom }
      expect(await faultsOf('addPermissionGroupMember', { ...request, query })).toEqual(['query#/validUntil invalid'])
      expect(await faultsOf('addPermissionGroupMember', { ...request, query: { validUntil: 'soon' } })).toEqual([
        'query#/validUntil invalid-format',
      ])
      expect(await groupsOf(person.profileId)).toEqual(version)
    })

    test('403 cannot-grant for whoever would make last longer what they do not hold', async () => {
      const { developer } = world.customer
      const { group, person } = await dated(dates)
      const longer = { validFrom: dates.validFrom }
      await whileDevelopersMay('permission-groups:manage', () =>
        fail('cannot-grant', 'addPermissionGroupMember', {
          ...adding(group, person.profileId, developer),
          query: longer,
        }),
      )
    })
  })

  test('409 too-many-permission-groups for the 21st, and for the 20th not', async () => {
    const groups = await Promise.all(Array.from({ length: 21 }, () => freshPermissionGroup(world.customer)))
    const [last = '', before = '', ...held] = groups
    const { profileId } = await freshPerson(world.customer, { permissionGroups: held })
    await succeed('addPermissionGroupMember', adding(before, profileId))
    await fail('too-many-permission-groups', 'addPermissionGroupMember', adding(last, profileId))
  })

  test('409 not-a-user for a contact and for a shared mailbox', async () => {
    const { organizationId, owner } = world.customer
    const contact = { kind: 'person', user: false, email: freshEmail(), firstName: 'Els', lastName: 'Aerts' }
    const mailbox = { kind: 'shared-mailbox', email: freshEmail(), displayName: 'IT' }
    for (const body of [contact, mailbox]) {
      const { profileId } = await succeed('createProfile', { by: owner, params: { organizationId }, body })
      await fail('not-a-user', 'addPermissionGroupMember', adding('pgr_full-role', profileId))
    }
  })

  test('409 service-not-active for the standard group of a paused service', async () => {
    const { profileId } = await freshPerson(world.customer)
    await fail('service-not-active', 'addPermissionGroupMember', adding('pgr_reports-viewer', profileId))
    await setServices(world.customer.organizationId, ['reports'])
    await succeed('addPermissionGroupMember', adding('pgr_reports-viewer', profileId))
    await setServices(world.customer.organizationId, [])
  })

  test('403 cannot-grant for whoever does not hold what the group gives', async () => {
    const { developer } = world.customer
    const { profileId } = await freshPerson(world.customer)
    await whileDevelopersMay('permission-groups:manage', () =>
      fail('cannot-grant', 'addPermissionGroupMember', adding('pgr_full-role', profileId, developer)),
    )
  })

  test('404 not-found for a person or a group of another organization, or for neither', async () => {
    const { profileId } = await freshPerson(world.customer)
    const foreigner = await freshPerson(world.twin)
    const foreign = await freshPermissionGroup(world.twin)
    await fail('not-found', 'addPermissionGroupMember', adding(foreign, profileId))
    await fail('not-found', 'addPermissionGroupMember', adding('pgr_full-role', foreigner.profileId))
  })
})
