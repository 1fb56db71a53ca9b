import { isFinal } from '../../shared/domain/contract.ts'
import { remindedOf } from '../../shared/domain/contract-lifecycle.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { changeContract, getContract } from '../../shared/table/contract.ts'
import { countLinkMail } from '../../shared/table/inviting.ts'
import { contractActivity } from './contract-activity.ts'
import { contractDayLength } from './contract-days.ts'
import { contractReply } from './contract-reply.ts'
import { newNonce } from './contract-steps.ts'

/** Sends the approver of a contract another link, in place of the one before, because somebody wishes it: once a day (K4). */
export const remindContract: Operation<'remindContract'> = async ({ params, caller, now, newId, commit }) => {
  const contract = await getContract(params)
  if (!contract) throw new Problem('not-found')
  const { state, approver, remindedAt } = contract
  if (isFinal(state)) throw new Problem('contract-ended')
  if (state !== 'sent' || !approver || now >= approver.deadlineAt) throw new Problem('not-sent')
  const days = contractDayLength()
  requireDayBetween(remindedAt, now, days.daySeconds)
  const after = remindedOf({ ...contract, approver }, { nonce: newNonce(), byHand: true }, now, days)
  return commit(
    [
      countLinkMail(params.organizationId, now),
      changeContract(contract, after, now),
      contractActivity('contract.reminded', after, { by: caller, now, newId }),
    ],
    await contractReply({ ...after, updatedAt: now, version: contract.version + 1 }),
  )
}

function requireDayBetween(remindedAt: string | undefined, now: string, daySeconds: number): void {
  if (remindedAt === undefined) return
  const left = Math.ceil((Date.parse(remindedAt) + daySeconds * 1000 - Date.parse(now)) / 1000)
  if (left > 0)
    throw new Problem('too-many-requests', {
      detail: 'The approver was reminded less than a day ago.',
      retryAfterSeconds: left,
    })
}
