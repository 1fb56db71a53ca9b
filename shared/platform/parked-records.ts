import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { env } from './env.ts'

const queues = new SQSClient({})

/** A stream record that cannot be read: where it stood in the stream, and which activity it was of, where that can be told. */
export type UnreadableRecord = {
  readonly sequenceNumber: string
  readonly key: { readonly pk: string; readonly sk: string } | undefined
}

/**
 * Puts what stream records cannot be read where a person will find it: ids, by which `npm run redrive` finds the activities in the table
 * and hands them on once more.
 */
export async function parkRecords(records: readonly UnreadableRecord[]): Promise<void> {
  await queues.send(
    new SendMessageCommand({
      QueueUrl: env('PARKED_QUEUE_URL'),
      MessageBody: JSON.stringify({
        reason: 'unreadable stream records',
        sequenceNumbers: records.map(({ sequenceNumber }) => sequenceNumber),
        keys: records.flatMap(({ key }) => key ?? []),
      }),
    }),
  )
}
