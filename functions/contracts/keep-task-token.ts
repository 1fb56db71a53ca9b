import * as z from 'zod'
import { lookAt } from '../../shared/domain/contract-lifecycle.ts'
import { workflowFunction } from '../../shared/frame/workflow-function.ts'
import { log } from '../../shared/platform/log.ts'
import { callBack } from '../../shared/platform/workflow.ts'
import { keepTask } from '../../shared/table/workflow-task.ts'
import { contractDayLength } from './contract-days.ts'
import { readContractSituation } from './contract-situation.ts'
import { WorkflowInput } from './workflow-input.ts'

/**
 * Keeps the token of a workflow that begins to wait, on condition that the contract is what the workflow last read. If that has moved, nobody
 * would call back for it, so this does at once; and so it does where something else has changed between the look and now.
 */
export const handler = workflowFunction(
  WorkflowInput.extend({ contractVersion: z.int().min(0), taskToken: z.string().min(1).max(2048) }),
  async ({ contractVersion, taskToken, ...key }, { now, newId }) => {
    const kept = await keepTask({ ...key, taskToken }, contractVersion, newId('activity'))
    const waits = kept === 'kept' && (await nothingIsDue(key, now))
    if (!waits) await callBack(taskToken)
    log('info', 'workflow-task.kept', { contractId: key.contractId, kept: waits ? 'kept' : 'called-back' })
    return {}
  },
)

async function nothingIsDue(key: z.output<typeof WorkflowInput>, now: string): Promise<boolean> {
  const read = await readContractSituation(key)
  return read !== undefined && lookAt(read.contract, read.situation, now, contractDayLength()) === 'wait'
}
