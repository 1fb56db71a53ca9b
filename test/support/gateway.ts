import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import './cloud-services.ts'
import './tokens.ts'
import { isShown, publicReasonOf, routeKeyOf } from '../../shared/contract/route.ts'
import { allRoutes } from '../../shared/contract/routes.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { holdAgainstContract } from './gateway-contract.ts'

/** A call as a client sends it. `path` is as on the wire; a body that is no text goes out as JSON, a form as its fields. */
export type Call = {
  readonly method: string
  readonly path: string
  readonly query?: string | Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly form?: Readonly<Record<string, string>> | undefined
}

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Who answered: the gateway itself, or the function behind the row of that name. */
  readonly from: 'gateway' | string
}

/** One row as the gateway has it: a method, a path, a function, and whether the authorizer stands before it. */
type Bound = {
  readonly operationId: string
  readonly routeKey: string
  readonly method: string
  readonly segments: readonly string[]
  readonly feature: string
  readonly file: string
  readonly open: boolean
}

const bound: readonly Bound[] = allRoutes().flatMap(({ feature, operationId, route }) => {
  const open = publicReasonOf(route) !== undefined
  const methods = [route.method, ...(open && isShown(route) && route.method === 'GET' ? ['HEAD'] : [])]
  return methods.map((method) => ({
    operationId,
    routeKey: `${method}${routeKeyOf(route).slice(route.method.length)}`,
    method,
    segments: route.path.split('/'),
    feature,
    file: route.runsIn?.function ?? 'index',
    open,
  }))
})

/** Where everything goes that is no route. */
const rest: Bound = {
  operationId: '$default',
  routeKey: '$default',
  method: 'ANY',
  segments: [],
  feature: 'portal',
  file: 'index',
  open: true,
}

const cacheSeconds = 60
const remembered = new Map<string, { readonly until: number; readonly context: unknown }>()
let cacheIsOn = true

/** While it runs, the gateway asks the authorizer every time. */
export async function withoutAuthorizerCache<Result>(act: () => Promise<Result>): Promise<Result> {
  cacheIsOn = false
  try {
    return await act()
  } finally {
    cacheIsOn = true
  }
}

/** Sends a call through the HTTP API: route, authorizer, function. Every answer is held against the contract of its row. */
export async function send(call: Call): Promise<Answer> {
  const headers = Object.fromEntries(
    Object.entries(call.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  )
  const answer = await route(call, headers)
  holdAgainstContract(call, answer)
  return answer
}

async function route(call: Call, headers: Record<string, string>): Promise<Answer> {
  const found = find(call.method, call.path)
  if (found === 'unreadable') return own(400, 'Bad Request')
  const event = eventOf(call, headers, found.row, found.parameters)
  if (!found.row.open) {
    const authorization = headers.authorization
    if (authorization === undefined || authorization === '') return own(401, 'Unauthorized')
    const context = await authorize(authorization, event, found.row.routeKey)
    if (context === 'failed') return own(500, 'Internal Server Error')
    Object.assign(event.requestContext, { authorizer: { lambda: context } })
  }
  const result = await invoke(await loadHandler(found.row.feature, found.row.file), event).catch(() => undefined)
  const read = LambdaResult.safeParse(result)
  if (!read.success) return own(500, 'Internal Server Error')
  const { statusCode, headers: sent = {}, body = '', isBase64Encoded = false } = read.data
  return {
    status: statusCode,
    headers: Object.fromEntries([
      ...Object.entries(sent).map(([key, value]) => [key.toLowerCase(), String(value)]),
      ['apigw-requestid', event.requestContext.requestId],
    ]),
    body: call.method === 'HEAD' ? '' : isBase64Encoded ? unpacked(Buffer.from(body, 'base64'), sent) : body,
    from: found.row.operationId,
  }
}

/** The text of a body, which a client takes out of its encoding; of a PDF, its bytes as characters. */
const unpacked = (body: Buffer, headers: Readonly<Record<string, unknown>>): string =>
  (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString(
    headers['content-type'] === 'application/pdf' ? 'latin1' : 'utf8',
  )

const LambdaResult = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
  cookies: z.array(z.string()).optional(),
})

const AuthorizerResult = z.strictObject({
  isAuthorized: z.boolean(),
  context: z.record(z.string(), z.unknown()).optional(),
})

/** An answer of the gateway itself, which knows nothing of problem documents. */
const own = (status: number, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'apigw-requestid': randomUUID() },
  body: JSON.stringify({ message }),
  from: 'gateway',
})

/** The most exact row for a path: a written segment comes before a parameter, which takes one segment that is not empty. */
function find(
  method: string,
  path: string,
): { readonly row: Bound; readonly parameters: Readonly<Record<string, string>> } | 'unreadable' {
  const segments = path.split('/')
  const candidates = bound
    .filter(
      (row) =>
        row.method === method &&
        row.segments.length === segments.length &&
        row.segments.every((pattern, at) => (isParameter(pattern) ? segments[at] !== '' : pattern === segments[at])),
    )
    .sort((one, other) => written(other) - written(one))
  const [row = rest] = candidates
  try {
    decodeURI(path)
    const parameters = row.segments.flatMap((pattern, at) =>
      isParameter(pattern) ? [[pattern.slice(1, -1), decodeURIComponent(segments[at] ?? '')]] : [],
    )
    return { row, parameters: Object.fromEntries(parameters) }
  } catch {
    return 'unreadable'
  }
}

const isParameter = (segment: string): boolean => segment.startsWith('{')
const written = (row: Bound): number => row.segments.filter((segment) => !isParameter(segment)).length

/** The answer of the authorizer, or the one it gave for the same header less than a minute ago. */
async function authorize(authorization: string, event: HttpApiEvent, routeKey: string): Promise<unknown> {
  const known = remembered.get(authorization)
  if (cacheIsOn && known && Date.now() < known.until) return known.context
  const { body: _, isBase64Encoded: __, ...request } = event
  const result = await invoke(await loadHandler('access', 'authorizer'), {
    ...request,
    version: '2.0',
    type: 'REQUEST',
    routeArn: `arn:aws:execute-api:eu-west-1:000000000000:rolecall/$default/${routeKey}`,
    identitySource: [authorization],
  }).catch(() => undefined)
  const read = AuthorizerResult.safeParse(result)
  if (!read.success) return 'failed'
  if (!read.data.isAuthorized) throw new Error('the authorizer never refuses; the functions do')
  // An empty context arrives as null.
  const context = Object.keys(read.data.context ?? {}).length > 0 ? read.data.context : null
  if (cacheIsOn) remembered.set(authorization, { until: Date.now() + cacheSeconds * 1000, context })
  return context
}

type HttpApiEvent = ReturnType<typeof eventOf>

/** Media types that the gateway hands on as text; every other body arrives in base64, forms among them. */
const textual = /^(?:text\/|application\/(?:json|javascript|xml)(?:;|$)|[^;]*\+(?:json|xml)(?:;|$))/i

function eventOf(
  call: Call,
  headers: Record<string, string>,
  row: Bound,
  parameters: Readonly<Record<string, string>>,
) {
  const { method, path } = call
  const query = new URLSearchParams(call.query)
  const body = bodyOf(call)
  const all: Record<string, string> = {
    'user-agent': 'the test suite',
    ...(body && { 'content-type': body.type, 'content-length': String(Buffer.byteLength(body.text)) }),
    ...headers,
    host: 'rolecall.example',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  }
  const inBase64 = body !== undefined && !textual.test(all['content-type'] ?? '')
  const now = new Date()
  return {
    version: '2.0',
    routeKey: row.routeKey,
    rawPath: decodeURI(path),
    rawQueryString: query.toString(),
    headers: all,
    ...(query.size > 0 && { queryStringParameters: joined(query) }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'rolecall',
      domainName: 'rolecall.example',
      domainPrefix: 'api',
      http: {
        method,
        path: decodeURI(path),
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: all['user-agent'],
      },
      requestId: randomUUID(),
      routeKey: row.routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body && { body: inBase64 ? Buffer.from(body.text).toString('base64') : body.text }),
    isBase64Encoded: inBase64,
  }
}

/** A parameter that comes twice arrives once, with a comma between. */
function joined(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((key) => [key, query.getAll(key).join(',')]))
}

function bodyOf({ body, form }: Call): { readonly text: string; readonly type: string } | undefined {
  if (form) return { text: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' }
  if (body === undefined) return undefined
  return { text: typeof body === 'string' ? body : JSON.stringify(body), type: 'application/json' }
}
