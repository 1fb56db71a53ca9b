import { Problem } from '../../shared/domain/problems.ts'
import { readCursor } from '../../shared/frame/cursor.ts'
import { type ActivityPosition, isActivityPosition } from '../../shared/table/activity-order.ts'

/** The position that a cursor of this list holds; undefined where there is no cursor. */
export function readPosition(cursor: string | undefined, list: readonly string[]): ActivityPosition | undefined {
  const [position] = readCursor(cursor, list, 1) ?? []
  if (position === undefined) return undefined
  if (!isActivityPosition(position)) throw new Problem('invalid-cursor')
  return position
}

/** The filters of a list, as its cursors bear them: a cursor of another filter leads nowhere. */
export const filterWords = (
  query: {
    readonly [Filter in 'subject' | 'actor' | 'action' | 'from' | 'until']?: string | undefined
  },
): readonly string[] => {
  const { subject, actor, action, from, until } = query
  return [subject, actor, action, from, until].map((word) => word ?? '')
}
