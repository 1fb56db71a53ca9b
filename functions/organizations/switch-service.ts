import type { ServiceId } from '../../shared/domain/catalog.ts'
import { gapsChangedIn } from '../../shared/frame/coverage.ts'
import type { OperationRequest } from '../../shared/frame/operation.ts'
import { everyone, rightsOfService } from './everyones-access.ts'
import { organizationReply } from './organization-reply.ts'
import { switchOrganization } from './switch-organization.ts'

/** Switches a service on or off, and says which gaps in role coverage that opens and closes; says nothing twice. */
export async function switchService(request: OperationRequest<'activateService' | 'deactivateService'>, on: boolean) {
  const { caller, params, now, newId, commit } = request
  const { organization } = caller
  const { service } = params
  if (organization.services.includes(service) === on)
    return commit([], { ...organizationReply(organization), coverageChanges: [] })
  const others = organization.services.filter((one) => one !== service)
  const services: ServiceId[] = on ? [...others, service].sort() : others
  const coverageChanges = await gapsChangedIn(
    organization,
    () => ({ organization: { ...organization, services } }),
    now,
  )
  return switchOrganization(
    {
      caller,
      now,
      newId,
      commit: (writes, reply, affected) => commit(writes, { ...reply, coverageChanges }, affected),
    },
    {
      to: { services, accessVersion: newId('activity') },
      action: on ? 'service.activated' : 'service.deactivated',
      about: { service },
      affected: everyone(on ? { gains: rightsOfService(service) } : { loses: rightsOfService(service) }),
    },
  )
}
