import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listContracts as read } from '../../shared/table/contract.ts'
import { contractsReply } from './contract-reply.ts'

/** The contracts of an organization, the newest first. */
export const listContracts: Operation<'listContracts'> = async ({ params: { organizationId }, query }) => {
  const { state, limit } = query
  const list = ['listContracts', organizationId, state ?? '']
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('contract', after)) throw new Problem('invalid-cursor')
  const { items, next } = await read({ organizationId, state, limit, after })
  return {
    items: await contractsReply(organizationId, items),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}
