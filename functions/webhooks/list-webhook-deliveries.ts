import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { pageOfDeliveries } from '../../shared/table/webhook-delivery.ts'
import { deliveryReply } from './delivery-reply.ts'
import { webhookHere } from './webhook-here.ts'

export const listWebhookDeliveries: Operation<'listWebhookDeliveries'> = async ({ params, query, now }) => {
  const { organizationId, webhookId } = params
  const list = ['listWebhookDeliveries', organizationId, webhookId, query.state ?? 'all']
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('delivery', after)) throw new Problem('invalid-cursor')
  const [{ items, next }] = await Promise.all([
    pageOfDeliveries({ organizationId, webhookId, limit: query.limit, after }),
    webhookHere(params),
  ])
  return {
    // An item whose time is over may stand there for days.
    items: items
      .filter(({ state, ttl }) => ttl * 1000 > Date.parse(now) && (query.state === undefined || state === query.state))
      .map(deliveryReply),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}
