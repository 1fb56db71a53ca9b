import { type Contract, isFinal } from '../../shared/domain/contract.ts'
import type { wakesContracts } from '../../shared/domain/contract-news.ts'
import { type ContractId, isId } from '../../shared/domain/ids.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { log } from '../../shared/platform/log.ts'
import { callBack } from '../../shared/platform/workflow.ts'
import { listContacts } from '../../shared/table/contact.ts'
import { type ContractKey, getContract, listOpenContracts } from '../../shared/table/contract.ts'
import { forgetTask, getTask } from '../../shared/table/workflow-task.ts'

/** What befalls everybody and makes nobody cease to be a contact: a contract goes by it where it befell somebody who may approve. */
const ofEverybody: ReadonlySet<string> = new Set([
  'address.deliverable',
  'address.undeliverable',
  'factor.enrolled',
  'invitation.accepted',
  'profile.address-replaced',
  'profile.became-user',
  'profile.changed',
  'profile.confirmed',
  'profile.reactivated',
  'sign-in-address.changed',
] satisfies readonly (typeof wakesContracts)[number][])

/**
 * Has the workflows that wait look again: of a contract that was changed, of those that wait for a service agreement that has ended, and of all
 * that are open where something else has changed that they go by. It tells them nothing (K8), so calling back once too often does no harm.
 */
export const wakeContracts = async (event: ActivityEvent): Promise<void> => {
  const { organizationId, action, about } = event
  const { contractId } = about
  const own = isId('contract', contractId) ? contractId : undefined
  const others = own === undefined || (await endedAgreement({ organizationId, contractId: own }, about.kind))
  const open = others ? await listOpenContracts(organizationId) : []
  if (ofEverybody.has(action) && !(await concerns(event, open))) return
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

/** Whether something befell a Commercial Contact, or whoever has one of these contracts. */
async function concerns(
  { organizationId, subject }: ActivityEvent,
  open: readonly Pick<Contract, 'approver'>[],
): Promise<boolean> {
  if (open.some(({ approver }) => approver?.profileId === subject)) return true
  if (open.length === 0) return false
  const { contacts } = await listContacts(organizationId)
  return contacts.some(({ profileId, roles }) => profileId === subject && roles.commercial !== undefined)
}

export const handler = eventFunction(wakeContracts)
