import type { Operation } from '../../shared/frame/operation.ts'
import { everyone, rightsWhileActive } from './everyones-access.ts'
import { organizationReply } from './organization-reply.ts'
import { switchOrganization } from './switch-organization.ts'

/** Stops access and links at once (O4): the status alone decides, from the next request on. */
export const suspendOrganization: Operation<'suspendOrganization'> = async (request) => {
  const { organization } = request.caller
  if (organization.status !== 'active') return request.commit([], organizationReply(organization))
  return switchOrganization(request, {
    to: { status: 'suspended' },
    action: 'organization.suspended',
    affected: everyone({ loses: rightsWhileActive(organization) }),
  })
}
