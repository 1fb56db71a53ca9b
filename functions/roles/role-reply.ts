import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { isPredefined, type RoleHere } from './role-here.ts'

/** The version of what lives in code: nobody can change it. */
const predefinedVersion = 1

/** A role as callers see it. */
export function roleReply(role: RoleHere): ReplyOf<RouteOf<'getRole'>> {
  const { roleId, name, level } = role
  const permissions = [...role.permissions]
  if (isPredefined(role)) {
    const uncounted = { holders: null, createdAt: null, updatedAt: null, version: predefinedVersion }
    return { roleId, name, description: role.sentence, predefined: true, level, permissions, ...uncounted }
  }
  const { description = null, holders, createdAt, updatedAt, version } = role
  return { roleId, name, description, predefined: false, level, permissions, holders, createdAt, updatedAt, version }
}
