import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import type * as z from 'zod'
import { Problem, problems } from '../domain/problems.ts'
import { log, loggableError, throwableError } from '../platform/log.ts'
import { newIdAt } from './event.ts'
import type { NewId } from './operation.ts'
import { validate } from './validate.ts'

/** What a direct invocation is told beside its payload. */
export type Invocation = {
  readonly now: string
  readonly newId: NewId
  readonly requestId: string
  /** False when what is left of its time is better not begun with anything. */
  readonly hasTime: () => boolean
}

/** What is kept back for the last write that was begun. */
const reserveMilliseconds = 5000

/**
 * A Lambda function that a deployer invokes by name, with IAM in place of a sign-in. Its payload is judged by the schema. A Problem
 * is answered as `{ problem: { code, detail, errors } }`; anything else fails the invocation.
 */
export function directFunction<Schema extends z.ZodType, Reply extends object>(
  schema: Schema,
  act: (payload: z.output<Schema>, invocation: Invocation) => Promise<Reply>,
) {
  return middy<unknown, Reply | { readonly problem: object }>().handler(async (payload, context: Context) => {
    const now = new Date().toISOString()
    try {
      const hasTime = () => context.getRemainingTimeInMillis() > reserveMilliseconds
      const requestId = context.awsRequestId
      return await act(validate(schema, payload, 'body'), { now, newId: newIdAt(now), requestId, hasTime })
    } catch (error) {
      if (!(error instanceof Problem)) {
        log('error', 'request.failed', { requestId: context.awsRequestId, ...loggableError(error) })
        throw throwableError(error)
      }
      const { code, errors, detail = problems[code].advice } = error
      return { problem: { code, detail, errors } }
    }
  })
}
