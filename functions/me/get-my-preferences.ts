import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { membershipIn } from './membership.ts'
import { preferencesReply } from './preferences-reply.ts'

/** Which notifications the caller has switched off in one of their organizations. */
export const getMyPreferences: Operation<'getMyPreferences'> = async ({ query: { organizationId }, caller }) => {
  const membership = await membershipIn(organizationId, caller)
  if (!membership) throw new Problem('not-found')
  return preferencesReply(membership.profile)
}
