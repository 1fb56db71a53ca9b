import { gzipSync } from 'node:zlib'
import middy, { type MiddlewareObj } from '@middy/core'
import { type Feature, isShown, type Route, routeKeyOf, tellsOnPage } from '../contract/route.ts'
import type { OperationId } from '../contract/routes.ts'
import { Problem } from '../domain/problems.ts'
import { env } from '../platform/env.ts'
import { bodyText, type HttpEvent, type HttpResult, headerOf, languageOf, newIdAt, originOf } from './event.ts'
import { answerProblems, describe, logRequests } from './middleware.ts'
import type { FormOf, Page, PageOperation, PageRequest, ServedFile } from './operation.ts'
import { contentSecurityPolicy, policyWithScripts } from './page-layout.tsx'
import { asProblem } from './problem-document.ts'
import { problemPage } from './problem-page.tsx'
import { fieldErrors } from './validate.ts'

/** The pages of a feature, and the files beside them. */
type PageRows<Rows extends Feature> = {
  [Id in keyof Rows]: Rows[Id] extends { reply: 'page' | 'file' } ? Id : never
}[keyof Rows] &
  OperationId

/**
 * The Lambda function behind public pages: HTML without scripts, cookies or redirects (T7), and the files of those few pages
 * whose rows say that they run scripts. GET answers HEAD too, and neither changes anything. A route that is not one of its pages
 * answers the problem document `not-found`, so that the gateway's `$default` route can lead here.
 */
export function pageFunction<Rows extends Feature>(
  rows: Rows,
  operations: { readonly [Id in PageRows<Rows>]: PageOperation<Id> },
) {
  const bound = new Map<string, Bound>()
  for (const [operationId, operation] of Object.entries<AnyPage>(operations)) {
    const route = rows[operationId]
    if (!route || !isShown(route)) throw new Error(`${operationId} is no page of this feature`)
    bound.set(routeKeyOf(route), { operationId, route, operation })
    if (route.method === 'GET') bound.set(`HEAD ${route.path}`, { operationId, route, operation })
  }
  return (
    middy<HttpEvent, HttpResult>()
      // Errors go through these from the last to the first: each problem is logged and told once, and on a page told as one.
      .use(logRequests())
      .use(showProblems(bound))
      .use(answerProblems())
      .handler((event) => answer(bound, event))
  )
}

type AnyPage = (request: PageRequest<OperationId>) => Promise<Page | ServedFile>
type Bound = { readonly operationId: string; readonly route: Route; readonly operation: AnyPage }

async function answer(bound: ReadonlyMap<string, Bound>, event: HttpEvent): Promise<HttpResult> {
  const found = bound.get(event.routeKey)
  if (!found) throw new Problem('not-found')
  const { operationId, route, operation } = found
  describe(event, { operationId })
  const params = route.params?.safeParse(event.pathParameters ?? {})
  if (params && !params.success) throw new Problem('not-found')
  const now = new Date().toISOString()
  const visitor = { origin: originOf(event), language: languageOf(event) }
  describe(event, { principal: 'visitor' })
  const shown = await operation({
    params: params?.data ?? {},
    form: formOf(route, event),
    visitor,
    now,
    newId: newIdAt(now),
  } as PageRequest<OperationId>)
  const result = 'html' in shown ? html(shown, route) : file(shown, event)
  // HEAD answers what GET would, without the page.
  return event.routeKey.startsWith('HEAD ') ? { ...result, body: '' } : result
}

/** The fields of a form, each once; what is not a form counts as an empty one. */
function formOf(route: Route, event: HttpEvent): FormOf<OperationId> {
  if (!route.body) return { valid: true, fields: undefined }
  const mediaType = (headerOf(event, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const sent = mediaType === 'application/x-www-form-urlencoded' ? new URLSearchParams(bodyText(event)) : []
  const parsed = route.body.safeParse(Object.fromEntries(sent))
  return parsed.success
    ? { valid: true, fields: parsed.data as never }
    : { valid: false, errors: fieldErrors(parsed.error.issues, 'body') }
}

/** What went wrong on a page, or where a link of a mail leads to a file, is told on a page; of other files, as a problem document. */
function showProblems(bound: ReadonlyMap<string, Bound>): MiddlewareObj<HttpEvent, HttpResult> {
  return {
    onError: (request) => {
      const { event, error } = request
      const route = bound.get(event.routeKey)?.route
      if (!route || !tellsOnPage(route)) return
      const { code, status, retryAfterSeconds } = asProblem(error)
      const shown = problemPage({
        language: languageOf(event),
        appName: env('APP_NAME'),
        code,
        requestId: event.requestContext.requestId,
      })
      const { headers, ...page } = html({ status, html: shown }, route)
      const wait = retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }
      request.response = { ...page, headers: { ...headers, ...wait } }
    },
  }
}

function html(page: Page, { runsScripts }: Route): HttpResult {
  return {
    statusCode: page.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': runsScripts ? policyWithScripts(env('HOSTED_UI_URL')) : contentSecurityPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
    },
    body: page.html,
  }
}

function cacheControlOf(kept: ServedFile['kept']): string {
  if (kept === 'never') return 'no-store'
  return kept === 'forever' ? 'public, max-age=31536000, immutable' : `public, max-age=${kept.seconds.toString()}`
}

/** As RFC 8187 writes it. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** A text is compressed where the caller takes it: the gateway does not. */
function file({ content, mediaType, kept, name }: ServedFile, event: HttpEvent): HttpResult {
  const headers = {
    'content-type': mediaType,
    'cache-control': cacheControlOf(kept),
    ...(kept === 'never' && { 'referrer-policy': 'no-referrer' }),
    ...(name !== undefined && { 'content-disposition': `inline; filename*=UTF-8''${encoded(name)}` }),
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    vary: 'accept-encoding',
  }
  if (typeof content !== 'string')
    return { statusCode: 200, headers, body: Buffer.from(content).toString('base64'), isBase64Encoded: true }
  if (!/\bgzip\b/.test(headerOf(event, 'accept-encoding') ?? '')) return { statusCode: 200, headers, body: content }
  return {
    statusCode: 200,
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: gzipSync(content).toString('base64'),
    isBase64Encoded: true,
  }
}
