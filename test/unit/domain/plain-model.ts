import {
  portalRoles,
  predefinedRoles,
  type Right,
  services,
  systemPermissionGroups,
} from '../../../shared/domain/catalog.ts'
import type { Situation, Standing, Validity } from '../../../shared/domain/evaluator.ts'
import { type GroupId, id, type PermissionGroupId, type RoleId } from '../../../shared/domain/ids.ts'

/**
 * The rules of access once more, written the other way round and on purpose without care for speed, paths or shared code: start
 * from one right and ask of everything that could give it. The evaluator is compared with it.
 */
export function plainlyHolds(
  { organization, access, definitions, actingFrom }: Situation,
  right: Right,
  group: GroupId | undefined,
  at: string,
): boolean {
  if (organization.status !== 'active') return false
  if (plainlyHoldsOwn({ organization, access, definitions }, right, group, at)) return true
  if (organization.kind === 'provider' || !givesFullRole(right)) return false
  for (const there of actingFrom ?? []) {
    const above = there.organization.kind === 'provider' || there.organization.organizationId === organization.parentId
    if (!above || there.organization.status !== 'active') continue
    if (plainlyHoldsOwn(there, 'customers:administer', undefined, at)) return true
  }
  return false
}

const owner = id('role', 'rol_owner')

/** True for an active owner: their default role, or what it was replaced by, is Owner now. */
export function isPlainlyOwner({ organization, access, definitions }: Standing, at: string): boolean {
  if (organization.status !== 'active' || !access || access.status === 'deactivated' || !access.defaultRole)
    return false
  return now(access.defaultRole, at) && roleAfterAll(access.defaultRole.roleId, definitions) === owner
}

function plainlyHoldsOwn(standing: Standing, right: Right, group: GroupId | undefined, at: string): boolean {
  const { organization, access } = standing
  if (organization.status !== 'active' || access?.status !== 'active') return false

  for (const [key, dates] of Object.entries(access.permissionGroups)) {
    if (now(dates, at) && permissionGroupGives(standing, id('permissionGroup', key), right)) return true
  }

  if (access.key && now(access.key, at) && keyGives(organization.kind, access.key.permissions, right)) return true

  const { defaultRole } = access
  const lives = defaultRole !== undefined && now(defaultRole, at)
  const gives = lives && roleGives(standing, defaultRole.roleId, right)
  if (group === undefined) return gives && levelOf(standing, defaultRole.roleId) === 'organization'

  const reachesAll = lives && roleGives(standing, defaultRole.roleId, 'groups:access-all')
  const entry = access.groups[group]
  const entryLives = entry !== undefined && now(entry, at)
  const inside = entryLives && entry.byHand
  if (entryLives && entry.groupRole && now(entry.groupRole, at) && (inside || reachesAll)) {
    const { roleId } = entry.groupRole
    return levelOf(standing, roleId) === 'group' && roleGives(standing, roleId, right)
  }
  return gives && (inside || reachesAll)
}

/** A key gives what it holds in every place, but for what no key may hold, whatever stands in it. */
function keyGives(kind: 'provider' | 'customer', permissions: readonly string[], right: Right): boolean {
  const never = [
    ...['organization:remove', 'roles:manage', 'billing:manage', 'customers:administer'],
    ...['api-keys:manage', 'contact-roles:manage', 'contracts:request'],
  ]
  const ofProvider = ['services:manage', 'documents:manage', 'notifications:send']
  return permissions.includes(right) && !never.includes(right) && (kind === 'provider' || !ofProvider.includes(right))
}

/** Dates of one form only, so that comparing texts is comparing moments. */
function now({ validFrom = '', validUntil = '9' }: Validity, at: string): boolean {
  return validFrom <= at && at < validUntil
}

function givesFullRole(right: Right): boolean {
  return portalRoles.some(
    (role) =>
      role.id === 'users-and-permissions-full-role' && role.permissions.some((permission) => permission === right),
  )
}

function permissionGroupGives(
  standing: Standing,
  permissionGroupId: PermissionGroupId,
  right: Right,
  steps = 0,
): boolean {
  if (steps > 10) return false
  const system = systemPermissionGroups.find((group) => group.permissionGroupId === permissionGroupId)
  const custom = standing.definitions.permissionGroups.get(permissionGroupId)
  if (!system && custom?.state === 'removed') {
    return custom.replacedBy !== undefined && permissionGroupGives(standing, custom.replacedBy, right, steps + 1)
  }
  const definition = system ?? custom
  if (!definition) return false
  const inPortal = portalRoles.some(
    (role) => definition.portalRoles.includes(role.id) && role.permissions.some((permission) => permission === right),
  )
  const inApplication = services.some(
    (service) =>
      standing.organization.services.includes(service.id) &&
      service.applicationRoles.some((role) => role.id === right && definition.applicationRoles.includes(role.id)),
  )
  return inPortal || inApplication
}

function roleAfterAll(roleId: RoleId, definitions: Standing['definitions'], steps = 0): RoleId | undefined {
  const custom = definitions.roles.get(roleId)
  if (!custom) return predefinedRoles.some((role) => role.roleId === roleId) ? roleId : undefined
  if (custom.state === 'active') return roleId
  return custom.replacedBy === undefined || steps > 10
    ? undefined
    : roleAfterAll(custom.replacedBy, definitions, steps + 1)
}

function levelOf({ definitions }: Standing, given: RoleId): 'organization' | 'group' | undefined {
  const roleId = roleAfterAll(given, definitions)
  if (roleId === undefined) return undefined
  return definitions.roles.get(roleId)?.level ?? predefinedRoles.find((role) => role.roleId === roleId)?.level
}

function roleGives({ organization, definitions }: Standing, given: RoleId, right: Right): boolean {
  const roleId = roleAfterAll(given, definitions)
  if (roleId === undefined) return false
  const ofProviderOnly = ['services:manage', 'documents:manage', 'notifications:send'].includes(right)
  const ofOwnersOnly = ['organization:remove', 'roles:manage', 'billing:manage', 'customers:administer'].includes(right)
  const custom = definitions.roles.get(roleId)
  if (organization.kind === 'customer' && (ofProviderOnly || (custom && ofOwnersOnly))) return false
  if (custom?.level === 'group' && right === 'groups:access-all') return false
  const held: readonly string[] =
    custom?.permissions ?? predefinedRoles.find((role) => role.roleId === roleId)?.permissions ?? []
  return held.includes(right)
}
