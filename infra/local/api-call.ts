import { LocalProblem } from './local-problem.ts'

export type ApiCall = {
  readonly apiUrl: string
  readonly accessToken: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: unknown
  readonly idempotencyKey?: string
  /** The version that is changed, where the call asks for one. */
  readonly version?: number
}

export type ApiAnswer = { readonly status: number; readonly body: unknown }

/** Calls the deployed API and answers whatever it answers. */
export async function tryApi(call: ApiCall): Promise<ApiAnswer> {
  const response = await fetch(call.apiUrl + call.path, {
    method: call.method,
    headers: {
      authorization: `Bearer ${call.accessToken}`,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(call.version === undefined ? {} : { 'if-match': `"${call.version}"` }),
      ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : parse(text) }
}

/** Calls the deployed API and expects it to do what it is asked. */
export async function callApi<Reply>(call: ApiCall): Promise<Reply> {
  const { status, body } = await tryApi(call)
  if (status >= 200 && status < 300) return body as Reply
  throw new LocalProblem(`${call.method} ${call.path} answered ${status}: ${JSON.stringify(body)}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
