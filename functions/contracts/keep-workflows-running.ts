import { type ScheduledRun, scheduledFunction } from '../../shared/frame/scheduled-function.ts'
import { log } from '../../shared/platform/log.ts'
import { isRunning, startWorkflow } from '../../shared/platform/workflow.ts'
import { getContract, isOpen } from '../../shared/table/contract.ts'
import { type Due, eachDue } from '../../shared/table/due.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { countAttempt, getAttempt } from '../../shared/table/workflow-task.ts'
import { watchWorkflow } from './new-contract.ts'

/**
 * Every minute: looks at contracts whose time it is whether their workflow still runs, and starts the next attempt where it does not (K1). The
 * new one goes on from where the contract stands. Each open contract is looked at again and again, and no longer once it has ended.
 */
export const handler = scheduledFunction((run) =>
  eachDue(
    'contract-workflow',
    run.now(),
    (due) => keepRunning(due, run),
    () => run.newId('activity'),
  ),
)

async function keepRunning({ organizationId, contractId }: Due, { now }: ScheduledRun): Promise<readonly Write[]> {
  if (contractId === undefined) return []
  const key = { organizationId, contractId }
  const [contract, attempt] = await Promise.all([getContract(key), getAttempt(key)])
  if (!contract || !isOpen(contract)) return []
  if (!(await isRunning({ ...key, attempt }))) {
    await countAttempt(key, attempt)
    await startWorkflow({ ...key, attempt: attempt + 1 })
    log('warn', 'workflow.started', { contractId, attempts: attempt + 1 })
  }
  return [watchWorkflow(key, now())]
}
