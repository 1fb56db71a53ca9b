import type { Situation } from '../domain/evaluator.ts'
import { deployer, type Gained, type GrantRefusal, granterOf, mayGrant } from '../domain/may-grant.ts'
import { Problem } from '../domain/problems.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import { hasActiveOwner } from '../table/owners.ts'

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

/** As `judgeGrant`, for an operation: the refusal is the problem of that name. */
export async function requireGrant(
  who: Situation,
  gained: Gained,
  organization: OrganizationRecord,
  now: string,
): Promise<{ readonly onlyWithoutOwner: boolean }> {
  const { refusal, onlyWithoutOwner } = await judgeGrant(who, gained, organization, now)
  if (refusal) throw new Problem(refusal)
  return { onlyWithoutOwner }
}
