import { randomUUID } from 'node:crypto'
import type { RoleId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createRole, type RoleRecord } from '../../shared/table/role.ts'
import { commit } from '../../shared/table/transaction.ts'
import type { Tenant } from './world.ts'

/** A name that no role has. */
export const freshRoleName = (): string => `Reviewer ${randomUUID()}`

/** A custom role of a tenant: of level organization, and to see devices, unless `more` says otherwise. */
export async function freshRole(
  { organizationId }: Pick<Tenant, 'organizationId'>,
  more: Partial<Pick<RoleRecord, 'name' | 'level' | 'permissions'>> = {},
): Promise<RoleId> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const roleId = newId('role')
  const role: RoleRecord = {
    organizationId,
    roleId,
    name: freshRoleName(),
    level: 'organization',
    permissions: ['devices:read'],
    ...more,
    state: 'active',
    holders: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const named = takeName({ organizationId, kind: 'role', definitionId: roleId, name: role.name })
  await commit([...named, createRole(role)], newId('activity'))
  return roleId
}
