import type { Contract, Days } from '../../shared/domain/contract.ts'
import {
  type ContractStep,
  endedAs,
  holdReasonIn,
  onHold,
  remindedOf,
  type Signatory,
  sentTo,
  waitingForAgreement,
  waitingForContact,
} from '../../shared/domain/contract-lifecycle.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { type ContractAction, contractActivity, type Doing } from '../../shared/frame/contract-activity.ts'
import type { ActivityRecord } from '../../shared/table/activity.ts'
import { changeContract, createContract } from '../../shared/table/contract.ts'
import { getNewestOfKind } from '../../shared/table/document.ts'
import { newNonce } from '../../shared/table/nonce.ts'
import { closeAgreement, openAgreement } from '../../shared/table/service-agreement.ts'
import { Moved, type Write } from '../../shared/table/transaction.ts'
import { type ContractRead, endedUnsigned } from './contract-situation.ts'
import { newContract, watchWorkflow } from './new-contract.ts'

type Taking = Doing & { readonly days: Days }

/** What the step that is due for a contract writes: the contract as it is then, its activity, and what else goes with it. */
export async function stepWrites(step: ContractStep, read: ContractRead, taking: Taking): Promise<readonly Write[]> {
  const { contract, situation } = read
  const { now, days } = taking
  switch (step) {
    case 'agreement':
      return askForAgreement(read, taking)
    case 'contact':
      return change(read, waitingForContact(contract, now), 'contract.waits-for-contact', taking)
    case 'send':
    case 'move':
      return send(step === 'send' ? 'contract.sent' : 'contract.moved', read, taking)
    case 'remind': {
      const { approver } = contract
      if (!approver) throw new Moved('nobody has the contract any more')
      const after = remindedOf({ ...contract, approver }, newNonce(), now, days)
      return change(read, after, 'contract.reminded', taking)
    }
    case 'hold': {
      const because = holdReasonIn(situation)
      return change(read, onHold(contract, because, now), 'contract.held', taking, { because })
    }
    case 'expire': {
      const endReason = contract.state === 'sent' ? 'unanswered' : 'nobody-to-send-to'
      return end(read, endedAs(contract, 'expired', { endReason }, now), 'contract.expired', taking)
    }
    case 'end-alike': {
      const { standing } = situation.agreement
      if (!endedUnsigned(standing)) throw new Moved('the service agreement goes on')
      return end(
        read,
        endedAs(contract, standing, { endReason: 'agreement-not-signed' }, now),
        `contract.${standing}`,
        taking,
      )
    }
    case 'cancel':
      return end(
        read,
        endedAs(contract, 'cancelled', { endReason: 'organization-removed' }, now),
        'contract.cancelled',
        taking,
      )
  }
}

function send(
  action: 'contract.sent' | 'contract.moved',
  { contract, situation, ...read }: ContractRead,
  taking: Taking,
) {
  const { asked, primary } = situation
  const { approver } = contract
  const stays = approver?.handedOver === true && asked?.standing === 'ready' && asked.profileId === approver.profileId
  const signatory: Signatory | undefined = stays ? asked : primary
  if (!signatory) throw new Moved('there is nobody to send it to any more')
  const after = sentTo(contract, { signatory, handedOver: stays, nonce: newNonce() }, taking.now, taking.days)
  return change({ ...read, contract, situation }, after, action, taking, { approver: signatory.profileId })
}

const change = (
  { contract }: ContractRead,
  after: Contract,
  action: ContractAction,
  taking: Doing,
  about: ActivityRecord['about'] = {},
): readonly Write[] => [changeContract(contract, after, taking.now), contractActivity(action, after, taking, about)]

/** Ends a contract without an approval; of a service agreement, another one may be opened then. */
export const end = (
  { contract, agreement }: Pick<ContractRead, 'contract' | 'agreement'>,
  after: Contract,
  action: ContractAction,
  taking: Doing,
  about: ActivityRecord['about'] = {},
): readonly Write[] => [
  ...(contract.kind === 'service-agreement' ? [closeAgreement(agreement, contract.contractId, 'unsigned')] : []),
  changeContract(contract, after, taking.now),
  contractActivity(action, after, taking, { ...about, ...(after.endReason && { because: after.endReason }) }),
]

/** The service agreement comes first: the one that is open, or a new one in its newest published version (K2). */
async function askForAgreement({ contract, agreement }: ContractRead, taking: Taking): Promise<readonly Write[]> {
  const { now, newId } = taking
  const waits = (agreementId: Contract['contractId']) => {
    const after = waitingForAgreement(contract, agreementId, now)
    return [
      changeContract(contract, after, now),
      contractActivity('contract.waits-for-agreement', after, taking, { agreementId }),
    ]
  }
  if (agreement.openId !== undefined) return waits(agreement.openId)
  const document = await getNewestOfKind('service-agreement')
  if (!document) throw new Problem('no-agreement-published')
  const { organizationId, requestedBy, requestedByProfile } = contract
  const contractId = newId('contract')
  const requested = newContract({
    organizationId,
    contractId,
    document,
    requestedBy,
    requestedByProfile,
    now,
    nonce: newNonce(),
  })
  return [
    openAgreement(agreement, contractId),
    createContract(requested),
    watchWorkflow(requested, now),
    contractActivity('contract.requested', requested, taking, { before: contract.contractId }),
    ...waits(contractId),
  ]
}
