import type { GroupAccess } from '../domain/evaluator.ts'
import type { GroupId, PermissionGroupId, RoleId } from '../domain/ids.ts'
import { type FieldError, Problem } from '../domain/problems.ts'
import { getItems } from '../table/authorisation.ts'
import { groupKey, parseGroup } from '../table/group.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import { namedPermissionGroups } from './named-permission-groups.ts'
import { namedRole } from './named-role.ts'

/**
 * What a draft or an invitation names of access. Ids of what is not here, another organization's included, are 400 with their pointer (T6), and a
 * default role of level group wants at least one group (I8).
 */
export async function intendedGrants(
  named: {
    readonly defaultRole?: RoleId | undefined
    readonly groups?: readonly GroupId[] | undefined
    readonly permissionGroups?: readonly PermissionGroupId[] | undefined
  },
  organization: OrganizationRecord,
): Promise<Pick<ProfileRecord, 'defaultRole' | 'permissionGroups' | 'groups'>> {
  const { defaultRole: roleId, groups: groupIds = [], permissionGroups = [] } = named
  const role = roleId && (await namedRole(organization, roleId, '#/defaultRole'))
  const groups = await namedGroups(organization, groupIds, '#/groups')
  if (role?.level === 'group' && groupIds.length === 0) throw new Problem('role-needs-group')
  return {
    defaultRole: roleId && { roleId },
    groups,
    permissionGroups: await namedPermissionGroups(organization, permissionGroups, '#/permissionGroups'),
  }
}

/** The groups that a body names at a JSON pointer, as access by hand: 400 with the pointer of each that is not here (T6). */
export async function namedGroups(
  { organizationId }: Pick<OrganizationRecord, 'organizationId'>,
  groupIds: readonly GroupId[],
  pointer: string,
): Promise<ProfileRecord['groups']> {
  const found = await getItems(groupIds.map((groupId) => groupKey({ organizationId, groupId })))
  const errors = groupIds.flatMap((_, position): FieldError[] =>
    parseGroup(found[position])?.state === 'active'
      ? []
      : [{ pointer: `${pointer}/${position}`, code: 'not-found', detail: 'There is no such group here.' }],
  )
  if (errors.length > 0) throw new Problem('invalid', { errors })
  return Object.fromEntries(groupIds.map((groupId): [GroupId, GroupAccess] => [groupId, { byHand: true }]))
}
