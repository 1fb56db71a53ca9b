import type { Situation } from '../domain/evaluator.ts'
import { deployer, type Gained, type GrantRefusal, granterOf, mayGrant } from '../domain/may-grant.ts'
import { Problem } from '../domain/problems.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import { hasActiveOwner } from '../table/owners.ts'
import type { OrganizationCaller } from './caller.ts'
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
): Promise<{ readonly refusal: GrantRefusal | undefined; readonly onlyWithoutOwner: boolean }> {
  const granter = who === 'deployer' ? deployer : granterOf(who, now)
  const owned = gained.owner ? await hasActiveOwner(organization.organizationId) : true
  const answer = mayGrant(granter, gained, { kind: organization.kind, hasActiveOwner: owned })
  return { refusal: answer === 'ok' ? undefined : answer, onlyWithoutOwner: gained.owner && !granter.owner }
}

/**
 * As `judgeGrant`, for an operation: the refusal is the problem of that name. What authorised the caller may be less than what they
 * hold, since own and delegated grants are united (A12), so all of it is read before they are refused.
 */
export async function requireGrant(
  { situation, identityId, organization }: OrganizationCaller,
  gained: Gained,
  now: string,
): Promise<{ readonly onlyWithoutOwner: boolean }> {
  let judged = await judgeGrant(situation, gained, organization, now)
  if (judged.refusal && situation.actingFrom === undefined) {
    const united = await situationOf(identityId, organization.organizationId, now)
    if (united) judged = await judgeGrant(united.situation, gained, organization, now)
  }
  if (judged.refusal) throw new Problem(judged.refusal)
  return judged
}
