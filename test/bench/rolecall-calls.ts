import { randomUUID } from 'node:crypto'
import type { AuthorizerContext, HttpResult } from '../../shared/frame/event.ts'

type Handler = (event: never, context: never) => Promise<HttpResult>

/** What a call says beside whom it is from. */
export type Said = {
  readonly path?: string
  readonly pathParameters?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, as text. */
  readonly body?: string
}

/** Hands a handler an event as the gateway makes it, for a caller whom the authorizer has judged. */
export async function call(
  handler: Handler,
  routeKey: string,
  authorized: AuthorizerContext,
  { path, pathParameters, query, headers, body }: Said,
): Promise<HttpResult> {
  const [method = '', pattern = ''] = routeKey.split(' ')
  const event = {
    version: '2.0',
    routeKey,
    rawPath: path ?? pattern,
    rawQueryString: query ? new URLSearchParams(query).toString() : '',
    headers: { 'content-type': 'application/json', 'user-agent': 'bench', ...headers },
    ...(query && { queryStringParameters: query }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      http: { method, path: path ?? pattern, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'bench' },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      authorizer: { lambda: authorized },
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  }
  const context = { awsRequestId: randomUUID(), functionName: 'bench', getRemainingTimeInMillis: () => 10_000 }
  return handler(event as never, context as never)
}
