import { id, type OrganizationId, type PermissionGroupId, type RoleId, ulidPattern } from '../domain/ids.ts'
import { getItems } from './authorisation.ts'
import { type PermissionGroupRecord, parsePermissionGroup, permissionGroupKey } from './permission-group.ts'
import { parseRole, type RoleRecord, roleKey } from './role.ts'

const customId = new RegExp(`_${ulidPattern}$`)

/** The ids among them that are defined in the table; the others live in code. */
export const customPermissionGroups = (ids: readonly string[]): readonly PermissionGroupId[] =>
  ids.filter((given) => customId.test(given)).map((given) => id('permissionGroup', given))
/** The ids among them of roles that are defined in the table; predefined ones live in code. */
export const customRoles = (ids: readonly string[]): readonly RoleId[] =>
  ids.filter((given) => customId.test(given)).map((given) => id('role', given))

/** Definitions as they are stored. */
export type DefinitionsRead = {
  readonly roles: ReadonlyMap<RoleId, RoleRecord>
  readonly permissionGroups: ReadonlyMap<PermissionGroupId, PermissionGroupRecord>
}

/** The definitions among those of an organization that were read together. */
export const definitionsAmong = (
  groups: readonly PermissionGroupRecord[],
  roles: readonly RoleRecord[] = [],
): DefinitionsRead => ({
  roles: new Map(roles.map((role) => [role.roleId, role])),
  permissionGroups: new Map(groups.map((group) => [group.permissionGroupId, group])),
})

/**
 * Reads definitions strongly, with those that they were replaced by. What is not there is not among the answers: it gives
 * nothing. One round trip, and one more for each step from a removed definition to its replacement.
 */
export async function readDefinitions(
  organizationId: OrganizationId,
  permissionGroupIds: readonly PermissionGroupId[],
  roleIds: readonly RoleId[] = [],
): Promise<DefinitionsRead> {
  const permissionGroups = new Map<PermissionGroupId, PermissionGroupRecord>()
  const roles = new Map<RoleId, RoleRecord>()
  const looked = new Set<PermissionGroupId | RoleId>()
  let [wantedGroups, wantedRoles] = [permissionGroupIds, roleIds]
  while (wantedGroups.length + wantedRoles.length > 0) {
    for (const one of [...wantedGroups, ...wantedRoles]) looked.add(one)
    const items = await getItems([
      ...wantedGroups.map((permissionGroupId) => permissionGroupKey({ organizationId, permissionGroupId })),
      ...wantedRoles.map((roleId) => roleKey({ organizationId, roleId })),
    ])
    const foundGroups = items.flatMap((item) => parsePermissionGroup(item) ?? [])
    const foundRoles = items.flatMap((item) => parseRole(item) ?? [])
    for (const group of foundGroups) permissionGroups.set(group.permissionGroupId, group)
    for (const role of foundRoles) roles.set(role.roleId, role)
    const isNew = (next: PermissionGroupId | RoleId) => !looked.has(next)
    wantedGroups = customPermissionGroups(foundGroups.flatMap(({ replacedBy }) => replacedBy ?? [])).filter(isNew)
    wantedRoles = customRoles(foundRoles.flatMap(({ replacedBy }) => replacedBy ?? [])).filter(isNew)
  }
  return { roles, permissionGroups }
}
