import { lookAt } from '../../shared/domain/contract-lifecycle.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { type WorkflowRun, workflowFunction } from '../../shared/frame/workflow-function.ts'
import type { Doer } from '../../shared/table/activity.ts'
import type { ContractKey } from '../../shared/table/contract.ts'
import { commit } from '../../shared/table/transaction.ts'
import { contractDayLength } from './contract-days.ts'
import { readContractSituation } from './contract-situation.ts'
import { stepWrites } from './contract-steps.ts'
import { WorkflowInput } from './workflow-input.ts'

/**
 * Takes the step that is due for a contract, as it stands at this moment, in one transaction with its activity, from which the mails follow.
 * Where another one is due by now, that one is taken; where none is, nothing happens. A step that was taken is not due any more, so that taking it twice
 * does nothing twice.
 */
export const takeContractStep = async (key: ContractKey, { now, newId, requestId }: WorkflowRun) => {
  const days = contractDayLength()
  return untilDecided(async () => {
    const read = await readContractSituation(key)
    if (!read) return { taken: 'nothing' }
    const step = lookAt(read.contract, read.situation, now, days)
    if (step === 'wait' || step === 'done') return { taken: 'nothing' }
    const by: Doer = {
      principal: 'system:approval-workflow',
      organization: read.organization,
      origin: { requestId, ipAddress: undefined, userAgent: undefined },
    }
    await commit(await stepWrites(step, read, { by, now, newId, days }), newId('activity'))
    return { taken: step }
  })
}

export const handler = workflowFunction(WorkflowInput, takeContractStep)
