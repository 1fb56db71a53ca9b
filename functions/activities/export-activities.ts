import { stringify } from 'csv-stringify/sync'
import { writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { listActivities } from '../../shared/table/activity-list.ts'
import { between } from '../../shared/table/activity-order.ts'
import { filterWords, readPosition } from './activity-cursor.ts'
import { type ActivityReply, activityReplies } from './activity-reply.ts'

/** Exports as much as one Query reads; that it was exported is an activity itself, of each part (V3). */
export const exportActivities: Operation<'exportActivities'> = async ({
  params,
  query,
  caller,
  now,
  newId,
  commit,
}) => {
  const { organizationId } = params
  const { order, format, cursor, from, until, ...filter } = query
  const list = ['exportActivities', organizationId, order, format, ...filterWords(query)]
  const after = readPosition(cursor, list)

  const range = between(from, until)
  const { items, next } = await listActivities({
    organizationId,
    filter,
    order,
    between: range,
    after,
    limit: undefined,
  })
  const replies = await activityReplies(items, caller, now)
  const text = format === 'csv' ? asCsv(replies, after === undefined) : replies.map(asLine).join('')
  return commit(
    [
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'activities.exported',
        at: now,
        by: caller,
        about: { format, count: items.length },
      }),
    ],
    { format, text, name: 'activities', nextCursor: next ? writeCursor([next], list) : null },
  )
}

const asLine = (activity: ActivityReply): string => `${JSON.stringify(activity)}\n`

const columns = [
  'at',
  'sentence',
  'actorName',
  'subjectName',
  'changedFields',
  'changes',
  'about',
  'actor',
  'actorProfile',
  'actingFor',
  'subject',
  'applicationRoles',
  'ipAddress',
  'action',
  'activityId',
] as const satisfies readonly (keyof ActivityReply)[]

/**
 * As RFC 4180 says, with the header in the first part alone. A cell that a spreadsheet would take for a formula begins with an
 * apostrophe (CWE-1236), and so does what could become one behind a semicolon, at which spreadsheets in many languages begin a
 * cell; the byte order mark tells spreadsheets that it is UTF-8.
 */
const asCsv = (activities: readonly ActivityReply[], isFirst: boolean): string =>
  stringify(
    activities.map((activity) => columns.map((column) => cellOf(activity[column]))),
    { columns: [...columns], header: isFirst, bom: isFirst, escape_formulas: true, record_delimiter: 'windows' },
  )

function cellOf(value: ActivityReply[keyof ActivityReply]): string {
  if (value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.replaceAll(formulaBehindSemicolon, ";'")
}

const formulaBehindSemicolon = /;(?=[\s"]*[=+\-@＝＋－＠])/g
