import { isFinal } from '../../shared/domain/contract.ts'
import { endedAs } from '../../shared/domain/contract-lifecycle.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getContract } from '../../shared/table/contract.ts'
import { getServiceAgreement } from '../../shared/table/service-agreement.ts'
import { contractReply } from './contract-reply.ts'
import { end } from './contract-steps.ts'

/** Ends a contract that nobody has decided on. CSP contracts that wait for a service agreement end with it (K2). */
export const cancelContract: Operation<'cancelContract'> = async ({ params, body, caller, now, newId, commit }) => {
  const [contract, agreement] = await Promise.all([getContract(params), getServiceAgreement(params.organizationId)])
  if (!contract) throw new Problem('not-found')
  if (isFinal(contract.state)) throw new Problem('contract-ended')
  const after = endedAs(contract, 'cancelled', { reason: body.reason }, now)
  return commit(
    end({ contract, agreement }, after, 'contract.cancelled', { by: caller, now, newId }),
    await contractReply({ ...after, updatedAt: now, version: contract.version + 1 }),
  )
}
