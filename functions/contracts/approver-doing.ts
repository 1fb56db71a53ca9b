import type { Doing } from '../../shared/frame/contract-activity.ts'
import type { PageRequest } from '../../shared/frame/operation.ts'
import type { Doer } from '../../shared/table/activity.ts'
import type { OpenApprovalLink } from './open-approval-link.ts'

/** What an approver does by their link, as an activity remembers it: they act with their profile, by the contract's link. */
export function approverDoing(
  { contract, organization, profile }: OpenApprovalLink,
  { visitor, now, newId }: Pick<PageRequest<'askQuestion'>, 'visitor' | 'now' | 'newId'>,
): Doing {
  const { organizationId, profileId } = profile
  const by: Doer = {
    principal: `link:${contract.contractId}`,
    profile: { organizationId, profileId },
    organization,
    origin: visitor.origin,
  }
  return { by, now, newId }
}
