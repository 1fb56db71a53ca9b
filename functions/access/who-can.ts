import { evaluate } from '../../shared/domain/evaluator.ts'
import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { grantStep, isGroupHere, requireGroup } from '../../shared/frame/held-permissions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { summaryReply } from '../../shared/frame/profile-summary-reply.ts'
import { accessOf } from '../../shared/table/access.ts'
import { pageOfProfiles } from '../../shared/table/everyone.ts'
import { summarise } from '../../shared/table/profile.ts'

/**
 * Whoever of the organization may do something at this moment, by the one evaluator (A1). A page looks at as many people as its limit says, and is
 * short where some of them may not; whoever acts for the organization from elsewhere is not among them (A12).
 */
export const whoCan: Operation<'whoCan'> = async ({ params, query, caller, now }) => {
  const { organizationId } = params
  const { permission, groupId: group, limit } = query
  const list = ['whoCan', organizationId, permission, group ?? '']
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('profile', after)) throw new Problem('invalid-cursor')
  const [isHere, { items, next }] = await Promise.all([
    isGroupHere(organizationId, group),
    pageOfProfiles({ organizationId, limit, after }),
  ])
  requireGroup(isHere, 'query#/groupId')

  const { organization } = caller
  const definitions = await definitionsFor(organization, ...items)
  return {
    items: items.flatMap((profile) => {
      const { identityId } = profile
      const access = identityId && accessOf(profile, identityId, 0)
      const decision = evaluate({ organization, access, definitions }, { permission, group, at: now })
      return decision.allowed ? [{ ...summaryReply(summarise(profile)), path: decision.path.map(grantStep) }] : []
    }),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}
