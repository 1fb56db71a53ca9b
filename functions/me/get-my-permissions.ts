import { Problem } from '../../shared/domain/problems.ts'
import { requireCurrentToken, takesToken } from '../../shared/frame/caller.ts'
import { heldPermissions, isGroupHere, requireGroup } from '../../shared/frame/held-permissions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { situationOf } from '../../shared/frame/standing.ts'

/** What the caller may do in an organization, their own grants and those of acting for it united (A12), by the one evaluator (A1). */
export const getMyPermissions: Operation<'getMyPermissions'> = async ({ caller, query, now }) => {
  const { organizationId, groupId: group } = query
  const { identityId } = caller.identity
  const [found, isHere] = await Promise.all([
    situationOf(identityId, organizationId, now, (abroad) => takesToken(abroad, caller)),
    isGroupHere(organizationId, group),
  ])
  if (!found || found.situation.organization.status === 'removed') throw new Problem('not-found')
  const { situation, records } = found
  for (const record of records) requireCurrentToken(caller, record)
  const items = heldPermissions(situation, { group, at: now })
  if (!situation.access && items.length === 0) throw new Problem('not-found')
  requireGroup(isHere, 'query#/groupId')
  return { items, nothingBecause: items.length > 0 ? null : reasonFor(situation) }
}

function reasonFor({ organization, access }: NonNullable<Awaited<ReturnType<typeof situationOf>>>['situation']) {
  if (organization.status === 'suspended') return 'organization-suspended'
  return access?.status === 'deactivated' ? 'deactivated' : null
}
