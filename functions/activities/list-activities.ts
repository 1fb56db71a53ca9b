import { writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listActivities as read } from '../../shared/table/activity-list.ts'
import { between, settledAt } from '../../shared/table/activity-order.ts'
import { filterWords, readPosition } from './activity-cursor.ts'
import { activityReplies } from './activity-reply.ts'

/** Lists what happened. From the oldest on, the list ends where nothing older can come any more, and its cursor leads on from there (V3). */
export const listActivities: Operation<'listActivities'> = async ({ params, query, caller, now }) => {
  const { organizationId } = params
  const { order, limit, cursor, from, until, ...filter } = query
  const list = ['listActivities', organizationId, order, ...filterWords(query)]
  const after = readPosition(cursor, list)

  const range = between(from, until)
  const settled = settledAt(now)
  const bounds = order === 'oldest' && settled < range.until ? { ...range, until: settled } : range
  const { items, next } = await read({ organizationId, filter, order, between: bounds, after, limit })

  const reached = after !== undefined && after > bounds.until ? after : bounds.until
  const end = order === 'oldest' ? reached : undefined
  const position = next ?? end
  return {
    items: await activityReplies(items, caller, now),
    nextCursor: position === undefined ? null : writeCursor([position], list),
  }
}
