import middy, { type MiddlewareObj } from '@middy/core'
import type { Context } from 'aws-lambda'
import { log, loggableError, throwableError } from '../platform/log.ts'
import { newIdAt } from './event.ts'
import type { NewId } from './operation.ts'

/** A function that runs again and again, each time for as long as it is given. */
export type ScheduledRun = {
  /** The moment it is, ISO 8601 in UTC. What takes minutes asks again and mints ids anew. */
  readonly now: () => string
  readonly newId: NewId
  /** Until when it holds on to what it takes: nobody else may run it then. */
  readonly leaseUntil: () => string
  /** False when what is left of its time is better not begun with anything. */
  readonly hasTime: () => boolean
  readonly requestId: string
}

/** What is kept back for the last write that was begun. */
const reserveMilliseconds = 5000

/**
 * The Lambda function that a schedule invokes every minute. It may be invoked twice at once, and may be stopped at any call, so
 * whatever it does is conditional, and is found again by the next one.
 */
export function scheduledFunction(act: (run: ScheduledRun) => Promise<void>) {
  return middy<unknown, void>()
    .use(logRuns())
    .handler(async (_event, context: Context) => {
      const now = () => new Date().toISOString()
      const left = () => context.getRemainingTimeInMillis()
      await act({
        now,
        newId: (noun) => newIdAt(now())(noun),
        leaseUntil: () => new Date(Date.now() + left()).toISOString(),
        hasTime: () => left() > reserveMilliseconds,
        requestId: context.awsRequestId,
      })
    })
}

function logRuns(): MiddlewareObj<unknown, void> {
  return {
    after: ({ context }) => log('info', 'schedule.completed', { requestId: context.awsRequestId }),
    onError: (request) => {
      const { error, context } = request
      log('error', 'schedule.failed', { requestId: context.awsRequestId, ...loggableError(error) })
      request.error = throwableError(error)
    },
  }
}
