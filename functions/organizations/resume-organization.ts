import type { Operation } from '../../shared/frame/operation.ts'
import { everyone, rightsWhileActive } from './everyones-access.ts'
import { organizationReply } from './organization-reply.ts'
import { switchOrganization } from './switch-organization.ts'

/** Gives back what suspending stopped (O4). */
export const resumeOrganization: Operation<'resumeOrganization'> = async (request) => {
  const { organization } = request.caller
  if (organization.status !== 'suspended') return request.commit([], organizationReply(organization))
  return switchOrganization(request, {
    to: { status: 'active' },
    action: 'organization.resumed',
    affected: everyone({ gains: rightsWhileActive(organization) }),
  })
}
