import { isFinal } from '../../shared/domain/contract.ts'
import { withNewLink } from '../../shared/domain/contract-lifecycle.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { contractActivity } from '../../shared/frame/contract-activity.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { changeContract, getContract } from '../../shared/table/contract.ts'
import { countLinkMail } from '../../shared/table/inviting.ts'
import { newNonce } from '../../shared/table/nonce.ts'
import { contractDayLength } from './contract-days.ts'
import { contractReply } from './contract-reply.ts'

/** Sends the approver of a contract another link, in place of the one before, because somebody wishes it: once a day (K4). */
export const remindContract: Operation<'remindContract'> = async ({ params, caller, now, newId, commit }) => {
  const contract = await getContract(params)
  if (!contract) throw new Problem('not-found')
  const { state, approver, remindedAt } = contract
  if (isFinal(state)) throw new Problem('contract-ended')
  if (state !== 'sent' || !approver || now >= approver.deadlineAt) throw new Problem('not-sent')
  requireDayBetween(remindedAt, now, contractDayLength().daySeconds)
  const after = { ...withNewLink(contract, newNonce()), remindedAt: now }
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
