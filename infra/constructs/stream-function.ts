import { Duration } from 'aws-cdk-lib'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Construct } from 'constructs'
import { deadLetterQueue } from './dead-letter-queue.ts'
import { FeatureFunction, type FeatureFunctionProps } from './feature-function.ts'
import type { House } from './house.ts'
import { streamArn } from './needs.ts'

export type StreamFunctionProps = FeatureFunctionProps & {
  /** The entity whose new items it is given. */
  readonly entity: string
}

/**
 * A function that is given the table's new items of one entity, in batches. What it cannot read it parks in its queue; a batch
 * that fails is split and tried again for six hours, and then a note about it lands in the same queue.
 */
export class StreamFunction extends FeatureFunction {
  constructor(scope: Construct, house: House, props: StreamFunctionProps) {
    super(scope, house, { timeoutSeconds: 30, ...props, needs: [...props.needs, 'table:follow'] })
    const queue = deadLetterQueue(this, house, { name: this.fullName, lost: props.lost })
    queue.grantSendMessages(this.lambda)
    this.lambda.addEnvironment('PARKED_QUEUE_URL', queue.queueUrl)
    this.lambda.addEventSourceMapping('Stream', {
      eventSourceArn: streamArn(house.data.table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { __edb_e__: { S: FilterRule.isEqual(props.entity) } } },
        }),
      ],
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: Duration.hours(6),
      onFailure: new SqsDlq(queue),
    })
    const age = this.lambda.metric('IteratorAge', { statistic: 'Maximum' })
    house.alarms.watch(
      `${this.fullName}-late`,
      age,
      {
        lost: props.lost,
        look: `${this.fullName} is more than a minute behind the table: look for errors and throttling in its log.`,
        runbook: this.fullName,
      },
      60_000,
    )
  }
}
