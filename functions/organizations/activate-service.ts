import type { Operation } from '../../shared/frame/operation.ts'
import { everyone, rightsOfService } from './everyones-access.ts'
import { organizationReply } from './organization-reply.ts'
import { switchOrganization } from './switch-organization.ts'

/** Switches a service on (O2). Its standard permission groups live in code and count from now on, for whoever is in them already too. */
export const activateService: Operation<'activateService'> = async (request) => {
  const { organization } = request.caller
  const { service } = request.params
  if (organization.services.includes(service)) return request.commit([], organizationReply(organization))
  return switchOrganization(request, {
    to: { services: [...organization.services, service].sort(), accessVersion: request.newId('activity') },
    action: 'service.activated',
    about: { service },
    affected: everyone({ gains: rightsOfService(service) }),
  })
}
