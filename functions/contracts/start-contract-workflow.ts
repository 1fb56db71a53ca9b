import { id } from '../../shared/domain/ids.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { log } from '../../shared/platform/log.ts'
import { startWorkflow } from '../../shared/platform/workflow.ts'
import { countAttempt, getAttempt } from '../../shared/table/workflow-task.ts'

/** Starts the workflow of a contract that was requested. Whoever comes second finds the first attempt counted and starts it once more, which changes nothing. */
export const startContractWorkflow = async ({ organizationId, about }: ActivityEvent): Promise<void> => {
  const contractId = id('contract', String(about.contractId))
  const key = { organizationId, contractId }
  const attempt = await getAttempt(key)
  // A later attempt is the business of whoever keeps workflows running.
  if (attempt > 1) return
  if (attempt === 0) await countAttempt(key, 0)
  await startWorkflow({ ...key, attempt: 1 })
  log('info', 'workflow.started', { contractId, attempts: 1 })
}

export const handler = eventFunction(startContractWorkflow)
