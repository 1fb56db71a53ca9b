import { expect } from 'vitest'
import type * as z from 'zod'
import { ProblemDocument } from '../../shared/contract/problem-schemas.ts'
import type { Route } from '../../shared/contract/route.ts'
import { allRoutes, type OperationId, type RouteOf } from '../../shared/contract/routes.ts'
import { type ProblemCode, problems } from '../../shared/domain/problems.ts'
import { type Answer, type Call, send } from './gateway.ts'
import { accessToken, bearer } from './tokens.ts'

/** Whoever calls: with a token that is as fresh as can be, with the text of an API key, or with the headers that are given. */
export type Caller = { readonly identityId: string } | { readonly text: string } | 'nobody'

export type Request = Pick<Call, 'query' | 'body' | 'form' | 'headers'> & {
  readonly by?: Caller
  readonly params?: Readonly<Record<string, string>>
}

const routes: ReadonlyMap<string, Route> = new Map(allRoutes().map(({ operationId, route }) => [operationId, route]))

/** The row of an operation. */
export function routeOf(operationId: OperationId): Route {
  const route = routes.get(operationId)
  if (!route) throw new Error(`there is no operation ${operationId}`)
  return route
}

/** The call of an operation on the wire, with its parameters in the path. */
export function callOf(operationId: OperationId, request: Request = {}): Call {
  const { method, path } = routeOf(operationId)
  const { by = 'nobody', params = {}, headers, ...rest } = request
  return {
    method,
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
    headers: { ...(by !== 'nobody' && bearer('text' in by ? by.text : accessToken(by.identityId))), ...headers },
    ...rest,
  }
}

/** Calls an operation through the gateway. */
export const call = (operationId: OperationId, request: Request = {}): Promise<Answer> =>
  send(callOf(operationId, request))

/** A reply as it is read: its ids bear their nouns. */
type ReplyRead<Id extends OperationId> =
  RouteOf<Id> extends { reply: infer S extends z.ZodType } ? z.output<S> : undefined

/** Calls an operation that succeeds, and gives its reply, which the gateway has held against the row's schema. */
export async function succeed<Id extends OperationId>(operationId: Id, request: Request = {}): Promise<ReplyRead<Id>> {
  const answer = await call(operationId, request)
  expect(answer.status, answer.body).toBe(routeOf(operationId).status)
  return JSON.parse(answer.body)
}

/** Calls an operation that fails with this code, and gives the problem document. */
export async function fail(code: ProblemCode, operationId: OperationId, request: Request = {}): Promise<ProblemSeen> {
  return expectProblem(code, await call(operationId, request))
}

export type ProblemSeen = z.output<typeof ProblemDocument>

/** Expects an answer to be a problem of this code, with its status. */
export function expectProblem(code: ProblemCode, answer: Answer): ProblemSeen {
  expect(`${answer.status} ${answer.body}`).toContain(`"code":"${code}"`)
  expect(answer.status).toBe(problems[code].status)
  return ProblemDocument.parse(JSON.parse(answer.body))
}

/** Calls an operation with something invalid, and gives which fields are told to be wrong, and how: `#/email invalid`. */
export async function faultsOf(operationId: OperationId, request: Request): Promise<readonly string[]> {
  const { errors = [] } = await fail('invalid', operationId, request)
  for (const { detail } of errors) expect(detail.length).toBeGreaterThan(3)
  return errors.map(({ pointer, code }) => `${pointer} ${code}`)
}

/** The same answer, but for what names the call. */
export const withoutRequestId = ({ status, headers, body }: Answer) => {
  const { 'apigw-requestid': requestId = '', ...others } = headers
  return { status, headers: others, body: body.replaceAll(requestId, '<request>') }
}
