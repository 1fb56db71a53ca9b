import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import type { Construct } from 'constructs'
import { deadLetterQueue } from './dead-letter-queue.ts'
import { FeatureFunction, type FeatureFunctionProps } from './feature-function.ts'
import type { House } from './house.ts'

/**
 * A function that runs every minute. A run that fails is not tried again, since the next one finds what it has left; a note about
 * it waits in a dead-letter queue, which rings.
 */
export class ScheduledFunction extends FeatureFunction {
  constructor(scope: Construct, house: House, props: FeatureFunctionProps) {
    super(scope, house, { timeoutSeconds: 30, ...props })
    const retryAttempts = 0
    const maxEventAge = Duration.minutes(5)
    const queue = deadLetterQueue(this, house, { name: this.fullName, lost: props.lost })
    this.lambda.configureAsyncInvoke({ retryAttempts, maxEventAge, onFailure: new SqsDestination(queue) })
    new Rule(this, 'EveryMinute', {
      description: `${this.fullName} runs every minute`,
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.lambda, { deadLetterQueue: queue, retryAttempts, maxEventAge })],
    })
  }
}
