import type { Route } from '../contract/route.ts'
import type { HttpResult } from './event.ts'

/** An answer before it is one of HTTP. */
export type Rendered = {
  readonly status: number
  readonly etag: string | undefined
  readonly body: string
  /** What an export says beside its text. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A reply as the row of its route says it is answered. */
export function rendered(route: Route, reply: unknown): Rendered {
  return {
    status: route.status,
    etag: route.etag && etagOf(reply),
    body: reply === undefined ? '' : JSON.stringify(reply),
  }
}

/** The ETag of a reply that is a resource, or that contains the resource it created. */
function etagOf(reply: unknown): string | undefined {
  if (typeof reply !== 'object' || reply === null) return undefined
  const version = Object.hasOwn(reply, 'version') ? Reflect.get(reply, 'version') : undefined
  return typeof version === 'number' ? `"${version}"` : undefined
}

/** An answer as the gateway takes it: JSON, which nobody keeps. */
export function result({ status, etag, body, headers }: Rendered): HttpResult {
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(etag !== undefined && { etag }),
      ...headers,
    },
    body,
  }
}
