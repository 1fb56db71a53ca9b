import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type ContactRole, contactRoles, type DeputyTerm, prerequisites } from '../../../shared/domain/contact-roles.ts'
import { noDefinitions } from '../../../shared/domain/evaluator.ts'
import { id, type ProfileId } from '../../../shared/domain/ids.ts'
import {
  type Contact,
  type CoverageSources,
  coverageChanges,
  coverageOf,
  gapsIn,
  holdersOf,
  isReached,
  isUnanswered,
  isWaiting,
  type RoleCoverage,
  whoStands,
} from '../../../shared/domain/role-coverage.ts'
import { anyMoment, attestation, moments, profileIds, sources } from './random-contacts.ts'

const [first = '', second = '', third = '', fourth = ''] = moments
const [anna, bert, carl] = ['1', '2', '3'].map((last) => id('profile', `prf_01k2r8v6m0q3s5t7w9x1y3z5a${last}`)) as [
  ProfileId,
  ProfileId,
  ProfileId,
]

/** A contact with whom nothing is wrong: a technical one has a role in the Service Desk. */
const contact = (profileId: ProfileId, roles: readonly ContactRole[], fields: Partial<Contact> = {}): Contact => ({
  profileId,
  kind: 'person',
  user: true,
  status: 'active',
  addressState: 'verified',
  roles: Object.fromEntries(
    roles.map((role) => [role, { assignedAt: first, attestation, globalAdministrator: 'yes' as const }]),
  ),
  deputyFor: {},
  permissionGroups: { [id('permissionGroup', 'pgr_service-desk-it-administrator')]: {} },
  groups: {},
  ...fields,
})
const where = (contacts: readonly Contact[], fields: Partial<CoverageSources> = {}): CoverageSources => ({
  organization: {
    organizationId: id('organization', 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'),
    kind: 'customer',
    status: 'active',
    services: ['service-desk', 'secwise-watch'],
  },
  definitions: noDefinitions,
  contacts,
  order: {},
  ...fields,
})
const withServices = (...services: CoverageSources['organization']['services']): Partial<CoverageSources> => ({
  organization: { ...where([]).organization, services },
})
const roleIn = (coverage: readonly RoleCoverage[], role: ContactRole): RoleCoverage => {
  const found = coverage.find(({ contactRole }) => contactRole === role)
  if (!found) throw new Error(`${role} is not covered at all`)
  return found
}
const cover = (role: ContactRole, given: CoverageSources, at = second) => roleIn(coverageOf(given, at), role)
const problems = (role: ContactRole, given: CoverageSources, at = second) =>
  cover(role, given, at).problems.map(({ problem, profileId, prerequisites: lost }) =>
    [problem, profileId, ...lost].filter((part) => part !== null).join(' '),
  )
const stands = (holder: ProfileId, term: Partial<DeputyTerm> = {}, role: ContactRole = 'technical') => ({
  deputyFor: { [role]: { [holder]: { from: second, until: fourth, attestation, ...term } } },
})

describe('C7 an organization without contacts', () => {
  it('misses whom it must have, and the security escalation only where SecWise is active', () => {
    const gaps = (given: CoverageSources) => [...gapsIn(coverageOf(given, second))]
    const always = ['technical missing', 'commercial missing', 'dpo missing']
    expect(gaps(where([], withServices('service-desk')))).toEqual(always)
    expect(gaps(where([], withServices()))).toEqual(always)
    expect(gaps(where([]))).toEqual([...always, 'security-escalation missing'])
  })

  it('is told to have the Service Desk activated first, where it is not', () => {
    const advice = (given: CoverageSources) => cover('technical', given).problems.map((one) => one.advice)
    expect(advice(where([]))).toEqual(['Name somebody.'])
    expect(advice(where([], withServices()))[0]).toMatch(/activate the Service Desk/)
  })
})

describe('a role is covered', () => {
  test.each<[string, Partial<Contact>, string | undefined]>([
    ['by a holder who is active, qualifies and is reached', {}, undefined],
    ['not by one who was invited', { status: 'invited', addressState: 'unverified' }, 'not-yet-active'],
    ['not by one who was deactivated', { status: 'deactivated' }, 'deactivated'],
    ['not by one whose mail does not arrive', { addressState: 'undeliverable' }, 'undeliverable'],
    ['not by one who says that it is not them', { addressState: 'disowned' }, 'unverified'],
    ['not by one who has not confirmed', { addressState: 'unverified' }, 'unverified'],
    ['not by one who has not answered for 30 days', { askedAgainAt: '2026-01-31T00:00:00.000Z' }, 'unverified'],
    ['by one who was asked 29 days ago', { askedAgainAt: '2026-02-01T00:00:00.001Z' }, undefined],
  ])('%s', (_, fields, problem) => {
    const { covered, problems: found } = cover('dpo', where([contact(anna, ['dpo'], fields)]))
    expect({ covered, found: found.map((one) => one.problem) }).toEqual({
      covered: problem === undefined,
      found: problem === undefined ? [] : [problem],
    })
  })

  it('by any holder who qualifies, while the others have their problems named', () => {
    const given = where([contact(anna, ['dpo'], { status: 'deactivated' }), contact(bert, ['dpo'])])
    expect(cover('dpo', given).covered).toBe(true)
    expect(problems('dpo', given)).toEqual([`deactivated ${anna}`])
  })

  it('still, when somebody is not known to be Global Administrator, which is advice and no gap', () => {
    const held = { technical: { assignedAt: first, globalAdministrator: 'no' as const } }
    const given = where([contact(anna, [], { roles: held })])
    expect(cover('technical', given).covered).toBe(true)
    expect(problems('technical', given)).toEqual([`advice ${anna}`])
    expect([...gapsIn(coverageOf(given, second))].filter((gap) => gap.startsWith('technical'))).toEqual([])
  })
})

describe('C6 a prerequisite that is lost', () => {
  it('is named, of whoever has lost it, and the role is not covered', () => {
    const given = where([contact(anna, ['technical', 'security-escalation'], { permissionGroups: {} })])
    expect(problems('technical', given)).toEqual([`prerequisite-lost ${anna} service-desk-role`])
    expect(problems('security-escalation', given)).toEqual([`prerequisite-lost ${anna} security-administrator`])
    expect(cover('technical', given).covered).toBe(false)
  })

  it('is told beside whatever else is wrong with them', () => {
    const given = where([contact(anna, ['technical'], { permissionGroups: {}, status: 'deactivated' })])
    expect(problems('technical', given)).toEqual([`prerequisite-lost ${anna} service-desk-role`, `deactivated ${anna}`])
  })

  it('shows where a service was paused, although the role is required no more', () => {
    const given = where([contact(anna, ['security-escalation'])], withServices('service-desk'))
    expect(cover('security-escalation', given).required).toBe(false)
    expect(problems('security-escalation', given)).toEqual([`prerequisite-lost ${anna} secwise-active`])
  })

  it('shows at the moment at which a membership ends', () => {
    const until = { [id('permissionGroup', 'pgr_service-desk-requester')]: { validUntil: third } }
    const given = where([contact(anna, ['technical'], { permissionGroups: until })])
    expect(problems('technical', given, '2026-03-02T23:59:59.999Z')).toEqual([])
    expect(problems('technical', given, third)).toEqual([`prerequisite-lost ${anna} service-desk-role`])
  })
})

describe('C9 a deputy', () => {
  const holder = contact(anna, ['technical'])
  const deputy = contact(bert, [], stands(anna))
  const between = { profileId: bert, from: second, until: fourth }

  test.each([
    ['2026-03-01T23:59:59.999Z', anna],
    [second, bert],
    // The same moment, written by somebody who leaves the milliseconds out, and in another zone.
    ['2026-03-02T00:00:00Z', bert],
    ['2026-03-02T01:30:00+02:00', anna],
    ['2026-03-03T23:59:59.999Z', bert],
    [fourth, anna],
  ])('covers exactly between the dates: at %s', (at, coveredBy) => {
    expect(cover('technical', where([holder, deputy]), at).holders).toEqual([
      { profileId: anna, deputy: between, coveredBy },
    ])
  })

  it('has the problems while they stand in, and the holder has them afterwards', () => {
    const away = contact(anna, ['technical'], { status: 'deactivated' })
    const lost = contact(bert, [], { ...stands(anna), permissionGroups: {} })
    expect(problems('technical', where([away, deputy]), third)).toEqual([])
    expect(problems('technical', where([away, deputy]), fourth)).toEqual([`deactivated ${anna}`])
    expect(problems('technical', where([holder, lost]), third)).toEqual([`prerequisite-lost ${bert} service-desk-role`])
    expect(problems('technical', where([holder, lost]), fourth)).toEqual([])
  })

  it('of a commercial contact has a statement of their own', () => {
    const commercial = contact(anna, ['commercial'])
    const stated = contact(bert, [], stands(anna, {}, 'commercial'))
    const unstated = contact(bert, ['commercial'], stands(anna, { attestation: undefined }, 'commercial'))
    expect(problems('commercial', where([commercial, stated]))).toEqual([])
    expect(problems('commercial', where([commercial, unstated]))).toEqual([
      `prerequisite-lost ${bert} signing-authority`,
    ])
  })

  it('of two holders has each of their problems once', () => {
    const [both, other] = [contact(anna, ['dpo']), contact(carl, ['dpo'])]
    const term = { from: second, until: fourth }
    const away = { deputyFor: { dpo: { [anna]: term, [carl]: term } }, addressState: 'undeliverable' as const }
    expect(problems('dpo', where([both, other, contact(bert, ['dpo'], away)]))).toEqual([`undeliverable ${bert}`])
  })

  it('of somebody who holds the role no more stands for nobody', () => {
    expect(problems('technical', where([deputy]), third)).toEqual(['missing'])
  })
})

describe('the order', () => {
  it('says who is primary, and whoever it does not name comes last', () => {
    const contacts = [contact(anna, ['dpo']), contact(bert, ['dpo']), contact(carl, ['dpo'])]
    const given = where(contacts, { order: { dpo: [carl, anna], technical: [bert] } })
    expect(holdersOf('dpo', given).map(({ profileId }) => profileId)).toEqual([carl, anna, bert])
    expect(holdersOf('technical', given)).toEqual([])
  })
})

describe('whoever only waits', () => {
  const waiting = (fields: Partial<Contact>) => {
    const given = where([contact(anna, ['dpo'], fields)])
    return cover('dpo', given).problems.map((one) => isWaiting(one, given.contacts))
  }

  it('has been invited, or asked to confirm, and has lost nothing', () => {
    expect(waiting({ status: 'invited', addressState: 'unverified' })).toEqual([true])
    expect(waiting({ addressState: 'unverified' })).toEqual([true])
  })

  it('is nobody who says that it is not them, does not answer, bounces, or was deactivated', () => {
    expect(waiting({ addressState: 'disowned' })).toEqual([false])
    expect(waiting({ askedAgainAt: '2026-01-01T00:00:00.000Z' })).toEqual([false])
    expect(waiting({ addressState: 'undeliverable' })).toEqual([false])
    expect(waiting({ status: 'deactivated', addressState: 'unverified' })).toEqual([false])
    expect(cover('technical', where([])).problems.map((one) => isWaiting(one, []))).toEqual([false])
  })
})

describe('at any time, of anybody', () => {
  const all = (given: CoverageSources, at: string) => ({ coverage: coverageOf(given, at), given, at })
  const anywhere = fc.tuple(sources, anyMoment).map(([given, at]) => all(given, at))

  it('every role is looked at once, and its holders are those who hold it', () => {
    fc.assert(
      fc.property(anywhere, ({ coverage, given }) => {
        expect(coverage.map(({ contactRole }) => contactRole)).toEqual(contactRoles.map((role) => role.id))
        for (const { contactRole, holders } of coverage)
          expect(holders.map(({ profileId }) => profileId).toSorted()).toEqual(
            given.contacts.flatMap(({ profileId, roles }) => (roles[contactRole] ? [profileId] : [])).toSorted(),
          )
      }),
    )
  })

  it('every problem is of somebody who covers, or of the role itself, and each is told once with what to do', () => {
    fc.assert(
      fc.property(anywhere, ({ coverage }) => {
        for (const { holders, problems: found, required } of coverage) {
          const covering = new Set<ProfileId | null>(holders.map(({ coveredBy }) => coveredBy))
          expect(new Set(found.map(({ problem, profileId }) => `${problem} ${profileId}`)).size).toBe(found.length)
          for (const { problem, profileId, prerequisites: lost, advice } of found) {
            expect(problem === 'missing' ? profileId === null && required && holders.length === 0 : true).toBe(true)
            expect(problem === 'missing' || covering.has(profileId)).toBe(true)
            expect(lost.length > 0).toBe(problem === 'prerequisite-lost')
            for (const one of lost) expect(prerequisites).toHaveProperty(one)
            expect(advice.length).toBeGreaterThan(10)
          }
        }
      }),
    )
  })

  it('a role is covered exactly when somebody who covers it is reached and has no gap', () => {
    fc.assert(
      fc.property(anywhere, ({ coverage, given }) => {
        for (const { holders, problems: found, covered } of coverage) {
          const gaps = found.filter(({ problem }) => problem !== 'advice').map(({ profileId }) => profileId)
          const well = given.contacts.filter(
            (one) => holders.some((holder) => holder.coveredBy === one.profileId) && !gaps.includes(one.profileId),
          )
          expect(well.every(isReached)).toBe(true)
          if (well.length > 0) expect(covered).toBe(true)
          if (gaps.length === 0) expect(covered).toBe(holders.length > 0)
        }
      }),
    )
  })

  it('a deputy covers exactly between the dates, and a holder without one always', () => {
    fc.assert(
      fc.property(anywhere, ({ coverage, given: { contacts }, at }) => {
        for (const { contactRole, holders } of coverage)
          for (const { profileId, deputy, coveredBy } of holders) {
            const stood = deputy !== null && deputy.from <= at && at < deputy.until
            expect(coveredBy).toBe(stood ? deputy.profileId : profileId)
            const holder = contacts.find((one) => one.profileId === profileId)
            if (holder) expect(whoStands(contactRole, holder, contacts, at).contact.profileId).toBe(coveredBy)
          }
      }),
    )
  })

  it('what changed, applied to the gaps before, gives the gaps after, and nothing changes without a change', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (one, other) => {
        const [before, after] = [gapsIn(one.coverage), gapsIn(other.coverage)]
        const applied = new Set(before)
        for (const { contactRole, problem, profileId, change } of coverageChanges(before, after)) {
          const gap = [contactRole, problem, profileId].filter((part) => part !== null).join(' ')
          expect(applied.has(gap)).toBe(change === 'closed')
          if (change === 'opened') applied.add(gap)
          else applied.delete(gap)
        }
        expect(applied).toEqual(after)
        expect(coverageChanges(after, after)).toEqual([])
      }),
    )
  })

  it('an order changes who is first, and no gap', () => {
    fc.assert(
      fc.property(anywhere, fc.shuffledSubarray(profileIds), ({ coverage, given, at }, order) => {
        const reordered = { ...given, order: Object.fromEntries(contactRoles.map((role) => [role.id, order])) }
        expect(gapsIn(coverageOf(reordered, at))).toEqual(gapsIn(coverage))
      }),
    )
  })

  it('taking the last holder of a required role away opens exactly that it is missing', () => {
    fc.assert(
      fc.property(
        anywhere,
        fc.constantFrom(...contactRoles.map((role) => role.id)),
        ({ coverage, given, at }, role) => {
          const without = given.contacts.map(({ roles: { [role]: _, ...others }, ...one }) => ({
            ...one,
            roles: others,
          }))
          const after = roleIn(coverageOf({ ...given, contacts: without }, at), role)
          expect(after.problems.map(({ problem }) => problem)).toEqual(after.required ? ['missing'] : [])
          expect(after.required).toBe(roleIn(coverage, role).required)
        },
      ),
    )
  })
})

it('a question is unanswered from its thirtieth day on, to the millisecond', () => {
  expect(isUnanswered(undefined, first)).toBe(false)
  expect(isUnanswered('2026-03-01T12:00:00.000Z', '2026-03-31T11:59:59.999Z')).toBe(false)
  expect(isUnanswered('2026-03-01T12:00:00.000Z', '2026-03-31T12:00:00.000Z')).toBe(true)
})
