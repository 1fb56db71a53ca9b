import { Duration, Validations } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { House } from './house.ts'

/** Where what could not be done waits for two weeks, and rings from the first message on. */
export function deadLetterQueue(scope: Construct, house: House, of: { name: string; lost: string }): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  })
  const reason = 'It is a dead-letter queue itself.'
  Validations.of(queue).acknowledge({ id: 'AwsSolutions-SQS3', reason }, { id: 'Serverless-SQSRedrivePolicy', reason })
  const waiting = queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' })
  house.alarms.watch(`${of.name}-dead-letters`, waiting, {
    lost: of.lost,
    look: `Messages wait in the dead-letter queue of ${of.name}: read one, put right what its error says, then give them all back.`,
    runbook: of.name,
  })
  return queue
}
