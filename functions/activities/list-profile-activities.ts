import { Problem } from '../../shared/domain/problems.ts'
import { writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listActivitiesOfProfile } from '../../shared/table/activity-list.ts'
import { between } from '../../shared/table/activity-order.ts'
import { isOrWasKnown } from '../../shared/table/people.ts'
import { readPosition } from './activity-cursor.ts'
import { activityReplies } from './activity-reply.ts'

/** Lists what a person did and what was done to them, newest first. A removed person's activities stay readable (P5). */
export const listProfileActivities: Operation<'listProfileActivities'> = async ({ params, query, caller, now }) => {
  const list = ['listProfileActivities', params.organizationId, params.profileId]
  const after = readPosition(query.cursor, list)
  const [known, { items, next }] = await Promise.all([
    isOrWasKnown(params),
    listActivitiesOfProfile({
      ...params,
      order: 'newest',
      between: between(undefined, undefined),
      after,
      limit: query.limit,
    }),
  ])
  if (!known) throw new Problem('not-found')
  return { items: await activityReplies(items, caller, now), nextCursor: next ? writeCursor([next], list) : null }
}
