import { predefinedRole } from '../domain/catalog.ts'
import type { GroupId, PermissionGroupId, RoleId } from '../domain/ids.ts'
import { invalidField, Problem } from '../domain/problems.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import { namedPermissionGroups } from './named-permission-groups.ts'

/** What a draft or an invitation names of access. Ids of what is not here, another organization's included, are 400 with their pointer (T6). */
export async function intendedGrants(
  named: {
    readonly defaultRole?: RoleId | undefined
    readonly groups?: readonly GroupId[] | undefined
    readonly permissionGroups?: readonly PermissionGroupId[] | undefined
  },
  organization: OrganizationRecord,
): Promise<Pick<ProfileRecord, 'defaultRole' | 'permissionGroups'>> {
  const { defaultRole: roleId, groups = [], permissionGroups = [] } = named
  const role = roleId && predefinedRole(roleId)
  if (roleId && !role) throw invalidField('#/defaultRole', 'not-found', 'There is no such role here.')
  if (groups.length > 0) throw invalidField('#/groups/0', 'not-found', 'There is no such group here.')
  if (role?.level === 'group') throw new Problem('role-needs-group')
  return {
    defaultRole: roleId && { roleId },
    permissionGroups: await namedPermissionGroups(organization, permissionGroups, '#/permissionGroups'),
  }
}
