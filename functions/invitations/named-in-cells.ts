import type { ImportColumn } from '../../shared/contract/import-schemas.ts'
import { predefinedRoles, systemPermissionGroup, systemPermissionGroups } from '../../shared/domain/catalog.ts'
import { foldName } from '../../shared/domain/definition-name.ts'
import { roleInForce } from '../../shared/domain/definitions.ts'
import type { GroupAccess, Validity } from '../../shared/domain/evaluator.ts'
import { type GroupId, type IdOf, isId, type PermissionGroupId } from '../../shared/domain/ids.ts'
import { problems } from '../../shared/domain/problems.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { nameKey, parseName } from '../../shared/table/definition-name.ts'
import { groupKey, parseGroup } from '../../shared/table/group.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import type { CsvRow } from './csv-table.ts'

type Cells = CsvRow['cells']
type Grants = Pick<ProfileRecord, 'defaultRole' | 'permissionGroups' | 'groups'>
type Wrong = (column: ImportColumn, code: string, detail: string) => void

/** What the cells of a table name of access, looked up. */
export type NamedInCells = {
  /** What a row gives, and what is wrong with that. */
  readonly grantsOf: (cells: Cells, wrong: Wrong) => Grants
}

/** What one person can begin with. */
const mostOfOneKind = { defaultRole: 1, groups: 10, permissionGroups: 20 } as const
type Granting = keyof typeof mostOfOneKind

/** Several in one cell, with `|` or `;` between them, each once. */
export const inCell = (cell: string | undefined): readonly string[] => [
  ...new Set(
    (cell ?? '')
      .split(/[|;]/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

/**
 * What a cell may name: a name may have `|` or `;` in it, so it is sought as a whole first. One that names too many is told no more: it may
 * name thousands, and what is wrong with each would be more than an answer can hold.
 */
function soughtFor(column: Granting, cell: string | undefined): readonly string[] {
  if (cell === undefined) return []
  const names = inCell(cell)
  return names.length > mostOfOneKind[column] ? [cell] : [cell, ...names]
}

/** Looks up, at once, all roles, groups and permission groups that a table names by their ids or names. */
export async function namedInCells(organization: OrganizationRecord, rows: readonly CsvRow[]): Promise<NamedInCells> {
  const { organizationId, kind, services } = organization
  const all = (column: Granting) => [...new Set(rows.flatMap(({ cells }) => soughtFor(column, cells[column])))]
  const [roles, permissionGroups, groups] = await Promise.all([
    idsOf(organization, 'role', all('defaultRole')),
    idsOf(organization, 'permissionGroup', all('permissionGroups')),
    idsOf(organization, 'group', all('groups')),
  ])
  const named = [...permissionGroups.values()].map((one): [PermissionGroupId, Validity] => [one, {}])
  const [groupItems, ...definitions] = await Promise.all([
    getItems([...groups.values()].map((groupId) => groupKey({ organizationId, groupId }))),
    definitionsFor(organization, { permissionGroups: Object.fromEntries(named) }),
    ...[...roles.values()].map((roleId) =>
      definitionsFor(organization, { permissionGroups: {}, defaultRole: { roleId } }),
    ),
  ])
  const there = new Set(
    groupItems
      .flatMap((item) => parseGroup(item) ?? [])
      .filter(({ state }) => state === 'active')
      .map(({ groupId }) => groupId),
  )
  const defined = {
    roles: new Map(definitions.flatMap((one) => [...one.roles])),
    permissionGroups: new Map(definitions.flatMap((one) => [...one.permissionGroups])),
  }
  const roleOf = (name: string) => {
    const roleId = roles.get(name)
    const role = roleId && roleInForce(roleId, defined, kind)
    return role?.roleId === roleId ? role : undefined
  }
  const permissionGroupOf = (name: string): PermissionGroupId | undefined => {
    const found = permissionGroups.get(name)
    const isThere = found && (systemPermissionGroup(found) ?? defined.permissionGroups.get(found)?.state === 'active')
    return isThere ? found : undefined
  }
  const groupOf = (name: string): GroupId | undefined => {
    const found = groups.get(name)
    return found && there.has(found) ? found : undefined
  }

  return {
    grantsOf: (cells, wrong) => {
      const namesOf = (column: Granting, find: (name: string) => unknown): readonly string[] => {
        const cell = cells[column]
        return cell !== undefined && find(cell) ? [cell] : inCell(cell)
      }
      const [roleName, ...more] = namesOf('defaultRole', roleOf)
      const role = roleName === undefined || more.length > 0 ? undefined : roleOf(roleName)
      if (more.length > 0) wrong('defaultRole', 'too-many', 'Somebody has one default role.')
      else if (roleName !== undefined && !role)
        wrong('defaultRole', 'not-found', `There is no role ${quoted(roleName)} here.`)
      const several = <Id extends string>(
        column: 'groups' | 'permissionGroups',
        find: (name: string) => Id | undefined,
      ) => {
        const names = namesOf(column, find)
        const most = mostOfOneKind[column]
        if (names.length > most) {
          wrong(column, 'too-many', `A row names at most ${most} of them.`)
          return []
        }
        return names.flatMap((name): Id[] => {
          const found = find(name)
          if (!found) wrong(column, 'not-found', `${quoted(name)} is not there.`)
          return found ? [found] : []
        })
      }
      const inGroups = several('groups', groupOf)
      const inPermissionGroups = several('permissionGroups', permissionGroupOf)
      if (role?.level === 'group' && inCell(cells.groups).length === 0)
        wrong('groups', 'role-needs-group', inFull('role-needs-group'))
      for (const one of inPermissionGroups) {
        const service = systemPermissionGroup(one)?.service
        if (service && !services.includes(service))
          wrong('permissionGroups', 'service-not-active', inFull('service-not-active'))
      }
      return {
        defaultRole: role && { roleId: role.roleId },
        permissionGroups: Object.fromEntries(inPermissionGroups.map((one): [PermissionGroupId, Validity] => [one, {}])),
        groups: Object.fromEntries(inGroups.map((one): [GroupId, GroupAccess] => [one, { byHand: true }])),
      }
    },
  }
}

const quoted = (name: string): string => `“${name.slice(0, 100)}”`
const inFull = (code: 'role-needs-group' | 'service-not-active'): string =>
  `${problems[code].title}. ${problems[code].advice}`

type Noun = 'role' | 'permissionGroup' | 'group'
const kinds = { role: 'role', permissionGroup: 'permission-group', group: 'group' } as const

/** The ids that stand there, and those of the names, of what everybody has and of the organization's own. */
async function idsOf<N extends Noun>(
  { organizationId }: OrganizationRecord,
  noun: N,
  names: readonly string[],
): Promise<ReadonlyMap<string, IdOf<N>>> {
  const others = names.filter((name) => !isId(noun, name) && !idOfSystem(noun, name))
  const found = await getItems(others.map((name) => nameKey({ organizationId, kind: kinds[noun], name })))
  const own = new Map(others.map((name, position) => [name, parseName(found[position])]))
  return new Map(
    names.flatMap((name) => {
      const one = idOfSystem(noun, name) ?? own.get(name) ?? name
      return isId(noun, one) ? [[name, one] as const] : []
    }),
  )
}

function idOfSystem(noun: Noun, name: string): string | undefined {
  const same = (one: { readonly name: string }) => foldName(one.name) === foldName(name)
  if (noun === 'role') return predefinedRoles.find(same)?.roleId
  return noun === 'permissionGroup' ? systemPermissionGroups.find(same)?.permissionGroupId : undefined
}
