import { Duration } from 'aws-cdk-lib'
import { Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import type { Construct } from 'constructs'
import type { ActivityAction } from '../../shared/domain/catalog.ts'
import { deadLetterQueue } from './dead-letter-queue.ts'
import { FeatureFunction, type FeatureFunctionProps } from './feature-function.ts'
import type { House } from './house.ts'

export type EventFunctionProps = FeatureFunctionProps & { readonly to: readonly ActivityAction[] }

/**
 * A function that acts on what happened. An event that it fails on three times, or that cannot be handed to it for six hours,
 * waits in a dead-letter queue, which rings.
 */
export class EventFunction extends FeatureFunction {
  constructor(scope: Construct, house: House, props: EventFunctionProps) {
    super(scope, house, { timeoutSeconds: 30, ...props })
    const retryAttempts = 2
    const maxEventAge = Duration.hours(6)
    const queue = deadLetterQueue(this, house, { name: this.fullName, lost: props.lost })
    this.lambda.configureAsyncInvoke({ retryAttempts, maxEventAge, onFailure: new SqsDestination(queue) })
    new Rule(this, 'When', {
      description: `${this.fullName} acts on ${inWords(props.to)}`,
      eventBus: house.data.bus,
      eventPattern: { source: ['rolecall'], detailType: [...props.to] },
      targets: [new LambdaFunction(this.lambda, { deadLetterQueue: queue, retryAttempts, maxEventAge })],
    })
  }
}

/** A rule's description has at most 512 characters. */
const inWords = (actions: readonly string[]): string =>
  actions.length > 15 ? `${actions.length} kinds of activity` : actions.join(', ')
