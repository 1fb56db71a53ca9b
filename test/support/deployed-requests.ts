import { expect } from 'vitest'
import type * as z from 'zod'
import { ProblemDocument } from '../../shared/contract/problem-schemas.ts'
import type { Route } from '../../shared/contract/route.ts'
import { allRoutes, type OperationId, type RouteOf } from '../../shared/contract/routes.ts'
import { type ProblemCode, problems } from '../../shared/domain/problems.ts'
import { deployed } from './deployed.ts'
import { noteSecret, type SecretKind } from './deployed-secrets.ts'

/** An answer of the deployed gateway, read to its end. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Answers of the application, in the order in which they came; the gateway's own 401 reaches none of our functions. */
const answered: { readonly status: number; readonly byGateway: boolean }[] = []

/** The statuses that our functions have answered since the file began. */
export const statusesAnswered = (): number[] =>
  answered.filter(({ byGateway }) => !byGateway).map(({ status }) => status)

const secretFields: Readonly<Record<string, SecretKind>> = {
  password: 'password',
  code: 'code',
  code_verifier: 'other token',
  refresh_token: 'other token',
}

/** Every request of a test file goes through here, whichever code makes it: its secrets and its answer are noted. */
const direct = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  const [, token] = /^\/(?:activate|confirm-address|contact|approve)\/([\w-]{43})(\/|$)/.exec(pathInApi(url)) ?? []
  if (token !== undefined) noteSecret('link token', token)
  const bearer = /^Bearer (.+)$/.exec(new Headers(init?.headers).get('authorization') ?? '')?.[1]
  if (bearer !== undefined) noteSecret('access token', bearer)
  if (init?.body instanceof URLSearchParams) {
    for (const [field, kind] of Object.entries(secretFields)) noteSecret(kind, init.body.get(field) ?? '')
  }
  const answer = await direct(input, init)
  if (url.href.startsWith(deployed.ApiUrl)) {
    const byGateway = answer.status === 401 && (await answer.clone().text()) === '{"message":"Unauthorized"}'
    answered.push({ status: answer.status, byGateway })
  }
  return answer
}

const pathInApi = (url: URL): string =>
  url.href.startsWith(deployed.ApiUrl) ? url.href.slice(deployed.ApiUrl.length) : ''

/** A request to the API, by its path or its whole address. */
export async function send(
  address: string | URL,
  { token, ...init }: RequestInit & { readonly token?: string } = {},
): Promise<Answer> {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const url = typeof address === 'string' ? deployed.ApiUrl + address : address
  return read(await fetch(url, { redirect: 'manual', ...init, headers: Object.fromEntries(headers) }))
}

/** An answer read to its end. */
export async function read(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const rows: ReadonlyMap<string, Route> = new Map(allRoutes().map(({ operationId, route }) => [operationId, route]))

export type Call = {
  readonly by: { readonly accessToken: string }
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly idempotencyKey?: string
}

/** Calls an operation of the route table. */
export async function call(
  operationId: OperationId,
  { by, params, query, body, headers, idempotencyKey }: Call,
): Promise<Answer> {
  const { method, path } = rowOf(operationId)
  return send(pathOf(path, params) + (query === undefined ? '' : `?${new URLSearchParams(query)}`), {
    method,
    token: by.accessToken,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

type ReplyRead<Id extends OperationId> =
  RouteOf<Id> extends { reply: infer S extends z.ZodType } ? z.output<S> : undefined

/** Calls an operation that succeeds; its reply is held against the row's schema. */
export async function succeed<Id extends OperationId>(operationId: Id, request: Call): Promise<ReplyRead<Id>> {
  const answer = await call(operationId, request)
  const { status, reply } = rowOf(operationId)
  expect(answer.status, answer.text).toBe(status)
  if (typeof reply === 'string') throw new Error(`${operationId} answers a ${reply}`)
  const body = JSON.parse(answer.text)
  reply.parse(body)
  return body
}

/** Expects the problem document of that code, as this deployment tells problems. */
export function expectProblem(answer: Answer, code: ProblemCode): z.output<typeof ProblemDocument> {
  expect(answer.headers.get('content-type'), answer.text).toBe('application/problem+json')
  const problem = ProblemDocument.parse(JSON.parse(answer.text))
  const { status, title } = problems[code]
  expect({ ...problem, httpStatus: answer.status }).toMatchObject({
    httpStatus: status,
    type: `${deployed.ApiUrl}/docs/problems/${code}`,
    code,
    title,
    status,
  })
  expect(problem.requestId).toMatch(/^\S{10,64}$/)
  return problem
}

/** A path of the route table with its parameters filled in. */
export const pathOf = (path: string, params: Call['params'] = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

function rowOf(operationId: OperationId): Route {
  const row = rows.get(operationId)
  if (row === undefined) throw new Error(`there is no operation ${operationId}`)
  return row
}
