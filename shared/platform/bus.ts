import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { ActivityAction } from '../domain/catalog.ts'
import type { ActivityId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { env } from './env.ts'

const events = new EventBridgeClient({})
const queues = new SQSClient({})

/** What the bus may know of an activity. */
export type PublishableActivity = {
  readonly activityId: ActivityId
  readonly organizationId: OrganizationId
  readonly action: ActivityAction
  readonly at: string
  readonly subject: ProfileId | undefined
  readonly about: Readonly<Record<string, string | number>>
  readonly changedFields: readonly string[]
}

/** EventBridge takes ten events a call. */
const mostPerCall = 10

/** Puts activities on the bus. Throws when it took not all of them, so that the batch comes again. */
export async function publish(activities: readonly PublishableActivity[]): Promise<void> {
  for (let start = 0; start < activities.length; start += mostPerCall) {
    const { FailedEntryCount } = await events.send(
      new PutEventsCommand({
        Entries: activities.slice(start, start + mostPerCall).map((activity) => ({
          EventBusName: env('EVENT_BUS_NAME'),
          Source: 'rolecall',
          DetailType: activity.action,
          Detail: JSON.stringify(activity),
        })),
      }),
    )
    if ((FailedEntryCount ?? 0) > 0) throw new Error('the bus did not take every event')
  }
}

/** Puts the sequence numbers of stream records that cannot be read where a person will find them. */
export async function parkRecords(sequenceNumbers: readonly string[]): Promise<void> {
  await queues.send(
    new SendMessageCommand({
      QueueUrl: env('PARKED_QUEUE_URL'),
      MessageBody: JSON.stringify({ reason: 'unreadable stream records', sequenceNumbers }),
    }),
  )
}
