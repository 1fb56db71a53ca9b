import { type Export, exportTypes, type Route } from '../contract/route.ts'
import { env } from '../platform/env.ts'
import type { HttpEvent } from './event.ts'

/** Whether a reply is an export. The row says it: `httpFunction` has checked the pair of row and operation at compile time. */
export const isExport = (route: Route, _reply: unknown): _reply is Export => route.reply === 'export'

/** An export as an answer: a file of lines, with a Link to the next part, which is this call with another cursor. */
export function exported(route: Route, event: HttpEvent, { format, text, name, nextCursor }: Export) {
  const query = new URLSearchParams({ ...event.queryStringParameters, cursor: nextCursor ?? '' })
  const path = route.path.replace(/\{(\w+)\}/g, (_, key: string) => event.pathParameters?.[key] ?? '')
  return {
    status: route.status,
    etag: undefined,
    body: text,
    headers: {
      'content-type': exportTypes[format],
      'content-disposition': `attachment; filename="${name}.${format}"`,
      ...(nextCursor !== null && { link: `<${env('PUBLIC_URL')}${path}?${query}>; rel="next"` }),
    },
  }
}
