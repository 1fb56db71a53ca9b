import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { systemPermissionGroup } from '../../shared/domain/catalog.ts'
import type { PermissionGroupId } from '../../shared/domain/ids.ts'
import type { DefinitionsRead } from '../../shared/table/definitions.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { isSystem } from './group-here.ts'
import { datesOf, membershipsInForce } from './membership.ts'

/** The permission groups of somebody as they count now, by name; what was replaced is told as what took its place. */
export function joinedGroupsReply(
  profile: ProfileRecord,
  definitions: DefinitionsRead,
): ReplyOf<RouteOf<'listProfilePermissionGroups'>> {
  const items = [...membershipsInForce(profile, definitions)].flatMap(([permissionGroupId, [given]]) => {
    const joined = permissionGroupId && joinedGroup(permissionGroupId, definitions)
    return joined && given ? [{ ...joined, ...datesOf(profile.permissionGroups[given]) }] : []
  })
  return { items: items.sort((one, other) => one.name.localeCompare(other.name)), version: profile.version }
}

function joinedGroup(permissionGroupId: PermissionGroupId, definitions: DefinitionsRead) {
  const group = systemPermissionGroup(permissionGroupId) ?? definitions.permissionGroups.get(permissionGroupId)
  if (!group) return undefined
  const roles = { portalRoles: [...group.portalRoles], applicationRoles: [...group.applicationRoles] }
  return { permissionGroupId, name: group.name, system: isSystem(group), ...roles }
}
