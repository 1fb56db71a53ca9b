import type { Operation } from '../../shared/frame/operation.ts'
import { everyone, rightsOfService } from './everyones-access.ts'
import { organizationReply } from './organization-reply.ts'
import { switchOrganization } from './switch-organization.ts'

/** Switches a service off (O2): its application roles give nothing and cannot be chosen, and memberships outlive the pause. */
export const deactivateService: Operation<'deactivateService'> = async (request) => {
  const { organization } = request.caller
  const { service } = request.params
  if (!organization.services.includes(service)) return request.commit([], organizationReply(organization))
  return switchOrganization(request, {
    to: { services: organization.services.filter((one) => one !== service), accessVersion: request.newId('activity') },
    action: 'service.deactivated',
    about: { service },
    affected: everyone({ loses: rightsOfService(service) }),
  })
}
