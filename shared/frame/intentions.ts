import { systemPermissionGroup } from '../domain/catalog.ts'
import { permissionGroupInForce, roleInForce } from '../domain/definitions.ts'
import type { GroupAccess, RoleGrant, Validity } from '../domain/evaluator.ts'
import { type GroupId, id, type PermissionGroupId } from '../domain/ids.ts'
import { getItems } from '../table/authorisation.ts'
import { groupKey, parseGroup } from '../table/group.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import { definitionsFor } from './definitions.ts'

type Intended = Pick<ProfileRecord, 'defaultRole' | 'permissionGroups' | 'groups'>

/**
 * What a draft was to be given, as it can be given now: what was replaced stands for its replacement (A10). `gone` names the ids of what is
 * no more, or whose service is paused (C5).
 */
export async function intentionsInForce(
  organization: OrganizationRecord,
  draft: Intended,
): Promise<{ readonly grants: Intended; readonly gone: readonly string[] }> {
  const { grants, gone } = await stillThere(organization, draft)
  const paused = Object.keys(grants.permissionGroups).filter((one) => {
    const service = systemPermissionGroup(id('permissionGroup', one))?.service
    return service && !organization.services.includes(service)
  })
  return { grants, gone: [...gone, ...paused] }
}

/** The same without asking whether services are paused: what of it is still there, for somebody to whom nothing is given now. */
export const intentionsStillThere = async (organization: OrganizationRecord, draft: Intended): Promise<Intended> =>
  (await stillThere(organization, draft)).grants

async function stillThere(organization: OrganizationRecord, draft: Intended) {
  const { organizationId, kind } = organization
  const definitions = await definitionsFor(organization, draft)
  const gone: string[] = []
  const inForce = (grant: RoleGrant): RoleGrant | undefined => {
    const role = roleInForce(grant.roleId, definitions, kind)
    if (!role) gone.push(grant.roleId)
    return role && { ...grant, roleId: role.roleId }
  }
  const permissionGroups: Record<PermissionGroupId, Validity> = {}
  for (const [key, validity] of Object.entries(draft.permissionGroups)) {
    const group = permissionGroupInForce(id('permissionGroup', key), definitions)
    if (group) permissionGroups[group.permissionGroupId] = validity
    else gone.push(key)
  }
  const groups: Record<GroupId, GroupAccess> = {}
  const named = Object.keys(draft.groups).map((key) => id('group', key))
  const found = await getItems(named.map((groupId) => groupKey({ organizationId, groupId })))
  for (const [position, groupId] of named.entries()) {
    const { groupRole, ...access } = draft.groups[groupId] ?? { byHand: true }
    const role = groupRole && inForce(groupRole)
    if (parseGroup(found[position])?.state !== 'active') gone.push(groupId)
    else groups[groupId] = { ...access, ...(role && { groupRole: role }) }
  }
  const defaultRole = draft.defaultRole && inForce(draft.defaultRole)
  return { grants: { defaultRole, permissionGroups, groups }, gone }
}
