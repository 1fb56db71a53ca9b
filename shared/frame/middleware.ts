import type { MiddlewareObj } from '@middy/core'
import { log, loggableError } from '../platform/log.ts'
import { type HttpEvent, type HttpResult, headerOf } from './event.ts'
import type { CallLog } from './operation.ts'
import { asProblem, problemDocument } from './problem-document.ts'

type HttpMiddleware = MiddlewareObj<HttpEvent, HttpResult>

const descriptions = new WeakMap<HttpEvent, CallLog>()
const startedAt = new WeakMap<HttpEvent, number>()

/** Adds to the one log line of a request; only what CallLog allows can be said. */
export function describe(event: HttpEvent, more: CallLog): void {
  descriptions.set(event, { ...descriptions.get(event), ...more })
}

/** One line a request, with its route key and never its path, query, headers or body (T3); it carries the operation's metrics. */
export function logRequests(): HttpMiddleware {
  const line = (event: HttpEvent, status: number) =>
    log(status >= 500 ? 'error' : 'info', 'request.completed', {
      requestId: event.requestContext.requestId,
      routeKey: event.routeKey,
      status,
      durationMilliseconds: Math.round((performance.now() - (startedAt.get(event) ?? performance.now())) * 10) / 10,
      ...(status >= 500 && { faults: 1 }),
      ...descriptions.get(event),
    })
  return {
    before: ({ event }) => {
      startedAt.set(event, performance.now())
    },
    after: ({ event, response }) => {
      line(event, response?.statusCode ?? 200)
    },
    onError: ({ event, response }) => {
      line(event, response?.statusCode ?? 500)
    },
  }
}

/** Every error becomes a problem document; one that nobody foresaw is logged and becomes a 500 without a detail. */
export function answerProblems(): HttpMiddleware {
  return {
    onError: (request) => {
      const { requestId } = request.event.requestContext
      const problem = asProblem(request.error)
      if (problem.status >= 500)
        log('error', 'request.failed', {
          requestId,
          routeKey: request.event.routeKey,
          code: problem.code,
          ...loggableError(problem.cause ?? problem),
        })
      request.response = problemDocument(problem, requestId)
    },
  }
}

/** On routes of a standard that asks for it, the caller's own X-Request-ID comes back with every answer, errors included. */
export function echoRequestIds(isAskedOn: (routeKey: string) => boolean): HttpMiddleware {
  const echo = ({
    event,
    response,
  }: {
    readonly event: HttpEvent
    readonly response?: HttpResult | null | undefined
  }) => {
    const given = headerOf(event, 'x-request-id')
    if (response && given !== undefined && isAskedOn(event.routeKey))
      response.headers = { ...response.headers, 'x-request-id': given }
  }
  return { after: echo, onError: echo }
}
