import { services } from '../../shared/domain/catalog.ts'
import { definedWith, permissionGroupInForce } from '../../shared/domain/definitions.ts'
import { id, type PermissionGroupId } from '../../shared/domain/ids.ts'
import {
  announceAccessChanges,
  announceWhoChangedSince,
  type Circumstances,
  membersInPages,
  rolesTold,
  servicesOf,
} from '../../shared/frame/announcing.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import type { AccessChanged } from '../../shared/platform/bus.ts'
import { definitionsAmong } from '../../shared/table/definitions.ts'
import { everyoneInPages } from '../../shared/table/everyone.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { listPermissionGroups } from '../../shared/table/permission-group.ts'

/**
 * Tells connected applications what a changed definition, a switched service, or an organization that was suspended or is back did to
 * the application roles of everyone concerned. What befalls one person is told with its own activity.
 */
export const announceAccessChangesOfMany = async (activity: ActivityEvent): Promise<void> => {
  const organization = await getOrganization(activity.organizationId)
  if (!organization) return
  if (activity.action === 'permission-group.changed') return announceDefinition(activity, organization)
  const [before, after] = thenAndNow(activity, organization)
  const told: AccessChanged[] = []
  for await (const people of everyoneInPages(organization.organizationId)) {
    const definitions = await definitionsFor(organization, ...people)
    const [was, is] = [
      { organization: before, definitions },
      { organization: after, definitions },
    ]
    told.push(...(await announceAccessChanges(activity, people, was, is)))
  }
  const { service = undefined } = activity.about
  const concerned = services.map(({ id }) => id).filter((id) => service === undefined || id === service)
  await announceWhoChangedSince(activity, concerned, told)
}

export const handler = eventFunction(announceAccessChangesOfMany)

/** Everyone in the group, and in those that were replaced by it and have not been emptied yet. */
async function announceDefinition(activity: ActivityEvent, organization: OrganizationRecord): Promise<void> {
  const { permissionGroupId, applicationRolesBefore, applicationRolesAfter } = activity.about
  const changed = id('permissionGroup', String(permissionGroupId))
  const [was, is] = [rolesTold(applicationRolesBefore), rolesTold(applicationRolesAfter)]
  if (String(was) === String(is)) return
  const { organizationId } = organization
  const told: AccessChanged[] = []
  for (const concerned of await leadingTo(changed, organization)) {
    for await (const people of membersInPages({ organizationId, permissionGroupId: concerned })) {
      const definitions = await definitionsFor(organization, ...people)
      const circumstances = (roles: typeof was): Circumstances => ({
        organization,
        definitions: definedWith(definitions, changed, roles),
      })
      told.push(...(await announceAccessChanges(activity, people, circumstances(was), circumstances(is))))
    }
  }
  await announceWhoChangedSince(activity, servicesOf(was, is), told)
}

async function leadingTo(
  changed: PermissionGroupId,
  { organizationId }: OrganizationRecord,
): Promise<readonly PermissionGroupId[]> {
  const own = await listPermissionGroups(organizationId)
  const definitions = definitionsAmong(own)
  const replaced = own
    .map(({ permissionGroupId }) => permissionGroupId)
    .filter((one) => permissionGroupInForce(one, definitions)?.permissionGroupId === changed)
  return [...new Set([changed, ...replaced])]
}

/** The organization as it was before the activity and after it, by what the activity says and not by what has become of it since. */
function thenAndNow(
  { action, about }: ActivityEvent,
  organization: OrganizationRecord,
): readonly [OrganizationRecord, OrganizationRecord] {
  const with_ = (status: OrganizationRecord['status']) => ({ ...organization, status })
  if (action === 'service.activated' || action === 'service.deactivated') {
    const switched = services.map((service) => service.id).filter((service) => service === about.service)
    const off = { ...organization, services: organization.services.filter((service) => !switched.includes(service)) }
    const on = { ...off, services: [...off.services, ...switched] }
    return action === 'service.activated' ? [off, on] : [on, off]
  }
  const ends = action === 'organization.suspended' || action === 'organization.removed'
  // One that is removed while it is suspended takes nothing by that, and gives nothing back when it is restored as suspended.
  const otherwise = ends ? about.statusBefore : about.statusAfter
  const inForce = with_(otherwise === 'suspended' ? 'suspended' : 'active')
  return ends ? [inForce, with_('suspended')] : [with_('suspended'), inForce]
}
