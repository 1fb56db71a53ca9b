import fc from 'fast-check'
import { type ServiceId, services } from '../../../shared/domain/catalog.ts'
import {
  type ContactRole,
  type ContactRolesHeld,
  contactRoles,
  type DeputyFor,
  type DeputyTerm,
} from '../../../shared/domain/contact-roles.ts'
import type { EvaluatedOrganization, Validity } from '../../../shared/domain/evaluator.ts'
import { id, type ProfileId } from '../../../shared/domain/ids.ts'
import type { Contact, CoverageSources } from '../../../shared/domain/role-coverage.ts'

const ulid = (number: number): string => `01k${String(number).padStart(23, '0')}`
const organizationId = id('organization', `org_${ulid(1)}`)
const identityId = id('identity', `idn_${ulid(1)}`)
export const profileIds = [1, 2, 3, 4, 5].map((number) => id('profile', `prf_${ulid(number)}`))

/** Few moments, so that dates often meet each other and the moment of asking. */
export const moments = [1, 2, 3, 4, 5].map((day) => `2026-03-0${day}T00:00:00.000Z`)
/** A question asked then counts as unanswered at the third of the moments, and not at the second. */
const asked = '2026-02-01T00:00:00.000Z'
export const anyMoment = fc.constantFrom(...moments)
export const attestation = {
  wording: '2026-11',
  attestedAt: moments[0] ?? '',
  attestedBy: `user:${identityId}`,
} as const

const anyRole: fc.Arbitrary<ContactRole> = fc.constantFrom(...contactRoles.map((role) => role.id))
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })
const validity: fc.Arbitrary<Validity> = fc.oneof(fc.constant({}), fc.record({ validUntil: anyMoment }))
const groupIds = [
  'pgr_service-desk-requester',
  'pgr_service-desk-it-administrator',
  'pgr_service-desk-security-administrator',
  'pgr_reports-viewer',
].map((group) => id('permissionGroup', group))

export const organization: fc.Arbitrary<EvaluatedOrganization> = fc.record({
  organizationId: fc.constant(organizationId),
  kind: fc.constant('customer' as const),
  status: fc.constantFrom('active' as const, 'suspended' as const),
  services: fc.subarray<ServiceId>(services.map((service) => service.id)),
})

const roles: fc.Arbitrary<ContactRolesHeld> = fc
  .uniqueArray(
    fc.record({
      role: anyRole,
      attestation: sometimes(fc.constant(attestation)),
      globalAdministrator: sometimes(fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const)),
    }),
    { selector: ({ role }) => role, maxLength: 3 },
  )
  .map((held) =>
    Object.fromEntries(held.map(({ role, ...stated }) => [role, { assignedAt: moments[0] ?? '', ...stated }])),
  )

/** Anybody, whatever became of them since they were named. */
const contact = (profileId: ProfileId): fc.Arbitrary<Contact> =>
  fc.record({
    profileId: fc.constant(profileId),
    kind: fc.oneof({ weight: 5, arbitrary: fc.constant('person' as const) }, fc.constant('shared-mailbox' as const)),
    user: fc.boolean(),
    status: fc.oneof(
      { weight: 4, arbitrary: fc.constant('active' as const) },
      fc.constantFrom('invited', 'deactivated'),
    ),
    addressState: fc.oneof(
      { weight: 4, arbitrary: fc.constant('verified' as const) },
      fc.constantFrom('unverified', 'undeliverable', 'disowned'),
    ),
    roles,
    deputyFor: fc.constant({}),
    permissionGroups: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...groupIds), validity), { selector: ([group]) => group })
      .map((given) => Object.fromEntries(given)),
    groups: fc.constant({}),
    askedAgainAt: sometimes(fc.constant(asked)),
  })

const term: fc.Arbitrary<DeputyTerm> = fc
  .tuple(fc.uniqueArray(anyMoment, { minLength: 2, maxLength: 2 }), sometimes(fc.constant(attestation)))
  .map(([dates, stated]) => {
    const [from = '', until = ''] = dates.toSorted()
    return { from, until, attestation: stated }
  })
const deputies = fc.array(
  fc.record({ role: anyRole, holder: fc.constantFrom(...profileIds), by: fc.constantFrom(...profileIds), term }),
  { maxLength: 4 },
)

/** An organization with up to five contacts, some of whom stand in for others: a holder has one deputy for a role at most. */
export const sources: fc.Arbitrary<CoverageSources> = fc
  .record({
    organization,
    people: fc.subarray(profileIds).chain((some) => fc.tuple(...some.map(contact))),
    deputies,
    order: fc.dictionary(anyRole, fc.shuffledSubarray(profileIds)),
  })
  .map(({ organization: place, people, deputies: standIns, order }) => {
    const named = new Set<string>()
    const fors = new Map<ProfileId, { -readonly [Role in ContactRole]?: DeputyFor[Role] }>()
    for (const { role, holder, by, term: dates } of standIns) {
      const known = people.find(({ profileId }) => profileId === holder)
      if (holder === by || !known?.roles[role] || named.has(`${role} ${holder}`)) continue
      named.add(`${role} ${holder}`)
      const already = fors.get(by) ?? {}
      fors.set(by, { ...already, [role]: { ...already[role], [holder]: dates } })
    }
    const contacts = people.map((one) => ({ ...one, deputyFor: fors.get(one.profileId) ?? {} }))
    return {
      organization: place,
      definitions: { roles: new Map(), permissionGroups: new Map() },
      contacts,
      order,
    }
  })
