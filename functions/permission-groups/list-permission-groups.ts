import { systemPermissionGroups } from '../../shared/domain/catalog.ts'
import { sortName } from '../../shared/domain/sort-name.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listPermissionGroups as readOwn } from '../../shared/table/permission-group.ts'
import type { GroupHere } from './group-here.ts'
import { permissionGroupReply } from './permission-group-reply.ts'

/** Those of the system in the order of the catalog, then the organization's own by name: at most 200, read together and strongly. */
export const listPermissionGroups: Operation<'listPermissionGroups'> = async ({ params, query, caller }) => {
  const { organizationId } = params
  const list = ['listPermissionGroups', organizationId]
  const [after] = readCursor(query.cursor, list, 1) ?? []
  const { services } = caller.organization
  const own = (await readOwn(organizationId)).filter(({ state }) => state === 'active')
  const rows: readonly Row[] = [
    ...systemPermissionGroups
      .filter(({ service }) => service === undefined || services.includes(service))
      .map((group, position): Row => [`0#${String(position).padStart(4, '0')}`, group]),
    ...own.map((group): Row => [`1#${sortName(group.name)}#${group.permissionGroupId}`, group]).sort(byPosition),
  ]
  const left = after === undefined ? rows : rows.filter(([position]) => position > after)
  const page = left.slice(0, query.limit)
  const last = left.length > page.length ? page.at(-1) : undefined
  return {
    items: page.map(([, group]) => permissionGroupReply(group)),
    nextCursor: last ? writeCursor([last[0]], list) : null,
  }
}

type Row = readonly [position: string, group: GroupHere]

const byPosition = ([one]: Row, [other]: Row): number => (one < other ? -1 : 1)
