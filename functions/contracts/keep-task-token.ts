import * as z from 'zod'
import { workflowFunction } from '../../shared/frame/workflow-function.ts'
import { log } from '../../shared/platform/log.ts'
import { callBack } from '../../shared/platform/workflow.ts'
import { keepTask } from '../../shared/table/workflow-task.ts'
import { WorkflowInput } from './workflow-input.ts'

/**
 * Keeps the token of a workflow that begins to wait, on condition that the contract is what the workflow last read. If that has moved, nobody
 * would call back for it, so this does at once.
 */
export const handler = workflowFunction(
  WorkflowInput.extend({ contractVersion: z.int().min(0), taskToken: z.string().min(1).max(2048) }),
  async ({ contractVersion, ...task }, { newId }) => {
    const kept = await keepTask(task, contractVersion, newId('activity'))
    if (kept === 'moved') await callBack(task.taskToken)
    log('info', 'workflow-task.kept', { contractId: task.contractId, kept })
    return { kept }
  },
)
