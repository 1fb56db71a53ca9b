import { predefinedRoles } from '../../shared/domain/catalog.ts'
import { sortName } from '../../shared/domain/sort-name.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listRoles as readOwn } from '../../shared/table/role.ts'
import type { RoleHere } from './role-here.ts'
import { roleReply } from './role-reply.ts'

/** Predefined roles in the order of the catalog, then the organization's own by name: at most 100, read together and strongly. */
export const listRoles: Operation<'listRoles'> = async ({ params, query }) => {
  const { organizationId } = params
  const list = ['listRoles', organizationId]
  const [after] = readCursor(query.cursor, list, 1) ?? []
  const own = (await readOwn(organizationId)).filter(({ state }) => state === 'active')
  const rows: readonly Row[] = [
    ...predefinedRoles.map((role, position): Row => [`0#${String(position).padStart(4, '0')}`, role]),
    ...own.map((role): Row => [`1#${sortName(role.name)}#${role.roleId}`, role]).sort(byPosition),
  ]
  const left = after === undefined ? rows : rows.filter(([position]) => position > after)
  const page = left.slice(0, query.limit)
  const last = left.length > page.length ? page.at(-1) : undefined
  return {
    items: page.map(([, role]) => roleReply(role)),
    nextCursor: last ? writeCursor([last[0]], list) : null,
  }
}

type Row = readonly [position: string, role: RoleHere]

const byPosition = ([one]: Row, [other]: Row): number => (one < other ? -1 : 1)
