import type { App } from 'aws-cdk-lib'
import { refuseLocalOverrides, refuseUnclearRecovery, type StageSettings } from '../config.ts'
import { Overview } from '../constructs/overview.ts'
import { ApiStack } from './api.ts'
import { DataStack } from './data.ts'
import { buildFeatures } from './features.ts'
import { ReactionsStack } from './reactions.ts'

/** The three stacks of one stage, in the order in which they are deployed: each knows those before it. */
export type Deployment = { readonly data: DataStack; readonly api: ApiStack; readonly reactions: ReactionsStack }

/** Puts a stage into an application. */
export function deployment(app: App, stage: StageSettings): Deployment {
  refuseLocalOverrides(stage)
  refuseUnclearRecovery(stage)
  const data = new DataStack(app, `Rolecall-${stage.name}-Data`, stage)
  const api = new ApiStack(app, `Rolecall-${stage.name}-Api`, stage, data)
  const reactions = new ReactionsStack(app, `Rolecall-${stage.name}-Reactions`, api)
  buildFeatures({ api, reactions })
  new Overview(reactions)
  return { data, api, reactions }
}
