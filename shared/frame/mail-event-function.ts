import middy, { type MiddlewareObj } from '@middy/core'
import * as z from 'zod'
import { activityId, organizationId } from '../contract/fields.ts'
import { handedOver, mailEvents } from '../domain/mail-events.ts'
import type { MailOutcome } from '../domain/mail-outcome.ts'
import { log, loggableError, throwableError } from '../platform/log.ts'
import { newIdAt } from './event.ts'
import type { NewId } from './operation.ts'

type DetailType = keyof typeof mailEvents
const detailTypes = Object.keys(mailEvents) as [DetailType, ...DetailType[]]
const tag = <Value extends z.ZodType>(value: Value) => z.tuple([value]).transform(([one]) => one)

/** As the rules of the default bus hand it over, or whole: `mailEvents` says what of it counts. */
const Handed = z.preprocess(
  (event) => handedOver(event) ?? event,
  z.object({
    'detail-type': z.enum(detailTypes),
    detail: z.object({
      at: z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString()),
      bounceType: z.string().optional(),
      messageId: z.string(),
      tags: z.object({
        organization: tag(organizationId),
        activity: tag(activityId),
        recipient: tag(z.string().min(1)),
      }),
    }),
  }),
)

/** What became of one of our mails. */
export type MailEvent = z.output<typeof Handed>['detail'] & {
  /** `comes-back-for-now`: a full mailbox, an absent reader, or nobody knows. */
  readonly outcome: MailOutcome | 'comes-back-for-now'
  readonly now: string
  readonly newId: NewId
}

/**
 * The Lambda function that is told by SES what became of our mails. It may be told twice, late, and out of order, so whatever it does is
 * conditional. What it throws is retried by Lambda, and ends in its dead-letter queue, and so does what it cannot read.
 */
export function mailEventFunction(act: (event: MailEvent) => Promise<void>) {
  return middy<unknown, void>()
    .use(logMailEvents())
    .handler(async (event) => {
      const { 'detail-type': type, detail } = Handed.parse(event)
      const { outcome } = mailEvents[type]
      const now = new Date().toISOString()
      const passes = outcome === 'bounced' && detail.bounceType !== 'Permanent'
      await act({ ...detail, outcome: passes ? 'comes-back-for-now' : outcome, now, newId: newIdAt(now) })
    })
}

/** One line an event, with ids only. */
function logMailEvents(): MiddlewareObj<unknown, void> {
  const ids = (event: unknown) => {
    const handed = Handed.safeParse(event).data
    if (!handed) return { action: 'unreadable' }
    const { organization, activity } = handed.detail.tags
    return { activityId: activity, organizationId: organization, action: mailEvents[handed['detail-type']].outcome }
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
