import type { AddressState } from './address-state.ts'
import type { ServiceId } from './catalog.ts'
import { patienceEnds } from './contact-question.ts'
import {
  type Candidate,
  type ContactRole,
  type ContactRolesHeld,
  contactRoles,
  type DeputyFor,
  isRequired,
  missingPrerequisites,
  type Prerequisite,
  takesAccess,
} from './contact-roles.ts'
import type { Definitions } from './definitions.ts'
import { type EvaluatedOrganization, isInForce } from './evaluator.ts'
import { id, type ProfileId } from './ids.ts'

/** Somebody who holds contact roles, or stands in for one who does, as far as coverage and recipients go. */
export type Contact = Candidate & {
  readonly profileId: ProfileId
  readonly status: 'draft' | 'invited' | 'active' | 'deactivated'
  readonly addressState: AddressState
  readonly roles: ContactRolesHeld
  readonly deputyFor: DeputyFor
  /** When they were last asked whether all of it is still right, while that is not answered (C8). */
  readonly askedAgainAt?: string | undefined
}

/** The holders of each contact role, the first of them primary. */
export type ContactOrder = { readonly [Role in ContactRole]?: readonly ProfileId[] | undefined }

/** What is wrong with how a contact role is covered (C7); `advice` is no gap. */
export const coverageProblems = [
  'missing',
  'prerequisite-lost',
  'unverified',
  'not-yet-active',
  'undeliverable',
  'deactivated',
  'advice',
] as const

/** One of them. */
export type CoverageProblem = (typeof coverageProblems)[number]

/** One problem of one contact role: of somebody who should cover it, or of the role itself. */
export type Problematic = {
  readonly problem: CoverageProblem
  readonly profileId: ProfileId | null
  /** What was lost, of `prerequisite-lost`. */
  readonly prerequisites: readonly Prerequisite[]
  /** What to do about it. */
  readonly advice: string
}

/** A holder of a contact role. Whoever stands in for an absent one has the problems, if there are any. */
export type HolderCoverage = {
  readonly profileId: ProfileId
  readonly deputy: { readonly profileId: ProfileId; readonly from: string; readonly until: string } | null
  /** Who covers the role for this holder at the moment: they themselves, or their deputy. */
  readonly coveredBy: ProfileId
}

/** How a contact role is covered at a moment. `covered`: somebody who qualifies hears of it. */
export type RoleCoverage = {
  readonly contactRole: ContactRole
  readonly required: boolean
  readonly covered: boolean
  readonly holders: readonly HolderCoverage[]
  readonly problems: readonly Problematic[]
}

/** Everything that coverage follows from. */
export type CoverageSources = {
  readonly organization: EvaluatedOrganization
  readonly definitions: Definitions
  readonly contacts: readonly Contact[]
  readonly order: ContactOrder
}

/** How each contact role is covered at a moment (C6, C7). */
export function coverageOf(sources: CoverageSources, at: string): readonly RoleCoverage[] {
  return contactRoles.map(({ id: contactRole }) => coverageOfRole(contactRole, sources, at))
}

function coverageOfRole(contactRole: ContactRole, sources: CoverageSources, at: string): RoleCoverage {
  const { organization, contacts } = sources
  const required = isRequired(contactRole, organization.services)
  const holders = holdersOf(contactRole, sources)
  const standing = holders.map((holder) => whoStands(contactRole, holder, contacts, at))
  const found = standing.map((stands) => ({ stands, problems: problemsOf(contactRole, stands, sources, at) }))
  return {
    contactRole,
    required,
    covered: found.some(({ stands, problems }) => isReached(stands.contact) && !problems.some(isGap)),
    holders: standing.map(({ holder, deputy, contact }) => ({
      profileId: holder.profileId,
      deputy,
      coveredBy: contact.profileId,
    })),
    problems: [
      ...(required && holders.length === 0 ? [missing(contactRole, organization.services)] : []),
      ...eachOnce(found.flatMap(({ problems }) => problems)),
    ],
  }
}

/** Whoever stands in for two has what is wrong with them once. */
const eachOnce = (problems: readonly Problematic[]): readonly Problematic[] => [
  ...new Map(problems.map((one) => [`${one.problem} ${one.profileId}`, one])).values(),
]

/** The holders of a contact role in their order; whoever the order does not name yet comes last. */
export function holdersOf(
  contactRole: ContactRole,
  { contacts, order }: Pick<CoverageSources, 'contacts' | 'order'>,
): readonly Contact[] {
  const place = new Map((order[contactRole] ?? []).map((profileId, position) => [profileId, position]))
  return contacts
    .filter(({ roles }) => roles[contactRole] !== undefined)
    .toSorted((one, other) => (place.get(one.profileId) ?? Infinity) - (place.get(other.profileId) ?? Infinity))
}

/** A holder with their deputy, and which of the two covers the role at a moment. */
export type Stands = {
  readonly holder: Contact
  readonly deputy: HolderCoverage['deputy']
  readonly contact: Contact
}

/** Who covers a contact role for a holder: the deputy exactly between the dates, else the holder (C9). */
export function whoStands(contactRole: ContactRole, holder: Contact, contacts: readonly Contact[], at: string): Stands {
  for (const contact of contacts) {
    const term = contact.deputyFor[contactRole]?.[holder.profileId]
    if (!term) continue
    const deputy = { profileId: contact.profileId, from: term.from, until: term.until }
    const stoodIn = isInForce({ validFrom: term.from, validUntil: term.until }, at)
    return { holder, deputy, contact: stoodIn ? contact : holder }
  }
  return { holder, deputy: null, contact: holder }
}

/** Whether mail reaches them, at an address that was verified: an invited user's is by accepting, if it was not before. */
export const isReached = ({ status, addressState }: Contact): boolean =>
  status !== 'deactivated' && addressState === 'verified'

/** Whether somebody has yet to become the user that they are to be, where that matters: their address counts once they have, or the role takes access. */
const isAwaited = (contactRole: ContactRole, { status, addressState }: Contact): boolean =>
  (status === 'draft' || status === 'invited') && (addressState !== 'verified' || takesAccess(contactRole))

function problemsOf(
  contactRole: ContactRole,
  { holder, contact }: Stands,
  { organization, definitions }: CoverageSources,
  at: string,
): readonly Problematic[] {
  const { profileId, status, addressState, askedAgainAt } = contact
  const held = contact.roles[contactRole]
  const term = contact.deputyFor[contactRole]?.[holder.profileId]
  const attestation = holder.profileId === profileId ? held?.attestation : term?.attestation
  const found: Problematic[] = []
  const add = (problem: CoverageProblem, advice: string, lost: readonly Prerequisite[] = []) =>
    found.push({ problem, profileId, prerequisites: lost, advice })

  const lost = missingPrerequisites(contactRole, contact, attestation, { organization, definitions }, at)
  if (lost.length > 0)
    add('prerequisite-lost', 'Give back what is named in `prerequisites`, or name somebody else.', lost)
  if (status === 'deactivated') add('deactivated', 'Reactivate them, or name somebody else.')
  else if (addressState === 'undeliverable') add('undeliverable', 'Mail does not arrive there: correct the address.')
  else if (addressState === 'disowned')
    add('unverified', 'Whoever reads mail there says that it is not them: correct the address, or name somebody else.')
  else if (isAwaited(contactRole, contact))
    add('not-yet-active', 'They have to be invited and to accept; send the invitation again if need be.')
  else if (addressState === 'unverified') add('unverified', 'They have to confirm by the link in their mail.')
  else if (isUnanswered(askedAgainAt, at))
    add('unverified', 'They have not answered whether it is all still right: ask them, or name somebody else.')
  if (contactRole === 'technical' && holder === contact && held?.globalAdministrator !== 'yes')
    add('advice', 'They are not known to be Global Administrator; state it with `globalAdministrator` once they are.')
  return found
}

/** Whether the yearly question has been left unanswered for too long (C8). */
export const isUnanswered = (askedAgainAt: string | undefined, at: string): boolean =>
  askedAgainAt !== undefined && patienceEnds(askedAgainAt) <= at

function missing(contactRole: ContactRole, services: readonly ServiceId[]): Problematic {
  const advice =
    contactRole === 'technical' && !services.includes('service-desk')
      ? 'Have the provider activate the Service Desk, which a Technical Contact needs a role in; then name somebody.'
      : 'Name somebody.'
  return { problem: 'missing', profileId: null, prerequisites: [], advice }
}

const isGap = ({ problem }: Problematic): boolean => problem !== 'advice'

/** Whether a gap is no more than that somebody has yet to accept or to confirm: they have a mail, and whoever named them knows. */
export const isWaiting = ({ problem, profileId }: Problematic, contacts: readonly Contact[]): boolean =>
  problem === 'not-yet-active' ||
  (problem === 'unverified' && contacts.some((one) => one.profileId === profileId && one.addressState === 'unverified'))

/** One gap that a change opened or closed. */
export type CoverageChange = {
  readonly contactRole: ContactRole
  readonly problem: CoverageProblem
  readonly profileId: ProfileId | null
  readonly change: 'opened' | 'closed'
}

/** The gaps there are, each as one word: to be compared and remembered. */
export function gapsIn(coverage: readonly RoleCoverage[], counts: typeof isGap = isGap): ReadonlySet<string> {
  return new Set(
    coverage.flatMap(({ contactRole, problems }) =>
      problems
        .filter((one) => isGap(one) && counts(one))
        .map(({ problem, profileId }) => `${contactRole} ${problem}${profileId === null ? '' : ` ${profileId}`}`),
    ),
  )
}

/** What differs between two sets of gaps. */
export function coverageChanges(before: ReadonlySet<string>, after: ReadonlySet<string>): readonly CoverageChange[] {
  return [
    ...[...after.difference(before)].map((gap) => ({ ...readGap(gap), change: 'opened' as const })),
    ...[...before.difference(after)].map((gap) => ({ ...readGap(gap), change: 'closed' as const })),
  ]
}

/** A gap from its word. */
export function readGap(gap: string): Omit<CoverageChange, 'change'> {
  const [role, problem, profile] = gap.split(' ')
  const contactRole = contactRoles.find((one) => one.id === role)?.id
  const known = coverageProblems.find((one) => one === problem)
  if (!contactRole || !known) throw new Error(`no gap is called ${gap}`)
  return { contactRole, problem: known, profileId: profile === undefined ? null : id('profile', profile) }
}
