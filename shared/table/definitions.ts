import type { Definitions } from '../domain/definitions.ts'
import { noDefinitions } from '../domain/evaluator.ts'
import { id, type OrganizationId, type PermissionGroupId, ulidPattern } from '../domain/ids.ts'
import { getItems } from './authorisation.ts'
import { type PermissionGroupRecord, parsePermissionGroup, permissionGroupKey } from './permission-group.ts'

const customId = new RegExp(`_${ulidPattern}$`)

/** The ids among them that are defined in the table; the others live in code. */
export const customPermissionGroups = (ids: readonly string[]): readonly PermissionGroupId[] =>
  ids.filter((given) => customId.test(given)).map((given) => id('permissionGroup', given))

/** Definitions as they are stored. */
export type DefinitionsRead = Omit<Definitions, 'permissionGroups'> & {
  readonly permissionGroups: ReadonlyMap<PermissionGroupId, PermissionGroupRecord>
}

/** The definitions among those of an organization that were read together. */
export const definitionsAmong = (groups: readonly PermissionGroupRecord[]): DefinitionsRead => ({
  ...noDefinitions,
  permissionGroups: new Map(groups.map((group) => [group.permissionGroupId, group])),
})

/**
 * Reads definitions strongly, with those that they were replaced by. What is not there is not among the answers: it gives
 * nothing. One round trip, and one more for each step from a removed definition to its replacement.
 */
export async function readDefinitions(
  organizationId: OrganizationId,
  permissionGroupIds: readonly PermissionGroupId[],
): Promise<DefinitionsRead> {
  const permissionGroups = new Map<PermissionGroupId, PermissionGroupRecord>()
  const looked = new Set<PermissionGroupId>()
  let wanted = permissionGroupIds
  while (wanted.length > 0) {
    for (const one of wanted) looked.add(one)
    const items = await getItems(
      wanted.map((permissionGroupId) => permissionGroupKey({ organizationId, permissionGroupId })),
    )
    const found = items.flatMap((item) => parsePermissionGroup(item) ?? [])
    for (const group of found) permissionGroups.set(group.permissionGroupId, group)
    const replacements = found.flatMap(({ replacedBy }) => replacedBy ?? [])
    wanted = customPermissionGroups(replacements).filter((next) => !looked.has(next))
  }
  return { ...noDefinitions, permissionGroups }
}
