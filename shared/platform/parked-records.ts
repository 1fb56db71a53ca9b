import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { env } from './env.ts'

const queues = new SQSClient({})

/** Puts the sequence numbers of stream records that cannot be read where a person will find them. */
export async function parkRecords(sequenceNumbers: readonly string[]): Promise<void> {
  await queues.send(
    new SendMessageCommand({
      QueueUrl: env('PARKED_QUEUE_URL'),
      MessageBody: JSON.stringify({ reason: 'unreadable stream records', sequenceNumbers }),
    }),
  )
}
