import type { Permission } from '../domain/catalog.ts'
import { evaluate, type Situation } from '../domain/evaluator.ts'
import {
  deployer,
  everythingGiven,
  type Gained,
  type GrantRefusal,
  granterOf,
  mayActUpon,
  mayGrant,
} from '../domain/may-grant.ts'
import { Problem } from '../domain/problems.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import { hasActiveOwner } from '../table/owners.ts'
import type { ProfileRecord } from '../table/profile.ts'
import { type OrganizationCaller, takesToken } from './caller.ts'
import { definitionsFor } from './definitions.ts'
import { situationOf } from './standing.ts'

/**
 * Asks whether somebody may give all of this in the organization (A4). Owners are counted only where Owner is given;
 * `onlyWithoutOwner` then says that it is allowed because there is none, which the transaction must hold on to (O3).
 */
export async function judgeGrant(
  who: Situation | 'deployer',
  gained: Gained,
  organization: OrganizationRecord,
  now: string,
  reasonGiven = false,
): Promise<{ readonly refusal: GrantRefusal | undefined; readonly onlyWithoutOwner: boolean }> {
  const granter = who === 'deployer' ? deployer : granterOf(who, now)
  const owned = gained.owner ? await hasActiveOwner(organization.organizationId) : true
  const answer = mayGrant(granter, gained, { kind: organization.kind, hasActiveOwner: owned, reasonGiven })
  return { refusal: answer === 'ok' ? undefined : answer, onlyWithoutOwner: gained.owner && !owned && !granter.owner }
}

/**
 * As `judgeGrant`, for an operation: the refusal is the problem of that name. What authorised the caller may be less than what they
 * hold, since own and delegated grants are united (A12), so all of it is read before they are refused.
 */
export async function requireGrant(
  caller: OrganizationCaller,
  gained: Gained,
  now: string,
  reasonGiven = false,
): Promise<{ readonly onlyWithoutOwner: boolean }> {
  const { situation, organization } = caller
  let judged = await judgeGrant(situation, gained, organization, now, reasonGiven)
  if (judged.refusal && situation.actingFrom === undefined) {
    const united = await everythingHeld(caller, now)
    if (united) judged = await judgeGrant(united.situation, gained, organization, now, reasonGiven)
  }
  if (judged.refusal) throw new Problem(judged.refusal)
  return judged
}

/**
 * Asks whether the caller may act upon somebody (A5): change their address, reset their MFA, sign them out, deactivate, reactivate,
 * remove, send again. Throws `cannot-grant` towards whoever holds what the caller could not give, `owner-only` towards an owner.
 */
export async function requireMayActUpon(
  caller: OrganizationCaller,
  profile: ProfileRecord,
  now: string,
): Promise<void> {
  const { situation, organization } = caller
  const judge = await judgeOfActs({ organization, profile }, now)
  let answer = judge(situation)
  if (answer !== 'ok' && situation.actingFrom === undefined) {
    const united = await everythingHeld(caller, now)
    if (united) answer = judge(united.situation)
  }
  if (answer !== 'ok') throw new Problem(answer)
}

/** Asks for a permission beside the one that the route asks for, where a call does more than its route always does. Throws `forbidden`. */
export async function requireAlso(caller: OrganizationCaller, permission: Permission, now: string): Promise<void> {
  const holds = (who: Situation) => evaluate(who, { permission, at: now }).allowed
  if (holds(caller.situation)) return
  const united = caller.situation.actingFrom === undefined ? await everythingHeld(caller, now) : undefined
  if (united && holds(united.situation)) return
  throw new Problem('forbidden', {
    detail: `It takes the permission ${permission} as well; ask an administrator of the organization for it.`,
  })
}

/** What a person holds in an organization in every way that takes their token (A12, A13); undefined for a key, which has one way alone. */
const everythingHeld = ({ person, organization }: Pick<OrganizationCaller, 'person' | 'organization'>, now: string) =>
  person && situationOf(person.identityId, organization.organizationId, now, (abroad) => takesToken(abroad, person))

/**
 * Whether somebody may act so upon that person that it reaches their profile in another organization too (A13): there, they manage
 * profiles, and may act upon it (A5).
 */
export async function mayActThere(
  caller: OrganizationCaller,
  there: { readonly organization: OrganizationRecord; readonly profile: ProfileRecord },
  now: string,
): Promise<boolean> {
  const { person } = caller
  const who = await everythingHeld({ person, organization: there.organization }, now)
  if (!person || !who?.records.every((record) => takesToken(record, person))) return false
  if (!evaluate(who.situation, { permission: 'profiles:manage', at: now }).allowed) return false
  return (await judgeOfActs(there, now))(who.situation) === 'ok'
}

/** Whether the caller owns the provider. */
export async function ownsTheProvider(caller: OrganizationCaller, now: string): Promise<boolean> {
  const united = await everythingHeld(caller, now)
  if (!united) return false
  const { owner, ownsProvider } = granterOf(united.situation, now)
  return ownsProvider || (owner && caller.organization.kind === 'provider')
}

/** What must be known of a person to say who may act upon them, read once. */
async function judgeOfActs(
  { organization, profile }: { readonly organization: OrganizationRecord; readonly profile: ProfileRecord },
  now: string,
): Promise<(who: Situation) => ReturnType<typeof mayActUpon>> {
  const definitions = await definitionsFor(organization, profile)
  const held = everythingGiven(profile, { organization, definitions }, now)
  const owned = held.owner ? await hasActiveOwner(organization.organizationId) : true
  return (who) => mayActUpon(granterOf(who, now), held, { kind: organization.kind, hasActiveOwner: owned })
}
