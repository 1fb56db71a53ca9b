import { changes, type Route } from '../contract/route.ts'
import { invalidField, Problem } from '../domain/problems.ts'
import type { Answer, BegunCall, Call } from '../table/idempotency.ts'
import type { Bearer } from './bearer.ts'
import { type HttpEvent, type HttpResult, headerOf, sha256 } from './event.ts'
import { result } from './http-result.ts'
import { describe } from './middleware.ts'

/** The caller's own key for a call that changes something. */
const keyOf = (route: Route, event: HttpEvent): string | undefined =>
  changes(route) ? headerOf(event, 'idempotency-key') : undefined

const isWellFormed = (key: string): boolean => /^[\x21-\x7e]{1,255}$/.test(key)

/** Which call an Idempotency-Key stands for: scoped to caller, organization and route, and bound to one body. */
export function callOf(
  route: Route,
  event: HttpEvent,
  bearer: Bearer,
  params: Record<string, unknown>,
): Call | undefined {
  const key = keyOf(route, event)
  if (key === undefined || !isWellFormed(key)) return undefined
  return {
    principal: bearer.principal,
    callHash: sha256(event.routeKey, String(params.organizationId ?? ''), key),
    requestHash: sha256(event.rawPath, event.rawQueryString, String(event.isBase64Encoded), event.body ?? ''),
  }
}

/** Refuses a key that is no key. */
export function requireWellFormedKey(route: Route, event: HttpEvent): void {
  const key = keyOf(route, event)
  if (key === undefined || isWellFormed(key)) return
  const detail = 'It has 1 to 255 printable ASCII characters and no spaces.'
  throw invalidField('header#/Idempotency-Key', 'invalid-format', detail)
}

/** True for a call that was answered, not only begun. */
export const isAnswer = (kept: Answer | BegunCall): kept is Answer => kept.status !== undefined

/** What was answered; undefined for a call that was broken off, which may go on. */
export function replay(kept: Answer, call: Call, event: HttpEvent, now: string): HttpResult
export function replay(kept: Answer | BegunCall, call: Call, event: HttpEvent, now: string): HttpResult | undefined
export function replay(kept: Answer | BegunCall, call: Call, event: HttpEvent, now: string): HttpResult | undefined {
  if (kept.requestHash !== call.requestHash) throw new Problem('key-reused')
  if (!isAnswer(kept)) {
    if (kept.leaseUntil > now) throw new Problem('request-in-progress')
    return undefined
  }
  if (kept.body === undefined) throw new Problem('already-answered')
  describe(event, { replayed: true })
  return result({ status: kept.status, etag: kept.etag, body: kept.body })
}
