import type { Definitions } from '../domain/definitions.ts'
import { type Grants, noDefinitions } from '../domain/evaluator.ts'
import type { OrganizationId, PermissionGroupId } from '../domain/ids.ts'
import { customPermissionGroups, readDefinitions } from '../table/definitions.ts'
import type { OrganizationRecord } from '../table/organization.ts'

type Known = {
  readonly accessVersion: string
  readonly permissionGroups: Map<PermissionGroupId, Definitions['permissionGroups']>
}

/** As many organizations as a container remembers definitions of. */
const mostKnown = 500
const known = new Map<OrganizationId, Known>()

/**
 * The custom definitions that these grants name, and those they were replaced by: for the evaluator. They are remembered in this
 * container under the organization's access version, which moves with every change of one, and are read strongly and only after
 * that version was: whoever passes an organization has read it before. People who hold nothing custom cost no read.
 */
export async function definitionsFor(
  { organizationId, accessVersion }: Pick<OrganizationRecord, 'organizationId' | 'accessVersion'>,
  ...grants: readonly (Pick<Grants, 'permissionGroups'> | undefined)[]
): Promise<Definitions> {
  const named = customPermissionGroups(grants.flatMap((one) => Object.keys(one?.permissionGroups ?? {})))
  if (named.length === 0) return noDefinitions
  const { permissionGroups } = remembered(organizationId, accessVersion)
  const missing = [...new Set(named)].filter((one) => !permissionGroups.has(one))
  if (missing.length > 0) {
    const read = await readDefinitions(organizationId, missing)
    // Each is kept with everything that was read along with it, so that a chain of replacements is found whole.
    for (const one of missing) permissionGroups.set(one, read.permissionGroups)
  }
  return {
    ...noDefinitions,
    permissionGroups: new Map(named.flatMap((one) => [...(permissionGroups.get(one) ?? [])])),
  }
}

function remembered(organizationId: OrganizationId, accessVersion: string): Known {
  const before = known.get(organizationId)
  if (before?.accessVersion === accessVersion) return before
  const fresh: Known = { accessVersion, permissionGroups: new Map() }
  known.delete(organizationId)
  known.set(organizationId, fresh)
  const [oldest] = known.keys()
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest)
  return fresh
}
