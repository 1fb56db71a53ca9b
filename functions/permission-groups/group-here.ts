import {
  type ApplicationRole,
  type ServiceId,
  type SystemPermissionGroup,
  serviceOf,
  systemPermissionGroup,
  systemPermissionGroups,
} from '../../shared/domain/catalog.ts'
import { foldName } from '../../shared/domain/definition-name.ts'
import { Problem } from '../../shared/domain/problems.ts'
import {
  getPermissionGroup,
  type PermissionGroupKey,
  type PermissionGroupRecord,
} from '../../shared/table/permission-group.ts'

/** A permission group of the system, or one of the organization's own. */
export type GroupHere = SystemPermissionGroup | PermissionGroupRecord

/** The version of what lives in code: nobody can change it. */
export const systemVersion = 1

/** True for a permission group of the system. */
export const isSystem = (group: GroupHere): group is SystemPermissionGroup => 'sentence' in group

/** The permission group of that id; 404 for one that is not here or was removed. */
export async function groupHere(key: PermissionGroupKey): Promise<GroupHere> {
  return systemPermissionGroup(key.permissionGroupId) ?? (await ownGroupHere(key))
}

/** The same for one that can be changed: 409 `system-permission-group` for one of the system (A8). */
export async function ownGroupHere(key: PermissionGroupKey): Promise<PermissionGroupRecord> {
  if (systemPermissionGroup(key.permissionGroupId)) throw new Problem('system-permission-group')
  const group = await getPermissionGroup(key)
  if (group?.state !== 'active') throw new Problem('not-found')
  return group
}

/** Throws 409 `service-not-active` where one of these roles is in a service that the organization does not have now (O2). */
export function requireActiveServices(roles: readonly ApplicationRole[], active: readonly ServiceId[]): void {
  for (const role of roles) {
    const service = serviceOf(role)
    if (service && !active.includes(service))
      throw new Problem('service-not-active', { detail: `${role} is a role of a service that is not active here.` })
  }
}

const systemNames = new Set(systemPermissionGroups.map(({ name }) => foldName(name)))

/** Throws 409 `name-taken` for the name of a system group, of services too that are not active yet (A10). */
export function requireOwnName(name: string): void {
  if (systemNames.has(foldName(name))) throw new Problem('name-taken')
}
