import type { Definitions } from '../domain/definitions.ts'
import { type Grants, noDefinitions } from '../domain/evaluator.ts'
import type { OrganizationId, PermissionGroupId, RoleId } from '../domain/ids.ts'
import { customPermissionGroups, customRoles, readDefinitions } from '../table/definitions.ts'
import type { OrganizationRecord } from '../table/organization.ts'

type Known = {
  readonly accessVersion: string
  readonly definitions: Map<PermissionGroupId | RoleId, Definitions>
}

/** As many organizations as a container remembers definitions of. */
const mostKnown = 500
const known = new Map<OrganizationId, Known>()

/** What of somebody's grants names definitions. */
type Naming = Pick<Grants, 'permissionGroups'> & Partial<Pick<Grants, 'defaultRole' | 'groups'>>

/** The roles that grants name: as the default role, and in groups. */
export const rolesNamed = ({ defaultRole, groups = {} }: Partial<Pick<Grants, 'defaultRole' | 'groups'>>): RoleId[] => [
  ...new Set(
    [defaultRole, ...Object.values(groups).map(({ groupRole }) => groupRole)].flatMap((one) => one?.roleId ?? []),
  ),
]

/**
 * The custom definitions that these grants name, and those they were replaced by: for the evaluator. They are remembered in this
 * container under the organization's access version, which moves with every change of one, and are read strongly and only after
 * that version was: whoever passes an organization has read it before. People who hold nothing custom cost no read.
 */
export async function definitionsFor(
  { organizationId, accessVersion }: Pick<OrganizationRecord, 'organizationId' | 'accessVersion'>,
  ...grants: readonly (Naming | undefined)[]
): Promise<Definitions> {
  const naming = grants.flatMap((one) => one ?? [])
  const groups = customPermissionGroups(naming.flatMap((one) => Object.keys(one.permissionGroups)))
  const roles = customRoles(naming.flatMap(rolesNamed))
  const named = new Set([...groups, ...roles])
  if (named.size === 0) return noDefinitions
  const { definitions } = remembered(organizationId, accessVersion)
  const isMissing = (one: PermissionGroupId | RoleId) => !definitions.has(one)
  const [missingGroups, missingRoles] = [groups.filter(isMissing), roles.filter(isMissing)]
  if (missingGroups.length + missingRoles.length > 0) {
    const read = await readDefinitions(organizationId, [...new Set(missingGroups)], [...new Set(missingRoles)])
    // Each is kept with everything that was read along with it, so that a chain of replacements is found whole.
    for (const one of [...missingGroups, ...missingRoles]) definitions.set(one, read)
  }
  const found = [...named].flatMap((one) => definitions.get(one) ?? [])
  return {
    roles: new Map(found.flatMap((one) => [...one.roles])),
    permissionGroups: new Map(found.flatMap((one) => [...one.permissionGroups])),
  }
}

function remembered(organizationId: OrganizationId, accessVersion: string): Known {
  const before = known.get(organizationId)
  if (before?.accessVersion === accessVersion) return before
  const fresh: Known = { accessVersion, definitions: new Map() }
  known.delete(organizationId)
  known.set(organizationId, fresh)
  const [oldest] = known.keys()
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest)
  return fresh
}
