import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listWebhooks as listAll } from '../../shared/table/webhook.ts'
import { webhookReply } from './webhook-here.ts'

/** There are so few of them that they are read all at once, whichever page is asked for. */
export const listWebhooks: Operation<'listWebhooks'> = async ({ params, query, now }) => {
  const { organizationId } = params
  const list = ['listWebhooks', organizationId]
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('webhook', after)) throw new Problem('invalid-cursor')
  const left = (await listAll(organizationId)).filter(({ webhookId }) => after === undefined || webhookId > after)
  const items = left.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items.map((webhook) => webhookReply(webhook, now)),
    nextCursor: last && left.length > items.length ? writeCursor([last.webhookId], list) : null,
  }
}
