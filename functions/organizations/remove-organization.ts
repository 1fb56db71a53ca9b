import { removedAt } from '../../shared/domain/organization.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { whileWithoutCustomers } from '../../shared/table/customers.ts'
import { remind } from '../../shared/table/due.ts'
import { everyone, rightsWhileActive } from './everyones-access.ts'
import { organizationReply } from './organization-reply.ts'
import { switchOrganization } from './switch-organization.ts'
import { leavingParent } from './under-parent.ts'

/** Ends access at once, and sets the day on which what is left is erased (O5). The parent may ask for it twice. */
export const removeOrganization: Operation<'removeOrganization'> = async (request) => {
  const { organization } = request.caller
  const { organizationId, kind, status, erasedAt } = organization
  if (kind === 'provider') throw new Problem('provider-stays')
  if (erasedAt !== undefined) throw new Problem('not-found')
  if (status === 'removed') return request.commit([], organizationReply(organization))
  const to = removedAt(status, request.now)
  return switchOrganization(request, {
    to,
    action: 'organization.removed',
    // Whoever announces it goes by this: one that was suspended takes nothing by being removed.
    about: { statusBefore: status },
    beside: [
      whileWithoutCustomers(organizationId, new Problem('has-customers')),
      ...(await leavingParent(organization)),
      remind({ kind: 'organization-erasure', at: to.removal.restorableUntil, organizationId }),
    ],
    affected: everyone({ loses: status === 'active' ? rightsWhileActive(organization) : [] }),
  })
}
