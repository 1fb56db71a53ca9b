import type { DynamoDBStreamEvent } from 'aws-lambda'
import { type PublishableActivity, publish } from '../../shared/platform/bus.ts'
import { log } from '../../shared/platform/log.ts'
import { parkRecords, type UnreadableRecord } from '../../shared/platform/parked-records.ts'
import { activityKeyOf, activityOfImage } from '../../shared/table/stream.ts'

/**
 * Puts every new activity on the bus: ids, and names of changed fields, never values, save the application roles (T9). It can stop for one reason only, that
 * the bus takes nothing; a record that cannot be read is parked, so that it blocks nobody else's. A record may come twice, and
 * then is published twice: whoever acts on it acts once.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<void> {
  const found: PublishableActivity[] = []
  const unreadable: UnreadableRecord[] = []
  for (const record of event.Records) {
    if (record.eventName !== 'INSERT') continue
    try {
      const activity = activityOfImage(record.dynamodb?.NewImage)
      if (activity) {
        const { activityId, organizationId, action, at, subject, about, changedFields, applicationRoles } = activity
        found.push({
          activityId,
          organizationId,
          action,
          at,
          subject,
          about,
          changedFields,
          ...(applicationRoles && { applicationRoles }),
        })
      }
    } catch {
      unreadable.push({
        sequenceNumber: record.dynamodb?.SequenceNumber ?? record.eventID ?? 'unknown',
        key: activityKeyOf(record.dynamodb?.Keys),
      })
    }
  }
  await publish(found)
  if (unreadable.length > 0) await parkRecords(unreadable)
  log(unreadable.length > 0 ? 'error' : 'info', 'activities.published', {
    records: found.length,
    parked: unreadable.length,
  })
}
