import middy, { type MiddlewareObj } from '@middy/core'
import type { EventBridgeEvent } from 'aws-lambda'
import * as z from 'zod'
import { activityId, organizationId, profileId } from '../contract/fields.ts'
import type { ActivityAction } from '../domain/catalog.ts'
import { log, loggableError, throwableError } from '../platform/log.ts'
import { newIdAt } from './event.ts'
import type { NewId } from './operation.ts'

/** An activity as the bus carries it: ids, and names of changed fields, never values (T9). */
const ActivityDetail = z.object({
  activityId,
  organizationId,
  action: z.string().transform((action) => action as ActivityAction),
  at: z.iso.datetime(),
  subject: profileId.optional(),
  about: z.record(z.string(), z.union([z.string(), z.number()])),
  changedFields: z.array(z.string()).readonly().default([]),
})

export type ActivityEvent = z.output<typeof ActivityDetail> & { readonly now: string; readonly newId: NewId }
type BusEvent = EventBridgeEvent<string, unknown>

/**
 * The Lambda function that acts on one kind of activity. It may be called twice, late, and out of order, so whatever it does is
 * conditional. What it throws is retried by Lambda, and ends in its dead-letter queue.
 */
export function eventFunction(act: (event: ActivityEvent) => Promise<void>) {
  return middy<BusEvent, void>()
    .use(logEvents())
    .handler(async (event) => {
      const now = new Date().toISOString()
      await act({ ...ActivityDetail.parse(event.detail), now, newId: newIdAt(now) })
    })
}

/** One line an event, with ids only. */
function logEvents(): MiddlewareObj<BusEvent, void> {
  const ids = (event: BusEvent) => {
    const detail = ActivityDetail.safeParse(event.detail).data
    return detail
      ? { activityId: detail.activityId, organizationId: detail.organizationId, action: detail.action }
      : { action: 'unreadable' }
  }
  return {
    after: ({ event }) => log('info', 'event.completed', ids(event)),
    onError: (request) => {
      const { event, error } = request
      log('error', 'event.failed', { ...ids(event), ...loggableError(error) })
      request.error = throwableError(error)
    },
  }
}
