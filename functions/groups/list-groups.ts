import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { pageOfGroups } from '../../shared/table/group.ts'
import { groupReply } from './group-here.ts'

export const listGroups: Operation<'listGroups'> = async ({ params, query }) => {
  const { organizationId } = params
  const list = ['listGroups', organizationId]
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('group', after)) throw new Problem('invalid-cursor')
  const { items, next } = await pageOfGroups({ organizationId, limit: query.limit, after })
  return {
    items: items.filter(({ state }) => state === 'active').map(groupReply),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}
