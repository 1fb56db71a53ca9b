import { unmarshall } from '@aws-sdk/util-dynamodb'
import { isId } from '../domain/ids.ts'
import type { ActivityRecord } from './activity.ts'

/**
 * Reads the activity out of a new item of the table, as its stream carries it; undefined for an item of another entity. Throws
 * where it cannot be read. It does without ElectroDB, which a function that only passes things on need not load.
 */
export function activityOfImage(image: unknown): ActivityRecord | undefined {
  if (typeof image !== 'object' || image === null) throw new TypeError('a stream record without an image')
  // The stream's types and the SDK's describe the same bytes.
  const item: Record<string, unknown> = unmarshall(image as Parameters<typeof unmarshall>[0])
  if (item.__edb_e__ !== 'activity') return undefined
  const { summary } = item
  if (!isActivity(summary)) throw new TypeError('an activity that says too little')
  return summary
}

/** What every activity has; the rest is as `recordActivity` wrote it. */
function isActivity(summary: unknown): summary is ActivityRecord {
  if (typeof summary !== 'object' || summary === null) return false
  const said: Partial<Record<keyof ActivityRecord, unknown>> = summary
  return (
    isId('activity', said.activityId) && isId('organization', said.organizationId) && typeof said.action === 'string'
  )
}

/** The key of an activity, as the stream carries it: ids alone; undefined for the key of anything else. Never throws. */
export function activityKeyOf(keys: unknown): { readonly pk: string; readonly sk: string } | undefined {
  const { pk, sk }: Partial<Record<'pk' | 'sk', { readonly S?: unknown }>> = Object(keys)
  const [partition, position] = [String(pk?.S), String(sk?.S)]
  const [organizationId, list, ...more] = partition.split('#')
  const isActivity =
    isId('organization', organizationId) && list === 'activities' && more.length === 0 && isId('activity', position)
  return isActivity ? { pk: partition, sk: position } : undefined
}
