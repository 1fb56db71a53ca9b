import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { type GroupHere, isSystem, systemVersion } from './group-here.ts'

/** A permission group as callers see it. */
export function permissionGroupReply(group: GroupHere): ReplyOf<RouteOf<'getPermissionGroup'>> {
  const roles = { portalRoles: [...group.portalRoles], applicationRoles: [...group.applicationRoles] }
  const { permissionGroupId, name } = group
  if (isSystem(group)) {
    const { sentence, service = null } = group
    const uncounted = { members: null, createdAt: null, updatedAt: null, version: systemVersion }
    return { permissionGroupId, name, description: sentence, system: true, service, ...roles, ...uncounted }
  }
  const { description = null, members, createdAt, updatedAt, version } = group
  const own = { system: false, service: null, members, createdAt, updatedAt, version }
  return { permissionGroupId, name, description, ...roles, ...own }
}
