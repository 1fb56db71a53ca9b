import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { type FunctionConfiguration, GetFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda'
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { clients, deployed } from './deployed.ts'

/** An event as the bus carried it: an activity, or what became of somebody's access by one. */
const BusEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({ activityId: z.string(), action: z.string().optional() }),
})
export type BusEvent = z.output<typeof BusEvent>

const seen: BusEvent[] = []

/** Every event that the bus has carried since the file began, in the order of its coming. */
export async function busEvents(): Promise<readonly BusEvent[]> {
  for (const body of await takeAll(deployed.capturedEventsUrl)) seen.push(BusEvent.parse(JSON.parse(body)))
  return seen
}

/** Forgets what the bus has carried so far. */
export async function forgetEvents(): Promise<void> {
  await takeAll(deployed.capturedEventsUrl)
  seen.length = 0
}

/** Puts an event on the bus once more, as a stream that repeats itself does. */
export async function repeatEvent(event: BusEvent): Promise<void> {
  const { FailedEntryCount } = await clients.events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: deployed.eventBusName,
          Source: event.source,
          DetailType: event['detail-type'],
          Detail: JSON.stringify(event.detail),
        },
      ],
    }),
  )
  if (FailedEntryCount !== 0) throw new Error('the bus did not take the event')
}

/** Where the events wait on which a function has failed too often. */
export async function deadLettersOf({ FunctionName }: FunctionConfiguration): Promise<string> {
  const { DestinationConfig } = await clients.lambda.send(
    new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: '$LATEST' }),
  )
  const QueueName = DestinationConfig?.OnFailure?.Destination?.split(':').at(-1)
  const { QueueUrl } = await clients.queues.send(new GetQueueUrlCommand({ QueueName }))
  if (QueueUrl === undefined) throw new Error(`${FunctionName} has no dead-letter queue`)
  return QueueUrl
}

/** The bodies of all messages of a queue, which is empty afterwards. */
export async function takeAll(QueueUrl: string): Promise<string[]> {
  const bodies: string[] = []
  for (;;) {
    const { Messages = [] } = await clients.queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    )
    if (Messages.length === 0) return bodies
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body)
      await clients.queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }
  }
}
