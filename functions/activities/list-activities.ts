import { type ActivityId, isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listActivities as read } from '../../shared/table/activity.ts'

export const listActivities: Operation<'listActivities'> = async ({ params: { organizationId }, query }) => {
  const list = ['listActivities', organizationId]
  const [position] = readCursor(query.cursor, list, 1) ?? []
  const after = position === undefined ? undefined : positionOf(position)
  const { items, next } = await read({ organizationId, limit: query.limit, after })
  return {
    items: items.map(({ activityId, action, at, actor, actingFor, subject, about, changedFields, origin }) => ({
      activityId,
      action,
      at,
      actor,
      actingFor: actingFor ?? null,
      subject: subject ?? null,
      about: { ...about },
      changedFields: [...changedFields],
      ipAddress: origin.ipAddress ?? null,
    })),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}

function positionOf(position: string): ActivityId {
  if (!isId('activity', position)) throw new Problem('invalid-cursor')
  return position
}
