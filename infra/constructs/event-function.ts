import { Match } from 'aws-cdk-lib/aws-events'
import type { Construct } from 'constructs'
import type { ActivityAction } from '../../shared/domain/catalog.ts'
import { everyActivity } from '../../shared/domain/every-activity.ts'
import { BusFunction } from './bus-function.ts'
import type { FeatureFunctionProps } from './feature-function.ts'
import type { House } from './house.ts'

export type EventFunctionProps = FeatureFunctionProps & { readonly to: readonly ActivityAction[] }

/** A function that acts on what happened in Rolecall. */
export class EventFunction extends BusFunction {
  constructor(scope: Construct, house: House, props: EventFunctionProps) {
    super(scope, house, props, [
      {
        id: 'When',
        on: inWords(props.to),
        eventBus: house.data.bus,
        eventPattern: { source: ['rolecall'], ...patternOf(props.to) },
      },
    ])
  }
}

/** A pattern has at most 2,048 characters, too few for all actions: an activity is the only event that names one. */
const patternOf = (actions: readonly ActivityAction[]) =>
  actions === everyActivity ? { detail: { action: Match.exists() } } : { detailType: [...actions] }

/** A rule's description has at most 512 characters. */
const inWords = (actions: readonly string[]): string =>
  actions.length > 15 ? `${actions.length} kinds of activity` : actions.join(', ')
