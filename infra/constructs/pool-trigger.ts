import type { Construct } from 'constructs'
import type { StageSettings } from '../config.ts'
import { BundledFunction, type BundledFunctionProps } from './bundled-function.ts'
import type { Granted } from './needs.ts'

/** Cognito waits no longer than this, and asks three times. */
const mostSeconds = 5

/**
 * A function that the user pool calls while somebody signs in. It stands in the stack of the pool, which names it, so it knows
 * neither gateway nor clients; the stack that has the alarms lets it ring.
 */
export class PoolTrigger extends BundledFunction {
  constructor(
    scope: Construct,
    stage: StageSettings,
    props: Omit<BundledFunctionProps, 'timeoutSeconds'>,
    granted: Granted,
  ) {
    super(scope, stage, { ...props, timeoutSeconds: mostSeconds }, granted)
  }
}
