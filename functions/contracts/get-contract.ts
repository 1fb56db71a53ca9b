import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getContract as read } from '../../shared/table/contract.ts'
import { contractReply } from './contract-reply.ts'

/** Where one contract stands. */
export const getContract: Operation<'getContract'> = async ({ params }) => {
  const contract = await read(params)
  if (!contract) throw new Problem('not-found')
  return contractReply(contract)
}
