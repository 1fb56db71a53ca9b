import type { Construct } from 'constructs'
import type { ActivityAction } from '../../shared/domain/catalog.ts'
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
        eventPattern: { source: ['rolecall'], detailType: [...props.to] },
      },
    ])
  }
}

/** A rule's description has at most 512 characters. */
const inWords = (actions: readonly string[]): string =>
  actions.length > 15 ? `${actions.length} kinds of activity` : actions.join(', ')
