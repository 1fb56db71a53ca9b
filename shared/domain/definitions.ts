import {
  type ApplicationRole,
  type OrganizationKind,
  ownerOnlyPermissions,
  type Permission,
  type PortalRole,
  permissions,
  permissionsOfPortalRole,
  predefinedRole,
  providerOnlyPermissions,
  type Right,
  type RoleLevel,
  systemPermissionGroup,
} from './catalog.ts'
import type { PermissionGroupId, RoleId } from './ids.ts'

/** A custom role. One that was removed in favour of another names it, and its holders hold that one from then on. */
export type RoleDefinition = {
  readonly roleId: RoleId
  readonly level: RoleLevel
  readonly permissions: readonly Permission[]
  readonly state: 'active' | 'removed'
  readonly replacedBy?: RoleId | undefined
}

/** A custom permission group; `replacedBy` as in a role. */
export type PermissionGroupDefinition = {
  readonly permissionGroupId: PermissionGroupId
  readonly portalRoles: readonly PortalRole[]
  readonly applicationRoles: readonly ApplicationRole[]
  readonly state: 'active' | 'removed'
  readonly replacedBy?: PermissionGroupId | undefined
}

/** The custom definitions that somebody's grants name, and those that these were replaced by. */
export type Definitions = {
  readonly roles: ReadonlyMap<RoleId, RoleDefinition>
  readonly permissionGroups: ReadonlyMap<PermissionGroupId, PermissionGroupDefinition>
}

/** Whether a custom role of that level, in an organization of that kind, can hold the permission (A6, A9). */
export function mayCustomRoleHold(permission: Permission, level: RoleLevel, kind: OrganizationKind): boolean {
  if (permission === 'groups:access-all') return level === 'organization'
  if (ownerOnlyPermissions.has(permission) || providerOnlyPermissions.has(permission)) return kind === 'provider'
  return true
}

/** Permissions as they are stored: each once, in the order of the catalog. */
export const permissionsChosen = (chosen: readonly Permission[]): readonly Permission[] =>
  permissions.map(({ id }) => id).filter((permission) => chosen.includes(permission))

/** A role as it counts in one organization: predefined, or custom and not removed. */
export type RoleInForce = {
  readonly roleId: RoleId
  readonly level: RoleLevel
  readonly permissions: readonly Permission[]
}

/** The role whose permissions count for whoever was given this one; undefined when it has gone without a replacement. */
export function roleInForce(roleId: RoleId, definitions: Definitions, kind: OrganizationKind): RoleInForce | undefined {
  const current = follow(roleId, definitions.roles)
  const predefined = predefinedRole(current)
  if (predefined) {
    const { level, permissions } = predefined
    return {
      roleId: current,
      level,
      permissions: permissions.filter((permission) => kind === 'provider' || !providerOnlyPermissions.has(permission)),
    }
  }
  const custom = definitions.roles.get(current)
  if (custom?.state !== 'active') return undefined
  const { level, permissions } = custom
  return {
    roleId: current,
    level,
    permissions: permissions.filter((permission) => mayCustomRoleHold(permission, level, kind)),
  }
}

/** The permission group that counts for members of this one; undefined when it has gone without a replacement. */
export function permissionGroupInForce(
  permissionGroupId: PermissionGroupId,
  definitions: Definitions,
): Pick<PermissionGroupDefinition, 'permissionGroupId' | 'portalRoles' | 'applicationRoles'> | undefined {
  const current = follow(permissionGroupId, definitions.permissionGroups)
  const custom = definitions.permissionGroups.get(current)
  return systemPermissionGroup(current) ?? (custom?.state === 'active' ? custom : undefined)
}

/** Everything that a permission group of these roles gives. */
export const rightsOfRoles = ({
  portalRoles,
  applicationRoles,
}: Pick<PermissionGroupDefinition, 'portalRoles' | 'applicationRoles'>): ReadonlySet<Right> =>
  new Set<Right>([...portalRoles.flatMap(permissionsOfPortalRole), ...applicationRoles])

/** The definitions as they are, but for one permission group that is there with these application roles. */
export const definedWith = (
  definitions: Definitions,
  permissionGroupId: PermissionGroupId,
  applicationRoles: readonly ApplicationRole[],
): Definitions => ({
  ...definitions,
  permissionGroups: new Map(definitions.permissionGroups).set(permissionGroupId, {
    permissionGroupId,
    portalRoles: [],
    applicationRoles,
    state: 'active',
  }),
})

/** Goes from a removed definition to its replacement, and on; a circle ends where it began, at something removed. */
function follow<Id>(
  from: Id,
  definitions: ReadonlyMap<Id, { readonly state: 'active' | 'removed'; readonly replacedBy?: Id | undefined }>,
): Id {
  const seen = new Set<Id>()
  let current = from
  for (;;) {
    const definition = definitions.get(current)
    if (definition?.state !== 'removed' || definition.replacedBy === undefined || seen.has(current)) return current
    seen.add(current)
    current = definition.replacedBy
  }
}
