import type { Asked } from '../contract/route.ts'
import { takesSecret } from '../domain/api-key.ts'
import { actsFor, evaluate, type Situation } from '../domain/evaluator.ts'
import type { GroupId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { log, loggableError } from '../platform/log.ts'
import type { AccessItem } from '../table/access.ts'
import type { Doer } from '../table/activity.ts'
import { type ApiKeyRecord, noteUse } from '../table/api-key.ts'
import {
  getItems,
  type Item,
  type Key,
  readAuthorisation,
  readKeyAuthorisation,
  readSignedIn,
} from '../table/authorisation.ts'
import type { Answer, BegunCall, Call } from '../table/idempotency.ts'
import type { IdentityRecord } from '../table/identity.ts'
import type { Inviter } from '../table/invitation.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import { type Bearer, type KeyBearer, outdated, type PersonBearer, recoveredAt } from './bearer.ts'
import { type Abroad, standingOf, standingOfKey, standingsAbroad } from './standing.ts'

/** Someone signed in, about themselves; `issuedAt` is their token's. */
export type SignedInCaller = Doer & Pick<PersonBearer, 'issuedAt'> & { readonly identity: IdentityRecord }

/** A person as they call in an organization, with what their token says. */
export type CallingPerson = Pick<PersonBearer, 'identityId' | 'issuedAt'> & {
  /** Their own profile there, or the one they act from (A12). */
  readonly profile: { readonly organizationId: OrganizationId; readonly profileId: ProfileId }
}

/** Someone who may do what the route asks for, in that organization. */
export type OrganizationCaller = Doer & {
  readonly organization: OrganizationRecord
  /** What they hold there, as it was read to authorise them. */
  readonly situation: Situation
  /** Who it is, where it is a person; undefined where an API key calls. */
  readonly person: CallingPerson | undefined
}

/** The caller as whoever invites somebody: their right to give is asked again at acceptance (I10). */
export const inviterOf = ({ principal, person, organization }: OrganizationCaller): Inviter =>
  person
    ? {
        principal,
        identityId: person.identityId,
        organizationId: person.profile.organizationId,
        profileId: person.profile.profileId,
      }
    : { principal, organizationId: organization.organizationId }

/** The person who calls, for what no key may do: a permission that keys never hold has asked for it already. */
export function personOf({ person }: OrganizationCaller): CallingPerson {
  if (!person) throw new Error('an API key came as far as what only people may do')
  return person
}

/** A signed-in person whose token still counts, and the answer to their Idempotency-Key if there is one. */
export async function signIn(
  bearer: Bearer,
  call: Call | undefined,
  now: string,
): Promise<{ caller: SignedInCaller; answer: Answer | BegunCall | undefined }> {
  if (bearer.kind === 'key')
    throw new Problem('unauthenticated', {
      detail: 'This is for a signed-in person about themselves; an API key acts in its organization.',
    })
  const { identityId, principal, issuedAt, origin } = bearer
  const { identity, answer } = await readSignedIn(identityId, call, now)
  if (identity?.state !== 'accepted' || issuedAt < identity.tokensValidFrom) throw outdated()
  return { caller: { principal, origin, issuedAt, identity }, answer }
}

/** Whether one of the caller's organizations takes their token: it does not take those from before they were signed out there (A13). */
export const takesToken = (
  { tokensValidFrom }: Pick<AccessItem, 'tokensValidFrom'>,
  { issuedAt }: Pick<PersonBearer, 'issuedAt'>,
): boolean => issuedAt >= tokensValidFrom

/** Refuses a signed-in caller whose token one of their organizations does not take. */
export function requireCurrentToken(
  caller: Pick<PersonBearer, 'issuedAt'>,
  access: Pick<AccessItem, 'tokensValidFrom'>,
): void {
  if (!takesToken(access, caller)) throw outdated()
}

/** What is asked for, and where. */
export type Wanted = {
  /** Any of these will do. */
  readonly asked: readonly Asked[]
  readonly organizationId: OrganizationId
  /** The group that the call is about, where its path names one. */
  readonly groupId: GroupId | undefined
  /** What is asked for may be done to an organization that was removed. */
  readonly whileRemoved: boolean
  /** Whom a refusal tells that the organization exists: those who are `known` there (403), or only those who are `permitted`. */
  readonly absentUnless: 'known' | 'permitted'
  readonly call: Call | undefined
  /** What the operation wants read in the same round trip (T2): nothing that comes of it is answered before the caller is authorised. */
  readonly alongside?: readonly Key[]
  readonly now: string
}

/**
 * Authorises a caller in an organization: one strongly consistent read of two items, and a second one for whoever is not allowed
 * by those, because they may act for the organization's parent or for the provider. Throws `not-found` for what the caller may
 * not know of (A11), `forbidden` otherwise.
 */
export const authorise = (bearer: Bearer, wanted: Wanted): Promise<Authorised> =>
  bearer.kind === 'key' ? authoriseKey(bearer, wanted) : authorisePerson(bearer, wanted)

/** A caller who may, the answer to their Idempotency-Key if there is one, and what was read alongside, key by key. */
type Authorised = {
  readonly caller: OrganizationCaller
  readonly answer: Answer | BegunCall | undefined
  readonly alongside: readonly (Item | undefined)[]
}

/** A key of the organization itself, or nobody: it acts nowhere else. The same two items are read, whatever it asks for. */
async function authoriseKey(
  { keyId, organizationId: own, secretHash, principal, origin }: KeyBearer,
  wanted: Wanted,
): Promise<Authorised> {
  const { asked, organizationId, absentUnless, call, alongside = [], now } = wanted
  const atOnce = alongside.length <= fewKeys || secretsSeen.has(secretHash) ? alongside : []
  const { key, organization, answer, more } = await readKeyAuthorisation(
    { organizationId: own, keyId },
    organizationId,
    call,
    now,
    atOnce,
  )
  if (!key || !takesSecret(key, secretHash, now, recoveredAt()))
    throw new Problem('unauthenticated', { detail: 'The API key is not known, has expired, or was revoked.' })
  await noteKeyUse(key, now)
  if (organizationId !== own || !organization || organization.status === 'removed') throw new Problem('not-found')
  const situation: Situation = standingOfKey(organization, key)
  if (!mayHere(situation, organization, wanted)) {
    if (absentUnless === 'permitted') throw new Problem('not-found')
    throw new Problem('forbidden', { detail: whatIsMissing(asked, organization) })
  }
  remember(secretHash)
  const read = atOnce === alongside ? more : await getItems(alongside)
  return { caller: { principal, origin, organization, situation, person: undefined }, answer, alongside: read }
}

/**
 * Anybody can write a text in the form of a key, which is found out by the read itself: for one that was not good here before, no more than this is
 * read along with it. What was good is judged anew all the same (A3); it is remembered for what may be read, and for nothing else.
 */
const fewKeys = 4
const mostSeen = 1000
const secretsSeen = new Set<string>()
function remember(secretHash: string): void {
  if (secretsSeen.size >= mostSeen) secretsSeen.clear()
  secretsSeen.add(secretHash)
}

/** When a key was last used is not worth failing a request for. */
async function noteKeyUse(key: ApiKeyRecord, now: string): Promise<void> {
  try {
    await noteUse(key, now)
  } catch (error) {
    log('warn', 'api-key.use-not-noted', { organizationId: key.organizationId, ...loggableError(error) })
  }
}

/** Whether somebody holds any of what is asked for in the organization itself, or in the group that the call names. */
function mayHere(
  who: Situation,
  organization: OrganizationRecord | undefined,
  { asked, groupId, now }: Wanted,
): boolean {
  return asked
    .filter(
      (one) =>
        one.in === undefined || one.in === 'group' || (one.in === 'provider' && organization?.kind === 'provider'),
    )
    .some(({ permission, in: place }) => {
      const group = place === 'group' ? groupId : undefined
      return evaluate(who, { permission, group, at: now }).allowed
    })
}

async function authorisePerson(bearer: PersonBearer, wanted: Wanted): Promise<Authorised> {
  const { asked, organizationId, absentUnless, whileRemoved, call, now } = wanted
  const { identityId, principal, origin, issuedAt } = bearer
  const read = await readAuthorisation(identityId, organizationId, call, now, wanted.alongside)
  const { access, organization, answer, more: alongside } = read
  if (access && issuedAt < access.tokensValidFrom) throw outdated()

  const own = organization && (await standingOf(organization, access))
  const callerWith = (profile: CallingPerson['profile'], situation: Situation, here: OrganizationRecord) => ({
    principal,
    origin,
    organization: here,
    situation,
    profile,
    person: { identityId, issuedAt, profile },
  })
  if (organization && own && access && mayHere(own, organization, wanted))
    return { caller: callerWith(access, own, organization), answer, alongside }

  const abroad = (await standingsAbroad(identityId, organization)).filter(
    ({ access: there }) => issuedAt >= there.tokensValidFrom,
  )
  if (!organization || !own || (organization.status === 'removed' && !whileRemoved)) throw new Problem('not-found')
  const situation: Situation = { ...own, actingFrom: abroad.map(({ standing }) => standing) }
  const actingFor = actsFor(situation, now)[0]

  const profile = abroad.find(({ standing }) => standing.organization.organizationId === actingFor)?.access ?? access
  if (profile && mayHere(situation, organization, wanted))
    return { caller: { ...callerWith(profile, situation, organization), actingFor }, answer, alongside }
  for (const there of abroad) {
    const from = there.standing.organization.organizationId
    if (
      asked.some(
        (one) =>
          isAskedOf(one, there, organization) &&
          evaluate(there.standing, { permission: one.permission, at: now }).allowed,
      )
    )
      return { caller: { ...callerWith(there.access, situation, organization), actingFor: from }, answer, alongside }
  }

  const known = access?.status === 'active' || actingFor !== undefined
  if (absentUnless === 'permitted' || !known || organization.status === 'removed') throw new Problem('not-found')
  throw new Problem('forbidden', { detail: whatIsMissing(asked, organization) })
}

/** Whether a permission is asked for in that other organization: the parent of the one that the call is about, or the provider. */
function isAskedOf({ in: place }: Asked, { standing }: Abroad, about: OrganizationRecord): boolean {
  if (place === 'parent') return standing.organization.organizationId === about.parentId
  return place === 'provider' && standing.organization.kind === 'provider'
}

function whatIsMissing(asked: readonly Asked[], organization: OrganizationRecord): string {
  if (organization.status === 'suspended' && asked.some((one) => one.in === undefined || one.in === 'group'))
    return 'The organization is suspended; ask whoever administers it to resume it.'
  const wanted = asked.map(({ permission, in: place }) =>
    place === undefined
      ? permission
      : `${permission} in ${{ parent: 'its parent organization', provider: 'the provider', group: 'the group' }[place]}`,
  )
  return `It takes the permission ${wanted.join(', or ')}; ask an administrator of the organization for it.`
}
