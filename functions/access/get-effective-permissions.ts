import { Problem } from '../../shared/domain/problems.ts'
import { heldPermissions, isGroupHere, requireGroup } from '../../shared/frame/held-permissions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { situationOfProfile } from './situation-of-profile.ts'

/** What somebody may do across the organization or in a group, by the same evaluator that lets them (A1). */
export const getEffectivePermissions: Operation<'getEffectivePermissions'> = async ({ params, query, caller, now }) => {
  const [profile, isHere] = await Promise.all([getProfile(params), isGroupHere(params.organizationId, query.groupId)])
  if (!profile) throw new Problem('not-found')
  requireGroup(isHere, 'query#/groupId')
  const situation = await situationOfProfile(profile, caller.organization)
  return { items: heldPermissions(situation, { group: query.groupId, at: now }) }
}
