import { type Affected, accessDifference } from '../domain/access-difference.ts'
import type { ActivityAction, ApplicationRole } from '../domain/catalog.ts'
import { ownerRoleId } from '../domain/catalog.ts'
import type { Definitions } from '../domain/definitions.ts'
import { applicationRolesHeld, type Grants } from '../domain/evaluator.ts'
import type { IdentityId } from '../domain/ids.ts'
import { accessGained } from '../domain/may-grant.ts'
import type { CoverageChange } from '../domain/role-coverage.ts'
import { accessOf, createAccess, removeAccess, updateAccess } from '../table/access.ts'
import { type ActivityRecord, type Doer, recordActivity } from '../table/activity.ts'
import type { Contacts } from '../table/contact.ts'
import { removeProfile } from '../table/former-profile.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import { addOwner, endOwners, leaveOwners, whileWithoutOwner } from '../table/owners.ts'
import {
  changeProfile,
  createProfile,
  type ProfileRecord,
  type ProfileRefusals,
  personalValues,
} from '../table/profile.ts'
import type { Write } from '../table/transaction.ts'
import { dateWrites } from './access-dates.ts'
import type { OrganizationCaller } from './caller.ts'
import { withQuestions } from './contact-question.ts'
import { type ContactsMoved, contactsMoved, type Succession } from './contacts.ts'
import { gapsOfContacts, requireContacts } from './coverage.ts'
import { definitionsFor } from './definitions.ts'
import { requireGrant } from './granting.ts'
import { type Choosing, countWrites, leavingWrites, memberWrites, requireRoom } from './memberships.ts'
import type { NewId } from './operation.ts'

/** What becomes of one person: `before` is undefined for somebody new, `after` for somebody who is removed. */
export type PersonChange = {
  readonly before: ProfileRecord | undefined
  readonly after: ProfileRecord | undefined
  /** What the activity says; undefined where the caller records one of their own. */
  readonly action: ActivityAction | undefined
  readonly about?: ActivityRecord['about']
  /** Every access token issued until now is refused in this organization from now on (A13). */
  readonly endsSessions?: true
}

type Where = {
  readonly organization: OrganizationRecord
  readonly by: Doer
  readonly now: string
  readonly newId: NewId
  /** What is answered when an address or an externalId belongs to somebody else; read and decide again where it says nothing. */
  readonly refusals?: ProfileRefusals
  /** The permission group of the organization's own whose members are being chosen anew, and on which version. */
  readonly choosing?: Choosing
  /** Who takes over the contact roles of whom, with their place among the holders. */
  readonly succession?: Succession
}

/** Everything that the change writes, its activities included, what it does to people's access, and which gaps it opens and closes. */
export type PeopleChange = {
  readonly writes: readonly Write[]
  readonly affected: readonly Affected[]
  readonly coverageChanges: readonly CoverageChange[]
  /** Everyone who counts for coverage after the change; undefined where nobody's contact changes. */
  readonly contacts?: Contacts | undefined
}

/** The same where nobody asked: `gapsOfContacts` says which gaps open and close, for whoever tells of them. */
export type PeopleChangeUnasked = Pick<PeopleChange, 'writes' | 'affected'> & {
  readonly contacts: ContactsMoved | undefined
}

/**
 * The one way in which a person's standing or grants change: profile, search entries, access record, memberships and their
 * counters, owners, contact, order of contacts and question to a contact, and an activity a person, for one transaction of people of one organization, of whom one at most becomes or
 * ceases to be an active owner: their set is one item. The caller must be able to give whatever anyone gains (A4): throws
 * `cannot-grant`, `owner-only` or `has-owner`, and what `requireContacts` throws. `reasonGiven`: all owners will be told why (O3).
 */
export async function changePeople(
  { caller, ...where }: Omit<Where, 'by' | 'organization'> & { readonly caller: OrganizationCaller },
  said: readonly PersonChange[],
  { reasonGiven = false } = {},
): Promise<PeopleChange> {
  const { organization } = caller
  const { changes, questions } = withQuestions(said, { ...where, organization, by: caller })
  const definitions = await definitionsOf(organization, changes)
  let onlyWithoutOwner = false
  for (const { before, after } of changes) {
    const gained = accessGained(given(before), given(after) ?? nothing, { organization, definitions }, where.now)
    const judged = await requireGrant(caller, gained, where.now, reasonGiven)
    onlyWithoutOwner ||= judged.onlyWithoutOwner
  }
  const contacts = await contactsMoved(organization, changes, where.succession)
  const conditions = await requireContacts(organization, changes, contacts, where.now)
  const asked = { ...where, organization, by: caller, onlyWithoutOwner }
  return {
    ...writesOf(asked, changes, definitions, () => [...conditions, ...(contacts?.writes ?? []), ...questions()]),
    coverageChanges: await gapsOfContacts(organization, contacts, where.now),
    contacts: contacts?.after,
  }
}

/** `onlyWithoutOwner`: Owner is given because there is none (O3). `organizationEnds`: the last owner goes as well (D2). */
type Unasked = { readonly onlyWithoutOwner?: boolean; readonly organizationEnds?: true }

/**
 * The same where nobody who is signed in gives anything: what an invitation gave is accepted, or a function of ours acts. Whoever
 * calls it has judged the right to give, and names nobody contact.
 */
export async function changePeopleUnasked(
  where: Where & Unasked,
  said: readonly PersonChange[],
): Promise<PeopleChangeUnasked> {
  const { changes, questions } = withQuestions(said, where)
  const definitions = await definitionsOf(where.organization, changes)
  const contacts = await contactsMoved(where.organization, changes, where.succession)
  const more = () => [...(contacts?.writes ?? []), ...questions()]
  return { ...writesOf(where, changes, definitions, more), contacts }
}

const nothing: Grants = { permissionGroups: {}, groups: {} }

/** What counts as given to somebody: a draft's grants are intentions, and whoever is deactivated has none. */
const given = (profile: ProfileRecord | undefined): ProfileRecord | undefined =>
  profile?.user && (profile.status === 'invited' || profile.status === 'active') ? profile : undefined

const isActiveOwner = (profile: ProfileRecord | undefined): boolean =>
  profile?.user === true && profile.status === 'active' && profile.defaultRole?.roleId === ownerRoleId

const definitionsOf = (organization: OrganizationRecord, changes: readonly PersonChange[]): Promise<Definitions> =>
  definitionsFor(organization, ...changes.flatMap(({ before, after }) => [before, after]))

const readAgain: ProfileRefusals = { addressTaken: 'moved', externalIdTaken: 'moved' }

function writesOf(
  where: Where & Unasked,
  changes: readonly PersonChange[],
  definitions: Definitions,
  more: () => readonly Write[],
): Pick<PeopleChange, 'writes' | 'affected'> {
  const { organization, now, onlyWithoutOwner = false, organizationEnds = false } = where
  const { organizationId } = organization
  for (const change of changes) requireRoom(change)
  const pending = changes.some(({ after }) => given(after) && after?.status !== 'active')
  return {
    writes: [
      ...(organizationEnds
        ? endOfOwners(changes, organization)
        : changes.flatMap((change) => ownerWrites(change, organization, onlyWithoutOwner))),
      ...(onlyWithoutOwner && pending ? [whileWithoutOwner(organizationId)] : []),
      ...countWrites(changes, organizationId, where.choosing),
      ...changes.flatMap((change) => personWrites(change, where)),
      ...changes.flatMap(({ before, after }) => dateWrites(before, after, now)),
      ...changes.flatMap((change) => leavingWrites(change, now)),
      ...changes.flatMap((change) => activityOf(change, where, definitions)),
      ...more(),
    ],
    affected: changes.flatMap(({ before, after }) => {
      const profileId = (after ?? before)?.profileId
      if (profileId === undefined) return []
      const difference = accessDifference(given(before), given(after), { organization, definitions }, now)
      return [{ who: { kind: 'profile', profileId } as const, ...difference }]
    }),
  }
}

function ownerWrites({ before, after }: PersonChange, { organizationId }: OrganizationRecord, first: boolean): Write[] {
  if (before && isActiveOwner(before) && !isActiveOwner(after)) return [leaveOwners(organizationId, before.profileId)]
  if (after && isActiveOwner(after) && !isActiveOwner(before)) return [addOwner(organizationId, after.profileId, first)]
  return []
}

function endOfOwners(changes: readonly PersonChange[], { organizationId }: OrganizationRecord): Write[] {
  const leaving = changes.flatMap(({ before, after }) =>
    before && isActiveOwner(before) && !isActiveOwner(after) ? [before.profileId] : [],
  )
  return leaving.length > 0 ? [endOwners(organizationId, leaving)] : []
}

function personWrites({ before, after, endsSessions }: PersonChange, { now, refusals = readAgain }: Where): Write[] {
  return [
    ...(before && after ? changeProfile(before, after, refusals) : []),
    ...(after && !before ? createProfile(after, refusals) : []),
    ...(before && !after ? removeProfile(before, now) : []),
    ...accessWrites(before, after, endsSessions ? secondAfter(now) : undefined),
    ...memberWrites(before, after),
  ]
}

/** A token says in which second it was issued: those of this very second end too. */
const secondAfter = (now: string): number => Math.floor(Date.parse(now) / 1000) + 1

function accessWrites(
  before: ProfileRecord | undefined,
  after: ProfileRecord | undefined,
  tokensValidFrom: number | undefined,
): Write[] {
  const [was, is] = [before?.identityId, after?.identityId]
  const gone = before && was !== undefined && was !== is ? [removeAccess(before, was)] : []
  if (!after || is === undefined) return gone
  if (was !== is) return [...gone, createAccess(accessOf(after, is, tokensValidFrom ?? 0))]
  const same = before && JSON.stringify(accessOf(before, is, 0)) === JSON.stringify(accessOf(after, is, 0))
  return same && tokensValidFrom === undefined ? [] : [updateAccess(after, is, tokensValidFrom)]
}

function activityOf(
  { before, after, action, about }: PersonChange,
  { organization, by, now, newId }: Where,
  definitions: Definitions,
): Write[] {
  const profile = after ?? before
  if (action === undefined || !profile) return []
  const held = (one: ProfileRecord | undefined): readonly ApplicationRole[] =>
    one?.identityId === undefined
      ? []
      : applicationRolesHeld({ organization, access: accessOf(one, one.identityId, 0), definitions }, now)
  const applicationRoles = { before: held(before), after: held(after) }
  const identityId = signInConcerned(before, after)
  const [was, is] = [before && personalValues(before), after && personalValues(after)]
  const typed = is && JSON.stringify(was) !== JSON.stringify(is)
  return [
    recordActivity({
      activityId: newId('activity'),
      organizationId: organization.organizationId,
      action,
      at: now,
      by,
      subject: profile.profileId,
      about: { ...about, ...(identityId && { identityId }) },
      ...(typed && { values: { profile, ...(was && { before: was }), after: is } }),
      ...(String(applicationRoles.before) !== String(applicationRoles.after) && { applicationRoles }),
    }),
  ]
}

/** Whose sign-in a change begins, ends or brings back here: the directory of sign-ins is kept after it (I11). */
function signInConcerned(before: ProfileRecord | undefined, after: ProfileRecord | undefined): IdentityId | undefined {
  const same = before?.identityId === after?.identityId && before?.status === after?.status
  return same ? undefined : (before?.identityId ?? after?.identityId)
}
