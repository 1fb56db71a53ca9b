import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type IdentityId, id, type PermissionGroupId, type ProfileId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { changePeopleUnasked, type PersonChange } from '../../shared/frame/change-people.ts'
import { getAccess } from '../../shared/table/access.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { parseFormerProfile } from '../../shared/table/former-profile.ts'
import { createIdentity } from '../../shared/table/identity.ts'
import { createOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { createPermissionGroup, getPermissionGroup } from '../../shared/table/permission-group.ts'
import { getProfile, type ProfileFields, type ProfileRecord } from '../../shared/table/profile.ts'
import { tableViolations } from '../support/invariants.ts'
import {
  anEmail,
  anIdentity,
  anOrganization,
  aProfile,
  attemptTo,
  doer,
  itemAt,
  newId,
  now,
  save,
} from '../support/table-fixtures.ts'

const owner = { roleId: id('role', 'rol_owner') }
const viewer = { roleId: id('role', 'rol_viewer') }
const fullRole = id('permissionGroup', 'pgr_full-role')

let organization: OrganizationRecord
const begin = async () => {
  organization = anOrganization()
  await save(createOrganization(organization))
}
beforeAll(begin)

async function aGroup(): Promise<PermissionGroupId> {
  const { organizationId } = organization
  const permissionGroupId = newId('permissionGroup')
  await save(
    createPermissionGroup({
      organizationId,
      permissionGroupId,
      name: permissionGroupId,
      portalRoles: ['activities-viewer'],
      applicationRoles: [],
      state: 'active',
      members: 0,
      createdAt: now,
      updatedAt: now,
      version: 1,
    }),
    takeName({ organizationId, kind: 'permission-group', definitionId: permissionGroupId, name: permissionGroupId }),
  )
  return permissionGroupId
}

async function aSignIn(): Promise<IdentityId> {
  const identityId = anIdentity()
  const times = { createdAt: now, updatedAt: now }
  await save(createIdentity({ identityId, email: anEmail(), state: 'accepted', tokensValidFrom: 0, ...times }))
  return identityId
}

const into = (groups: readonly PermissionGroupId[]) => Object.fromEntries(groups.map((group) => [group, {}]))

/** Somebody who signs in, unless it is said otherwise; not written yet. */
async function someone(fields: Partial<ProfileFields> = {}): Promise<ProfileRecord> {
  const profile = aProfile(organization.organizationId, { status: 'active', invitationId: undefined, ...fields })
  return profile.user && profile.status !== 'draft' ? { ...profile, identityId: await aSignIn() } : profile
}

const changing = (...changes: readonly PersonChange[]) =>
  changePeopleUnasked({ organization, by: doer, now, newId }, changes)

/** Makes changes, and says what became of them. */
const make = async (...changes: readonly Omit<PersonChange, 'action'>[]) =>
  attemptTo((await changing(...changes.map((change) => ({ ...change, action: undefined })))).writes)

/** Somebody as they stand now. */
async function stored({ organizationId, profileId }: ProfileRecord): Promise<ProfileRecord> {
  const profile = await getProfile({ organizationId, profileId })
  if (!profile) throw new Error('nobody is there')
  return profile
}

async function added(fields: Partial<ProfileFields> = {}): Promise<ProfileRecord> {
  const after = await someone(fields)
  expect(await make({ before: undefined, after })).toBe('done')
  return stored(after)
}

const membersOf = async (permissionGroupId: PermissionGroupId) =>
  (await getPermissionGroup({ organizationId: organization.organizationId, permissionGroupId }))?.members

describe('changing people', () => {
  test('of one group in one transaction counts them once, together', async () => {
    const group = await aGroup()
    const people = [
      await someone({ permissionGroups: into([group]) }),
      await someone({ permissionGroups: into([group]) }),
    ]
    const leaving = await added({ permissionGroups: into([group]) })
    const { writes } = await changing(...people.map((after) => ({ before: undefined, after, action: undefined })), {
      before: leaving,
      after: { ...leaving, permissionGroups: {} },
      action: undefined,
    })
    const counters = writes.filter(({ item }) => item.Update?.Key?.sk === `permission-group#${group}`)
    expect(counters).toHaveLength(1)
    expect(await attemptTo(writes)).toBe('done')
    expect(await membersOf(group)).toBe(2)
  })

  test('counts nobody who is a draft or no user, and everyone who becomes one', async () => {
    const group = await aGroup()
    const draft = await added({ status: 'draft', permissionGroups: into([group]) })
    const contact = await added({ user: false, permissionGroups: into([group]) })
    expect(await membersOf(group)).toBe(0)
    const confirmed = { ...draft, status: 'active' as const, identityId: await aSignIn() }
    const signingIn = { ...contact, user: true, identityId: await aSignIn() }
    expect(await make({ before: draft, after: confirmed }, { before: contact, after: signingIn })).toBe('done')
    expect(await membersOf(group)).toBe(2)
  })

  test('409 too-many-permission-groups where somebody joins a twenty-first one; who has more may leave some', async () => {
    const groups = Array.from({ length: 22 }, () => newId('permissionGroup'))
    const after = await someone({ permissionGroups: into(groups.slice(0, 21)) })
    await expect(changing({ before: undefined, after, action: undefined })).rejects.toEqual(
      new Problem('too-many-permission-groups'),
    )
    const before = { ...after, permissionGroups: into(groups) }
    await expect(changing({ before, after, action: undefined })).resolves.toBeDefined()
  })

  test('409 last-owner where the last active owner is deactivated, demoted or removed, and nothing happens', async () => {
    const [first, second] = [await added({ defaultRole: owner }), await added({ defaultRole: owner })]
    expect(await make({ before: first, after: { ...first, defaultRole: viewer } })).toBe('done')
    for (const after of [{ ...second, status: 'deactivated' as const }, { ...second, defaultRole: viewer }, undefined])
      expect(await make({ before: second, after })).toBe('last-owner')
    expect(await stored(second)).toEqual(second)
  })

  test('fails as moved where anyone of them has changed since, and nobody is changed', async () => {
    const [one, other] = [await added(), await added()]
    const changed = (before: ProfileRecord) => ({ before, after: { ...before, defaultRole: viewer } })
    expect(await make(changed(other))).toBe('done')
    expect(await make(changed(one), changed(other))).toBe('moved')
    expect(await stored(one)).toEqual(one)
  })

  test('ends tokens of that very second where sessions end, and leaves them alone otherwise', async () => {
    const person = await added()
    const validFrom = async () =>
      (await getAccess(person.identityId ?? anIdentity(), person.organizationId))?.tokensValidFrom
    expect(await make({ before: person, after: { ...person, defaultRole: viewer } })).toBe('done')
    expect(await validFrom()).toBe(0)
    const before = await stored(person)
    expect(await make({ before, after: before, endsSessions: true })).toBe('done')
    expect(await validFrom()).toBe(Math.floor(Date.parse(now) / 1000) + 1)
  })

  test('leaves of somebody who is removed a name and the key to their values', async () => {
    const person = await added({ firstName: 'Mia', lastName: 'Jansen', phone: '+3215123123' })
    expect(await make({ before: person, after: undefined })).toBe('done')
    const { organizationId, profileId, sealKey } = person
    expect(parseFormerProfile(await itemAt(organizationId, `profile#${profileId}`))).toEqual(
      expect.objectContaining({ firstName: 'Mia', lastName: 'Jansen', sealKey, removedAt: now }),
    )
    expect(await getAccess(person.identityId ?? anIdentity(), organizationId)).toBeUndefined()
  })

  test('says what each of them gains and loses: a draft nothing, whoever is deactivated everything', async () => {
    const [person, draft] = [await added({ defaultRole: viewer }), await added({ status: 'draft' })]
    const { affected } = await changing(
      { before: person, after: { ...person, status: 'deactivated' }, action: undefined },
      { before: draft, after: { ...draft, permissionGroups: into([fullRole]) }, action: undefined },
    )
    expect(affected.map(({ who, gains, loses }) => [who, gains.length, loses.length > 3])).toEqual([
      [{ kind: 'profile', profileId: person.profileId }, 0, true],
      [{ kind: 'profile', profileId: draft.profileId }, 0, false],
    ])
  })

  test('records an activity a person, with the names of what changed and no value in clear', async () => {
    const person = await added({ lastName: 'Jansen-Before' })
    const { writes } = await changing({
      before: person,
      after: { ...person, lastName: 'Jansen-After', status: 'deactivated' },
      action: 'profile.deactivated',
    })
    const activities = writes.flatMap(({ item }) => item.Put?.Item ?? []).filter((item) => item.sk.startsWith('act_'))
    expect(activities).toMatchObject([
      { summary: { subject: person.profileId, changedFields: ['lastName'], about: { identityId: person.identityId } } },
    ])
    expect(JSON.stringify(activities)).not.toContain('Jansen')
  })
})

const owns = (profile: ProfileRecord | undefined) =>
  profile?.user === true && profile.status === 'active' && profile.defaultRole?.roleId === owner.roleId
const concernsOwners = ({ before, after }: Pick<PersonChange, 'before' | 'after'>) => owns(before) !== owns(after)

/** Whatever somebody can become, one thing after another. */
const standing = fc.record({
  user: fc.boolean(),
  status: fc.constantFrom('draft' as const, 'active' as const, 'deactivated' as const),
  defaultRole: fc.constantFrom(undefined, owner, viewer),
  groups: fc.subarray([0, 1, 2]),
  removed: fc.constantFrom(false, false, false, true),
})

test('whatever people become, in whatever order, the table agrees with itself', async () => {
  await begin()
  const groups = [await aGroup(), await aGroup(), fullRole]
  const people: (ProfileId | undefined)[] = [undefined, undefined, undefined]
  const outcomes = new Set<string>()
  const step = fc.array(fc.tuple(fc.nat({ max: people.length - 1 }), standing), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 10 }), async (steps) => {
      for (const wanted of steps) {
        const changes = await Promise.all(
          [...new Map(wanted)].map(async ([who, { removed, groups: chosen, ...more }]) => {
            const profileId = people[who]
            const before = profileId && (await getProfile({ ...organization, profileId }))
            const base = before ?? (await someone({ status: 'draft' }))
            const signsIn = more.user && more.status !== 'draft'
            const permissionGroups = into(chosen.flatMap((position) => groups[position] ?? []))
            const identityId = signsIn ? (base.identityId ?? (await aSignIn())) : undefined
            const after = removed ? undefined : { ...base, ...more, permissionGroups, identityId }
            return { who, change: { before: before || undefined, after } }
          }),
        )
        const real = changes
          .filter(({ change }) => change.before ?? change.after)
          // One transaction takes one who becomes or ceases to be an owner.
          .filter(
            ({ change }, at, all) =>
              all.findIndex((one) => concernsOwners(one.change)) === at || !concernsOwners(change),
          )
        const outcome = await make(...real.map(({ change }) => change))
        outcomes.add(outcome)
        if (outcome === 'done') for (const { who, change } of real) people[who] = change.after?.profileId
      }
      expect(await tableViolations()).toEqual([])
    }),
    { numRuns: 20 },
  )
  expect(outcomes).toEqual(new Set(['done', 'last-owner']))
})
