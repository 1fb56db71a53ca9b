import { isFinal } from '../../shared/domain/contract.ts'
import { type ContractId, isId } from '../../shared/domain/ids.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { log } from '../../shared/platform/log.ts'
import { callBack } from '../../shared/platform/workflow.ts'
import { type ContractKey, getContract, listOpenContracts } from '../../shared/table/contract.ts'
import { forgetTask, getTask } from '../../shared/table/workflow-task.ts'

/**
 * Has the workflows that wait look again: of a contract that was changed, of those that wait for a service agreement that has ended, and of all
 * that are open where something else has changed that they go by. It tells them nothing (K8), so calling back once too often does no harm.
 */
export const wakeContracts = async ({ organizationId, action, about }: ActivityEvent): Promise<void> => {
  const { contractId } = about
  const own = isId('contract', contractId) ? contractId : undefined
  const others = own === undefined || (await endedAgreement({ organizationId, contractId: own }, about.kind))
  const open = others ? await listOpenContracts(organizationId) : []
  const woken = new Set<ContractId>([...(own ? [own] : []), ...open.map((contract) => contract.contractId)])
  for (const one of woken) {
    const task = await getTask({ organizationId, contractId: one })
    if (!task) continue
    await callBack(task.taskToken)
    await forgetTask(task)
    log('info', 'workflow-task.called-back', { contractId: one, action })
  }
}

const endedAgreement = async (key: ContractKey, kind: string | number | undefined): Promise<boolean> => {
  if (kind !== 'service-agreement') return false
  const contract = await getContract(key)
  return contract !== undefined && isFinal(contract.state)
}

export const handler = eventFunction(wakeContracts)
