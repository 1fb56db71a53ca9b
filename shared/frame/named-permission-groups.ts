import { systemPermissionGroup } from '../domain/catalog.ts'
import type { Validity } from '../domain/evaluator.ts'
import type { PermissionGroupId } from '../domain/ids.ts'
import { type FieldError, Problem } from '../domain/problems.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import { definitionsFor } from './definitions.ts'

type Place = Pick<OrganizationRecord, 'organizationId' | 'accessVersion' | 'services'>

/**
 * The permission groups that a body names at a JSON pointer such as `#/permissionGroups`, as they are given to somebody. Throws
 * `invalid` with the pointer and the code `not-found` for each that is not here, another organization's included (T6), and 409
 * `service-not-active` for a standard group whose service is paused (O2).
 */
export async function namedPermissionGroups(
  organization: Place,
  permissionGroupIds: readonly PermissionGroupId[],
  pointer: string,
): Promise<ProfileRecord['permissionGroups']> {
  const given = Object.fromEntries(permissionGroupIds.map((one): [PermissionGroupId, Validity] => [one, {}]))
  const { permissionGroups: defined } = await definitionsFor(organization, { permissionGroups: given })
  const errors = permissionGroupIds.flatMap((one, position): FieldError[] =>
    systemPermissionGroup(one) || defined.get(one)?.state === 'active'
      ? []
      : [
          {
            pointer: `${pointer}/${position}`,
            code: 'not-found',
            detail: 'There is no such permission group here.',
          },
        ],
  )
  if (errors.length > 0) throw new Problem('invalid', { errors })
  for (const one of permissionGroupIds) requireActiveService(organization, one)
  return given
}

/** Throws 409 `service-not-active` for the standard group of a service that the organization does not have now (O2). */
export function requireActiveService(
  { services }: Pick<Place, 'services'>,
  permissionGroupId: PermissionGroupId,
): void {
  const service = systemPermissionGroup(permissionGroupId)?.service
  if (service && !services.includes(service)) throw new Problem('service-not-active')
}
