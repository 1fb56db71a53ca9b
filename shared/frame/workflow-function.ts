import middy, { type MiddlewareObj } from '@middy/core'
import type { Context } from 'aws-lambda'
import type * as z from 'zod'
import { log, loggableError, throwableError } from '../platform/log.ts'
import { newIdAt } from './event.ts'
import type { NewId } from './operation.ts'

/** What a step of a workflow is told beside its input. */
export type WorkflowRun = {
  /** The moment it is, ISO 8601 in UTC. */
  readonly now: string
  readonly newId: NewId
  readonly requestId: string
}

/**
 * The Lambda function behind a state of a workflow. It may be run twice, so whatever it does is conditional; it answers an outcome in words,
 * and what it throws is tried again by the workflow. Its input and its answer stand in the workflow's history: ids and words alone (K1).
 */
export function workflowFunction<Schema extends z.ZodType, Outcome extends object>(
  input: Schema,
  act: (input: z.output<Schema>, run: WorkflowRun) => Promise<Outcome>,
) {
  return middy<unknown, Outcome>()
    .use(logSteps())
    .handler(async (event, context: Context) => {
      const now = new Date().toISOString()
      return act(input.parse(event), { now, newId: newIdAt(now), requestId: context.awsRequestId })
    })
}

function logSteps<Outcome>(): MiddlewareObj<unknown, Outcome> {
  return {
    after: ({ context }) => log('info', 'workflow-step.completed', { requestId: context.awsRequestId }),
    onError: (request) => {
      const { error, context } = request
      log('error', 'workflow-step.failed', { requestId: context.awsRequestId, ...loggableError(error) })
      request.error = throwableError(error)
    },
  }
}
