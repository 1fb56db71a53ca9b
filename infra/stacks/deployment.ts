import type { App } from 'aws-cdk-lib'
import { refuseLocalOverrides, refuseUnclearRecovery, type StageSettings } from '../config.ts'
import { ApiStack } from './api.ts'
import { DataStack } from './data.ts'

/** The two stacks of one stage. */
export function deployment(app: App, stage: StageSettings): { readonly data: DataStack; readonly api: ApiStack } {
  refuseLocalOverrides(stage)
  refuseUnclearRecovery(stage)
  const data = new DataStack(app, `Rolecall-${stage.name}-Data`, stage)
  const api = new ApiStack(app, `Rolecall-${stage.name}-Api`, stage, data)
  return { data, api }
}
