import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { CloudSettings } from './deployed.ts'

/** Has the bus copy every event to a queue of the tests, and answers the queue's address. */
export async function captureEvents(settings: CloudSettings, eventBusName: string): Promise<string> {
  const queues = new SQSClient(settings)
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: 'seen-by-the-tests' }))
  if (QueueUrl === undefined) throw new Error('the queue for events was not made')
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }))
  queues.destroy()

  const bus = new EventBridgeClient(settings)
  const rule = { EventBusName: eventBusName, Name: 'seen-by-the-tests' }
  await bus.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [{ prefix: '' }] }) }))
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn }]
  const { FailedEntryCount } = await bus.send(
    new PutTargetsCommand({ EventBusName: rule.EventBusName, Rule: rule.Name, Targets }),
  )
  bus.destroy()
  if (FailedEntryCount !== 0) throw new Error('the bus does not copy its events')
  return QueueUrl
}
