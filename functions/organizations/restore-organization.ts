import { restoredAt } from '../../shared/domain/organization.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { forget } from '../../shared/table/due.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { everyone, rightsWhileActive } from './everyones-access.ts'
import { organizationReply } from './organization-reply.ts'
import { switchOrganization } from './switch-organization.ts'
import { underParent } from './under-parent.ts'

/**
 * Undoes a removal within its 30 days (O5): the organization stands as it stood before, suspended if it was. Its parent may have got
 * a parent of its own meanwhile, so the two levels are asked for again.
 */
export const restoreOrganization: Operation<'restoreOrganization'> = async (request) => {
  const { organization } = request.caller
  const { organizationId, parentId, status, removal, erasedAt } = organization
  if (erasedAt !== undefined) throw new Problem('not-found')
  if (status !== 'removed' || !removal) return request.commit([], organizationReply(organization))
  const to = restoredAt(organization, request.now)
  if (!to) throw new Problem('restore-too-late')
  const parent = parentId === 'none' ? undefined : await getOrganization(parentId)
  if (!parent) throw new Error('a customer has a parent')
  return switchOrganization(request, {
    to,
    action: 'organization.restored',
    about: { statusAfter: to.status },
    beside: [
      ...(await underParent(parent)),
      forget({ kind: 'organization-erasure', at: removal.restorableUntil, organizationId }),
    ],
    affected: everyone({ gains: to.status === 'active' ? rightsWhileActive(organization) : [] }),
  })
}
