import { predefinedRole, systemPermissionGroup } from '../../shared/domain/catalog.ts'
import type { Validity } from '../../shared/domain/evaluator.ts'
import type { GroupId, PermissionGroupId, RoleId } from '../../shared/domain/ids.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** What an invitation names of access. Ids of what is not here, another organization's included, are 400 with their pointer (T6). */
export function intendedGrants(
  named: {
    readonly defaultRole?: RoleId | undefined
    readonly groups?: readonly GroupId[] | undefined
    readonly permissionGroups?: readonly PermissionGroupId[] | undefined
  },
  organization: Pick<OrganizationRecord, 'services'>,
): Pick<ProfileRecord, 'defaultRole' | 'permissionGroups'> {
  const { defaultRole: roleId, groups = [], permissionGroups = [] } = named
  const role = roleId && predefinedRole(roleId)
  if (roleId && !role) throw invalidField('#/defaultRole', 'not-found', 'There is no such role here.')
  if (groups.length > 0) throw invalidField('#/groups/0', 'not-found', 'There is no such group here.')
  if (role?.level === 'group') throw new Problem('role-needs-group')
  return {
    defaultRole: roleId && { roleId },
    permissionGroups: Object.fromEntries(
      permissionGroups.map((permissionGroupId, position): [PermissionGroupId, Validity] => {
        const group = systemPermissionGroup(permissionGroupId)
        if (!group)
          throw invalidField(`#/permissionGroups/${position}`, 'not-found', 'There is no such permission group here.')
        if (group.service && !organization.services.includes(group.service)) throw new Problem('service-not-active')
        return [permissionGroupId, {}]
      }),
    ),
  }
}
