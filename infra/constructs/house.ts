import type { Stack } from 'aws-cdk-lib'
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

/** A stack in which functions of features stand, with the house as it is there: its alarms are that stack's own. */
export type HousedStack = Stack & { readonly house: House }

/** The two of them: what routes call, and what no route calls. Only the second knows the first. */
export type HousedStacks = { readonly api: HousedStack; readonly reactions: HousedStack }
