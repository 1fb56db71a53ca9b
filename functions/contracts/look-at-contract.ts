import { type Look, lookAt } from '../../shared/domain/contract-lifecycle.ts'
import { workflowFunction } from '../../shared/frame/workflow-function.ts'
import { contractDayLength } from './contract-days.ts'
import { readContractSituation } from './contract-situation.ts'
import { WorkflowInput } from './workflow-input.ts'

/** What the workflow of a contract goes by: what is due now, and the version of the contract that this was read from. */
export type LookedAt = { readonly outcome: Look; readonly contractVersion: number }

/** Reads a contract and its contact afresh, and says what is due: a step, nothing but to wait, or that it is over. Changes nothing. */
export const handler = workflowFunction(WorkflowInput, async (key, { now }): Promise<LookedAt> => {
  const read = await readContractSituation(key)
  // A contract is never deleted, so whoever asks for one that is not there has nothing to wait for.
  if (!read) return { outcome: 'done', contractVersion: 0 }
  const { contract, situation } = read
  return { outcome: lookAt(contract, situation, now, contractDayLength()), contractVersion: contract.version }
})
