import type { Asked } from '../contract/route.ts'
import { actsFor, evaluate, type Situation } from '../domain/evaluator.ts'
import {
  type GroupId,
  type IdentityId,
  isId,
  type OrganizationId,
  type Principal,
  type ProfileId,
} from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { optionalEnv } from '../platform/env.ts'
import type { AccessItem } from '../table/access.ts'
import type { Doer, Origin } from '../table/activity.ts'
import { readAuthorisation, readSignedIn } from '../table/authorisation.ts'
import type { Answer, BegunCall, Call } from '../table/idempotency.ts'
import type { IdentityRecord } from '../table/identity.ts'
import type { Inviter } from '../table/invitation.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import { type HttpEvent, originOf } from './event.ts'
import { type Abroad, standingOf, standingsAbroad } from './standing.ts'

/** Who a valid token names, before anyone has asked what they may do. */
export type Bearer = {
  readonly principal: Principal
  readonly identityId: IdentityId
  /** Seconds since 1970. */
  readonly issuedAt: number
  readonly origin: Origin
}

/** Someone signed in, about themselves; `issuedAt` is their token's. */
export type SignedInCaller = Doer & Pick<Bearer, 'issuedAt'> & { readonly identity: IdentityRecord }

/** Someone who may do what the route asks for, in that organization; `issuedAt` is their token's. */
export type OrganizationCaller = Doer & {
  readonly identityId: IdentityId
  readonly issuedAt: number
  readonly organization: OrganizationRecord
  /** Their own profile there, or the one they act from (A12). */
  readonly profile: { readonly organizationId: OrganizationId; readonly profileId: ProfileId }
  /** What they hold there, as it was read to authorise them. */
  readonly situation: Situation
}

/** The caller as whoever invites somebody: their right to give is asked again at acceptance (I10). */
export const inviterOf = ({ principal, identityId, profile }: OrganizationCaller): Inviter => ({
  principal,
  identityId,
  organizationId: profile.organizationId,
  profileId: profile.profileId,
})

/** Takes who it is from the gateway's authorizer, and judges the token's times again: its answer may be a minute old (T1). */
export function authenticate(event: HttpEvent, now: string): Bearer {
  const { principal, issuedAt, expiresAt } = event.requestContext.authorizer?.lambda ?? {}
  const identityId = principal?.startsWith('user:') ? principal.slice('user:'.length) : undefined
  if (!isId('identity', identityId) || issuedAt === undefined || expiresAt === undefined)
    throw new Problem('unauthenticated')
  if (expiresAt * 1000 <= Date.parse(now))
    throw new Problem('unauthenticated', { detail: 'The access token has expired.' })
  // The table may have forgotten who was signed out or removed since its backup: nobody's token of before counts.
  const recoveredAt = optionalEnv('RECOVERED_AT')
  if (recoveredAt !== undefined && issuedAt * 1000 < Date.parse(recoveredAt)) throw outdated()
  return { principal: `user:${identityId}`, identityId, issuedAt, origin: originOf(event) }
}

const outdated = () => new Problem('unauthenticated', { detail: 'The access token is no longer valid: sign in again.' })

/** A signed-in person whose token still counts, and the answer to their Idempotency-Key if there is one. */
export async function signIn(
  { identityId, principal, issuedAt, origin }: Bearer,
  call: Call | undefined,
  now: string,
): Promise<{ caller: SignedInCaller; answer: Answer | BegunCall | undefined }> {
  const { identity, answer } = await readSignedIn(identityId, call, now)
  if (identity?.state !== 'accepted' || issuedAt < identity.tokensValidFrom) throw outdated()
  return { caller: { principal, origin, issuedAt, identity }, answer }
}

/** Whether one of the caller's organizations takes their token: it does not take those from before they were signed out there (A13). */
export const takesToken = (
  { tokensValidFrom }: Pick<AccessItem, 'tokensValidFrom'>,
  { issuedAt }: Pick<Bearer, 'issuedAt'>,
): boolean => issuedAt >= tokensValidFrom

/** Refuses a signed-in caller whose token one of their organizations does not take. */
export function requireCurrentToken(
  caller: Pick<Bearer, 'issuedAt'>,
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
  readonly now: string
}

/**
 * Authorises a caller in an organization: one strongly consistent read of two items, and a second one for whoever is not allowed
 * by those, because they may act for the organization's parent or for the provider. Throws `not-found` for what the caller may
 * not know of (A11), `forbidden` otherwise.
 */
export async function authorise(
  bearer: Bearer,
  { asked, organizationId, groupId, absentUnless, whileRemoved, call, now }: Wanted,
): Promise<{ caller: OrganizationCaller; answer: Answer | BegunCall | undefined }> {
  const { identityId, principal, origin, issuedAt } = bearer
  const { access, organization, answer } = await readAuthorisation(identityId, organizationId, call, now)
  if (access && issuedAt < access.tokensValidFrom) throw outdated()

  const own = organization && (await standingOf(organization, access))
  const here = asked.filter(
    (one) => one.in === undefined || one.in === 'group' || (one.in === 'provider' && organization?.kind === 'provider'),
  )
  const mayHere = (who: Situation) =>
    here.some(({ permission, in: place }) => {
      const group = place === 'group' ? groupId : undefined
      return evaluate(who, { permission, group, at: now }).allowed
    })
  if (own && access && mayHere(own))
    return {
      caller: { principal, identityId, issuedAt, origin, organization, profile: access, situation: own },
      answer,
    }

  const abroad = (await standingsAbroad(identityId, organization)).filter(
    ({ access: there }) => issuedAt >= there.tokensValidFrom,
  )
  if (!organization || !own || (organization.status === 'removed' && !whileRemoved)) throw new Problem('not-found')
  const situation: Situation = { ...own, actingFrom: abroad.map(({ standing }) => standing) }
  const actingFor = actsFor(situation, now)[0]
  const caller = { principal, identityId, issuedAt, origin, organization, situation }

  const profile = abroad.find(({ standing }) => standing.organization.organizationId === actingFor)?.access ?? access
  if (profile && mayHere(situation)) return { caller: { ...caller, actingFor, profile }, answer }
  for (const there of abroad) {
    const from = there.standing.organization.organizationId
    if (
      asked.some(
        (one) =>
          isAskedOf(one, there, organization) &&
          evaluate(there.standing, { permission: one.permission, at: now }).allowed,
      )
    )
      return { caller: { ...caller, actingFor: from, profile: there.access }, answer }
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
