import {
  ownerOnlyPermissions,
  type Permission,
  type PredefinedRole,
  predefinedRole,
  predefinedRoles,
  type RoleLevel,
} from '../../shared/domain/catalog.ts'
import { foldName } from '../../shared/domain/definition-name.ts'
import { mayCustomRoleHold } from '../../shared/domain/definitions.ts'
import { type FieldError, Problem } from '../../shared/domain/problems.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import { getRole, type RoleKey, type RoleRecord } from '../../shared/table/role.ts'

/** A predefined role, or one of the organization's own. */
export type RoleHere = PredefinedRole | RoleRecord

/** True for a role that lives in code. */
export const isPredefined = (role: RoleHere): role is PredefinedRole => 'sentence' in role

/** The role of that id; 404 for one that is not here or was removed. */
export async function roleHere(key: RoleKey): Promise<RoleHere> {
  return predefinedRole(key.roleId) ?? (await ownRoleHere(key))
}

/** The same for one that can be changed: 409 `predefined-role` for one that cannot (A8). */
export async function ownRoleHere(key: RoleKey): Promise<RoleRecord> {
  if (predefinedRole(key.roleId)) throw new Problem('predefined-role')
  const role = await getRole(key)
  if (role?.state !== 'active') throw new Problem('not-found')
  return role
}

const predefinedNames = new Set(predefinedRoles.map(({ name }) => foldName(name)))

/** Throws 409 `name-taken` for the name of a predefined role (A10). */
export function requireOwnName(name: string): void {
  if (predefinedNames.has(foldName(name))) throw new Problem('name-taken')
}

/** Throws 400 with the pointer of each permission that a custom role of that level cannot hold here (A6, A9). */
export function requireHoldable(
  chosen: readonly Permission[],
  level: RoleLevel,
  { kind }: Pick<OrganizationRecord, 'kind'>,
): void {
  const errors = chosen.flatMap((permission, position): FieldError[] =>
    mayCustomRoleHold(permission, level, kind)
      ? []
      : [{ pointer: `#/permissions/${position}`, code: 'not-for-this-role', detail: whyNot(permission) }],
  )
  if (errors.length > 0) throw new Problem('invalid', { errors })
}

const whyNot = (permission: Permission): string =>
  permission === 'groups:access-all'
    ? 'Only a role of level organization reaches all groups.'
    : ownerOnlyPermissions.has(permission)
      ? 'It is reserved to owners.'
      : 'It is reserved to the provider.'
