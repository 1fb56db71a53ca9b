import { Duration } from 'aws-cdk-lib'
import { type EventBus, type EventPattern, Rule, type RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import type { Construct } from 'constructs'
import { deadLetterQueue } from './dead-letter-queue.ts'
import { FeatureFunction, type FeatureFunctionProps } from './feature-function.ts'
import type { House } from './house.ts'

/** Which events of a bus a function is handed, and what of them. */
export type BusRule = {
  readonly id: string
  /** What the function acts on, for its description. */
  readonly on: string
  /** Without it: the account's own. */
  readonly eventBus?: EventBus
  readonly eventPattern: EventPattern
  /** Without it: the whole event. */
  readonly event?: RuleTargetInput
}

/**
 * A function that acts on events of a bus. An event that it fails on three times, or that cannot be handed to it for six hours,
 * waits in a dead-letter queue, which rings.
 */
export class BusFunction extends FeatureFunction {
  constructor(scope: Construct, house: House, props: FeatureFunctionProps, rules: readonly BusRule[]) {
    super(scope, house, { timeoutSeconds: 30, ...props })
    const retryAttempts = 2
    const maxEventAge = Duration.hours(6)
    const queue = deadLetterQueue(this, house, { name: this.fullName, lost: props.lost })
    this.lambda.configureAsyncInvoke({ retryAttempts, maxEventAge, onFailure: new SqsDestination(queue) })
    for (const { id, on, event, ...rule } of rules)
      new Rule(this, id, {
        description: `${this.fullName} acts on ${on}`,
        ...rule,
        targets: [
          new LambdaFunction(this.lambda, {
            deadLetterQueue: queue,
            retryAttempts,
            maxEventAge,
            ...(event && { event }),
          }),
        ],
      })
  }
}
