import { type RoleInForce, roleInForce } from '../domain/definitions.ts'
import type { RoleId } from '../domain/ids.ts'
import { invalidField } from '../domain/problems.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import { definitionsFor } from './definitions.ts'

/**
 * The role that a body names at a JSON pointer: predefined, or one of the organization's own. 400 with that pointer for one that is not
 * here, another organization's or a removed one included (T6).
 */
export async function namedRole(
  organization: OrganizationRecord,
  roleId: RoleId,
  pointer: string,
): Promise<RoleInForce> {
  const definitions = await definitionsFor(organization, { permissionGroups: {}, defaultRole: { roleId } })
  const role = roleInForce(roleId, definitions, organization.kind)
  if (role?.roleId !== roleId) throw invalidField(pointer, 'not-found', 'There is no such role here.')
  return role
}
