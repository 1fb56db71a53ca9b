import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { pageOfApiKeys } from '../../shared/table/api-key.ts'
import { apiKeyReply } from './api-key-reply.ts'

/** Keys in the order in which they were made, in one Query. */
export const listApiKeys: Operation<'listApiKeys'> = async ({ params, query, now }) => {
  const { organizationId } = params
  const list = ['listApiKeys', organizationId]
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('key', after)) throw new Problem('invalid-cursor')
  const { items, next } = await pageOfApiKeys(organizationId, { limit: query.limit, after })
  return {
    items: items.map((key) => apiKeyReply(key, now)),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}
