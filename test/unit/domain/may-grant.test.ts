import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownerOnlyPermissions } from '../../../shared/domain/catalog.ts'
import type { RoleDefinition } from '../../../shared/domain/definitions.ts'
import {
  type AccessRecord,
  type EvaluatedOrganization,
  type Grants,
  type GroupAccess,
  noDefinitions,
  type Situation,
} from '../../../shared/domain/evaluator.ts'
import { type GroupId, id, type RoleId } from '../../../shared/domain/ids.ts'
import {
  accessGained,
  definitionGained,
  deployer,
  everythingGiven,
  type Gained,
  type Granter,
  type GrantPlace,
  type GrantRefusal,
  granterOf,
  mayActUpon,
  mayGrant,
} from '../../../shared/domain/may-grant.ts'
import { isPlainlyOwner, plainlyHolds } from './plain-model.ts'
import { access, allRights, groupIds, moments, situation } from './random-organizations.ts'

const now = '2026-06-15T12:00:00.000Z'
const later = '2026-07-01T00:00:00.000Z'
const earlier = '2026-06-01T00:00:00.000Z'

const organizationId = (number: number) => id('organization', `org_${String(number).padStart(26, '0')}`)
const siteA = id('group', `grp_${'0'.repeat(25)}a`)
const siteB = id('group', `grp_${'0'.repeat(25)}b`)
const customRole = id('role', `rol_${'0'.repeat(25)}c`)
const role = (word: string): RoleId => id('role', `rol_${word}`)

const provider: EvaluatedOrganization = {
  organizationId: organizationId(1),
  kind: 'provider',
  status: 'active',
  services: [],
}
const customer: EvaluatedOrganization = {
  organizationId: organizationId(2),
  kind: 'customer',
  parentId: organizationId(1),
  status: 'active',
  services: ['service-desk'],
}
const otherCustomer: EvaluatedOrganization = { ...customer, organizationId: organizationId(3) }

const nothing: AccessRecord = { status: 'active', permissionGroups: {}, groups: {} }
const withRole = (word: string, groups: Record<GroupId, GroupAccess> = {}): AccessRecord => ({
  ...nothing,
  defaultRole: { roleId: role(word) },
  groups,
})
const member = (...words: string[]): AccessRecord => ({
  ...nothing,
  permissionGroups: Object.fromEntries(words.map((word) => [id('permissionGroup', `pgr_${word}`), {}])),
})
const inCustomer = (own: AccessRecord | undefined, more: Partial<Situation> = {}): Granter =>
  granterOf({ organization: customer, access: own, definitions: noDefinitions, ...more }, now)
const ownerOf = (organization: EvaluatedOrganization) => ({
  organization,
  access: withRole('owner'),
  definitions: noDefinitions,
})

const where = { organization: customer, definitions: noDefinitions }
const holder = (grants: Grants): Gained => everythingGiven(grants, where, now)
const owned: GrantPlace = { kind: 'customer', hasActiveOwner: true }
const ownerless: GrantPlace = { kind: 'customer', hasActiveOwner: false }

const callers: Record<string, Granter> = {
  stranger: inCustomer(undefined),
  "other organization's administrator": inCustomer(undefined, { actingFrom: [ownerOf(otherCustomer)] }),
  'group admin': inCustomer(withRole('group-admin', { [siteA]: { byHand: true } })),
  Admin: inCustomer(withRole('admin')),
  'Full Role': inCustomer(member('full-role')),
  'acting for a customer': inCustomer(undefined, { actingFrom: [ownerOf(provider)] }),
  owner: inCustomer(withRole('owner')),
}

const targets = {
  user: member('service-desk-requester'),
  'group member': { ...nothing, groups: { [siteA]: { byHand: true, groupRole: { roleId: role('group-viewer') } } } },
  administrator: member('full-role'),
  Admin: withRole('admin'),
  owner: withRole('owner'),
  // Invited as an owner, and not there yet: no access record, only what their profile says.
  'pending owner': { defaultRole: { roleId: role('owner') }, permissionGroups: {}, groups: {} },
}

type Answer = 'ok' | GrantRefusal

/** Each caller's row: the answer towards each target, in the order above. */
const matrix = (ask: (caller: Granter, held: Gained) => Answer): Record<string, Answer[]> =>
  Object.fromEntries(
    Object.entries(callers).map(([name, caller]) => [
      name,
      Object.values(targets).map((grants) => ask(caller, holder(grants))),
    ]),
  )
const column = (target: keyof typeof targets, rows: Record<string, Answer[]>) =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row[Object.keys(targets).indexOf(target)]]))

describe('the take-over matrix', () => {
  const [yes, no, owners, taken] = ['ok', 'cannot-grant', 'owner-only', 'has-owner'] as const

  it('of acts upon a person, in an organization with an active owner', () => {
    expect(Object.keys(targets)).toEqual(['user', 'group member', 'administrator', 'Admin', 'owner', 'pending owner'])
    expect(matrix((caller, held) => mayActUpon(caller, held, owned))).toEqual({
      stranger: [no, no, no, no, owners, owners],
      "other organization's administrator": [no, no, no, no, owners, owners],
      'group admin': [no, yes, no, no, owners, owners],
      Admin: [yes, yes, yes, yes, owners, owners],
      'Full Role': [yes, yes, yes, yes, owners, owners],
      'acting for a customer': [yes, yes, yes, yes, owners, owners],
      owner: [yes, yes, yes, yes, yes, yes],
    })
  })

  it('of giving the same to someone new, in an organization with an active owner', () => {
    expect(matrix((caller, held) => mayGrant(caller, held, owned))).toEqual({
      stranger: [no, no, no, no, owners, owners],
      "other organization's administrator": [no, no, no, no, owners, owners],
      'group admin': [no, yes, no, no, owners, owners],
      Admin: [yes, yes, yes, yes, owners, owners],
      'Full Role': [yes, yes, yes, yes, owners, owners],
      'acting for a customer': [yes, yes, yes, yes, taken, taken],
      owner: [yes, yes, yes, yes, yes, yes],
    })
  })

  it.each([
    ['acts upon a pending owner', mayActUpon],
    ['giving Owner', mayGrant],
  ])('of %s, while there is no active owner (O3)', (_, ask) => {
    expect(
      column(
        'pending owner',
        matrix((caller, held) => ask(caller, held, ownerless)),
      ),
    ).toEqual({
      stranger: owners,
      "other organization's administrator": owners,
      'group admin': owners,
      Admin: yes,
      'Full Role': yes,
      'acting for a customer': yes,
      owner: yes,
    })
  })
})

describe('giving Owner', () => {
  const owner = holder(withRole('owner'))
  const acting = callers['acting for a customer'] ?? deployer
  const reasoned: GrantPlace = { ...owned, reasonGiven: true }

  it("is open to the provider's owners with a reason, and to nobody else with one (O3)", () => {
    const resellersOwner = inCustomer(undefined, {
      organization: { ...customer, parentId: otherCustomer.organizationId },
      actingFrom: [ownerOf(otherCustomer)],
    })
    expect(mayGrant(acting, owner, reasoned)).toBe('ok')
    expect(mayGrant(acting, owner, owned)).toBe('has-owner')
    expect(mayGrant(resellersOwner, owner, reasoned)).toBe('has-owner')
    expect(mayGrant(inCustomer(withRole('admin')), owner, reasoned)).toBe('owner-only')
  })

  it('with a reason is no licence to act upon an owner (A5)', () => {
    expect(mayActUpon(acting, owner, reasoned)).toBe('owner-only')
  })

  it('with a reason is refused in a suspended organization', () => {
    const suspended = inCustomer(undefined, {
      organization: { ...customer, status: 'suspended' },
      actingFrom: [ownerOf(provider)],
    })
    expect(mayGrant(suspended, owner, reasoned)).toBe('owner-only')
  })

  it('is open to the deployer in the provider, until it has an active owner, and nothing else is', () => {
    const atProvider = { organization: provider, definitions: noDefinitions }
    const place: GrantPlace = { kind: 'provider', hasActiveOwner: false }
    const firstOwner = everythingGiven(withRole('owner'), atProvider, now)
    expect(mayGrant(deployer, firstOwner, place)).toBe('ok')
    expect(mayActUpon(deployer, firstOwner, place)).toBe('ok')
    expect(mayGrant(deployer, firstOwner, { ...place, hasActiveOwner: true })).toBe('has-owner')
    expect(mayGrant(deployer, owner, ownerless)).toBe('owner-only')
    expect(mayGrant(deployer, everythingGiven(withRole('viewer'), atProvider, now), place)).toBe('cannot-grant')
  })

  it('by dates or by a replaced role is giving Owner all the same', () => {
    const definition: RoleDefinition = {
      roleId: customRole,
      level: 'organization',
      permissions: [],
      state: 'removed',
      replacedBy: role('owner'),
    }
    const definitions = { ...noDefinitions, roles: new Map([[customRole, definition]]) }
    const replaced = { ...nothing, defaultRole: { roleId: customRole } }
    const soon = { ...nothing, defaultRole: { roleId: role('owner'), validFrom: later } }
    expect(everythingGiven(replaced, { organization: customer, definitions }, now).owner).toBe(true)
    expect(mayGrant(inCustomer(withRole('admin')), holder(soon), owned)).toBe('owner-only')
  })
})

describe('giving what one holds', () => {
  const admin = inCustomer(withRole('group-admin', { [siteA]: { byHand: true } }))
  const gain = (before: Grants | undefined, after: Grants) => accessGained(before, after, where, now)
  const inGroup = (groupId: GroupId, word: string): AccessRecord => ({
    ...nothing,
    groups: { [groupId]: { byHand: true, groupRole: { roleId: role(word) } } },
  })

  it.each(['group-admin', 'group-operator', 'group-viewer', 'group-device-setup-user'])(
    'lets a group admin give %s in their group, and in no other',
    (word) => {
      expect(mayGrant(admin, gain(undefined, inGroup(siteA, word)), owned)).toBe('ok')
      expect(mayGrant(admin, gain(undefined, inGroup(siteB, word)), owned)).toBe('cannot-grant')
    },
  )

  it('counts access to a group as giving the default role there', () => {
    const developer = withRole('content-developer')
    const joined = withRole('content-developer', { [siteA]: { byHand: true } })
    const viewer = inCustomer(withRole('group-viewer', { [siteA]: { byHand: true } }))
    expect([...gain(developer, joined).organization]).toEqual([])
    expect([...(gain(developer, joined).groups.get(siteA) ?? [])]).toEqual(['content:read', 'content:manage'])
    expect(mayGrant(viewer, gain(developer, joined), owned)).toBe('cannot-grant')
    expect(mayGrant(admin, gain(developer, joined), owned)).toBe('ok')
  })

  it('counts clearing a group role that made less of the default role', () => {
    const restricted = withRole('admin', { [siteA]: { byHand: true, groupRole: { roleId: role('group-viewer') } } })
    const cleared = withRole('admin', { [siteA]: { byHand: true } })
    expect(mayGrant(admin, gain(restricted, cleared), owned)).toBe('cannot-grant')
    expect(mayGrant(inCustomer(withRole('admin')), gain(restricted, cleared), owned)).toBe('ok')
  })

  it('lets anyone take away', () => {
    expect(mayGrant(admin, gain(withRole('admin'), nothing), owned)).toBe('ok')
    expect(mayGrant(admin, gain(withRole('owner'), withRole('owner')), owned)).toBe('ok')
  })

  it('counts what begins later, and what would otherwise have ended', () => {
    const futureAdmin = { ...nothing, defaultRole: { roleId: role('admin'), validFrom: later } }
    const endingAdmin = { ...nothing, defaultRole: { roleId: role('admin'), validUntil: later } }
    for (const gained of [gain(nothing, futureAdmin), gain(endingAdmin, withRole('admin'))]) {
      expect(mayGrant(admin, gained, owned)).toBe('cannot-grant')
    }
    expect(mayGrant(admin, gain(withRole('admin'), endingAdmin), owned)).toBe('ok')
  })

  it('counts nothing that has ended', () => {
    const formerAdmin = { ...nothing, defaultRole: { roleId: role('admin'), validUntil: earlier } }
    expect(mayGrant(admin, gain(undefined, formerAdmin), owned)).toBe('ok')
  })

  it('counts application roles of a service that is paused', () => {
    const reader = member('reports-viewer')
    const requester = inCustomer(member('service-desk-requester'))
    expect([...gain(undefined, reader).organization]).toEqual(['reports:viewer'])
    expect(mayGrant(requester, gain(undefined, reader), owned)).toBe('cannot-grant')
    expect(mayGrant(requester, gain(undefined, member('service-desk-requester')), owned)).toBe('ok')
  })

  it('counts every group for what reaches all of them, also one where the caller holds less', () => {
    const restrictedAnalyst = inCustomer({
      ...withRole('analyst'),
      groups: { [siteB]: { byHand: false, groupRole: { roleId: role('group-device-setup-user') } } },
    })
    expect(mayGrant(inCustomer(withRole('analyst')), gain(undefined, withRole('analyst')), owned)).toBe('ok')
    expect(mayGrant(restrictedAnalyst, gain(undefined, withRole('analyst')), owned)).toBe('cannot-grant')
  })

  it('with access:grant-any in one group ends at its fence', () => {
    const definition: RoleDefinition = {
      roleId: customRole,
      level: 'group',
      permissions: ['access:grant-any', 'group-access:manage'],
      state: 'active',
    }
    const granter = inCustomer(
      { ...nothing, defaultRole: { roleId: customRole }, groups: { [siteA]: { byHand: true } } },
      { definitions: { ...noDefinitions, roles: new Map([[customRole, definition]]) } },
    )
    expect(mayGrant(granter, gain(undefined, inGroup(siteA, 'group-admin')), owned)).toBe('ok')
    expect(mayGrant(granter, gain(undefined, inGroup(siteB, 'group-admin')), owned)).toBe('cannot-grant')
    expect(mayGrant(granter, gain(undefined, withRole('viewer')), owned)).toBe('cannot-grant')
    expect(mayGrant(granter, gain(undefined, withRole('owner')), ownerless)).toBe('owner-only')
  })

  it('with access:grant-any holds also where a group role makes less of it', () => {
    const caller = inCustomer(
      withRole('admin', { [siteA]: { byHand: false, groupRole: { roleId: role('group-viewer') } } }),
    )
    expect(mayGrant(caller, gain(undefined, inGroup(siteA, 'group-admin')), owned)).toBe('ok')
  })

  describe('in the provider', () => {
    const definition: RoleDefinition = {
      roleId: customRole,
      level: 'organization',
      permissions: ['customers:administer'],
      state: 'active',
    }
    const definitions = { ...noDefinitions, roles: new Map([[customRole, definition]]) }
    const staff = { ...nothing, defaultRole: { roleId: customRole } }
    const place: GrantPlace = { kind: 'provider', hasActiveOwner: true }
    const gained = accessGained(undefined, staff, { organization: provider, definitions }, now)
    const caller = (own: AccessRecord) => granterOf({ organization: provider, access: own, definitions }, now)

    it('keeps owner-only permissions of custom roles to owners and to those who hold them', () => {
      expect(mayGrant(caller(withRole('admin')), gained, place)).toBe('owner-only')
      expect(mayGrant(caller(withRole('admin')), gained, { ...place, hasActiveOwner: false })).toBe('owner-only')
      expect(mayGrant(caller(withRole('owner')), gained, place)).toBe('ok')
      expect(mayGrant(caller(staff), gained, place)).toBe('ok')
    })
  })

  it('guards a change of a definition by what it adds', () => {
    const viewer = inCustomer(withRole('viewer'))
    expect(mayGrant(viewer, definitionGained(['activities:read']), owned)).toBe('ok')
    expect(mayGrant(viewer, definitionGained(['activities:read', 'activities:export']), owned)).toBe('cannot-grant')
    expect(mayGrant(viewer, definitionGained(['billing:manage']), owned)).toBe('owner-only')
    // A permission group counts in every group, so holding it at the organization alone is not enough.
    expect(mayGrant(inCustomer(withRole('content-developer')), definitionGained(['content:read']), owned)).toBe(
      'cannot-grant',
    )
  })
})

describe('mayGrant and a plain model of the rules', () => {
  const somewhereElse = id('group', `grp_${'0'.repeat(25)}z`)
  const places = [undefined, ...groupIds, somewhereElse]
  const everyService = [
    'service-desk',
    'microsoft-365',
    'reports',
    'secwise-watch',
    'secwise-care',
    'device-fleet',
  ] as const

  it('agree in 5,000 random cases: whoever is not refused could give all of it, and nobody else is let through', () => {
    const seen = { ok: 0, 'cannot-grant': 0, 'owner-only': 0, 'has-owner': 0 }
    fc.assert(
      fc.property(
        situation,
        fc.option(access, { nil: undefined }),
        access,
        fc.constantFrom(...moments),
        fc.boolean(),
        (caller, before, after, at, hasActiveOwner) => {
          const { organization, definitions } = caller
          const potential = { ...organization, status: 'active' as const, services: everyService }
          const subject = (grants: AccessRecord | undefined): Situation => ({
            organization: potential,
            definitions,
            access: grants && { ...grants, status: 'active' },
          })
          const instants = moments.filter((moment) => moment >= at)
          const callerOwns = isPlainlyOwner(caller, at)
          const grantsAny = plainlyHolds(caller, 'access:grant-any', undefined, at)
          const becomesOwner = instants.some(
            (moment) => isPlainlyOwner(subject(after), moment) && !isPlainlyOwner(subject(before), moment),
          )
          const tooMuch = places.flatMap((group) =>
            allRights.filter((right) => {
              const gains = instants.some(
                (moment) =>
                  plainlyHolds(subject(after), right, group, moment) &&
                  !plainlyHolds(subject(before), right, group, moment),
              )
              if (!gains || plainlyHolds(caller, right, group, at)) return false
              const any = grantsAny || plainlyHolds(caller, 'access:grant-any', group, at)
              return !any || ownerOnlyPermissions.has(right)
            }),
          )
          const expected = callerOwns || (becomesOwner ? grantsAny && !hasActiveOwner : tooMuch.length === 0)

          const gained = accessGained(before, after, { organization, definitions }, at)
          const answer = mayGrant(granterOf(caller, at), gained, { kind: organization.kind, hasActiveOwner })
          seen[answer]++
          expect(gained.owner).toBe(becomesOwner)
          expect(answer === 'ok').toBe(expected)
        },
      ),
      { numRuns: 5_000 },
    )
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(4)
  }, 120_000)
})
