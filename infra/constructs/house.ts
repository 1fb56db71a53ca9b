import type { StageSettings } from '../config.ts'
import type { DataStack } from '../stacks/data.ts'
import type { Alarms } from './alarms.ts'
import type { Gateway } from './gateway.ts'
import type { SignInClients } from './sign-in-clients.ts'

/** What every feature stands on. */
export type House = {
  readonly stage: StageSettings
  readonly data: DataStack
  readonly alarms: Alarms
  readonly gateway: Gateway
  readonly clients: SignInClients
}
