import * as z from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi'
import { whyNoKeyHolds } from '../domain/api-key.ts'
import { problems } from '../domain/problems.ts'
import { DryRun } from './dry-run.ts'
import { type PageStatus, pageStatusesOf, problemCodesOf, problemResponses, retryAfter } from './openapi-problems.ts'
import { type Asked, askedBy, changes, exportTypes, isPage, publicReasonOf, type Route, tellsOnPage } from './route.ts'
import type { FeatureName } from './routes.ts'

/** One operation as the document describes it; `x-permissions` names what its caller must hold any of. */
export function operationOf(feature: FeatureName, operationId: string, route: Route): ZodOpenApiOperationObject {
  const { params, query, body, summary, example } = route
  const headers = headerSchemas(route)
  return {
    operationId,
    tags: [feature],
    summary,
    description: whoCalls(route),
    security: securityOf(route),
    ...(askedBy(route).length > 0 && { 'x-permissions': askedBy(route).map((asked) => ({ ...asked })) }),
    requestParams: {
      ...(params && { path: params }),
      ...(route.dryRun ? { query: (query ?? z.strictObject({})).extend(dryRunQuery) } : query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: {
        required: true,
        content: isPage(route)
          ? { 'application/x-www-form-urlencoded': { schema: body, example: example.body } }
          : { 'application/json': { schema: body, example: example.body } },
      },
    }),
    responses: {
      [String(route.status)]: success(route),
      ...(route.inParts === 'for-a-while' && typeof route.reply !== 'string'
        ? {
            '202': {
              description: 'There was no time for all of it: the same call, under the same Idempotency-Key, goes on.',
              headers: z.object({ 'Retry-After': retryAfter }),
              content: { 'application/json': { schema: route.reply } },
            },
          }
        : {}),
      ...(route.dryRun && route.status !== 200
        ? {
            '200': {
              description: 'With `dryRun=true`: what the call would do.',
              content: { 'application/json': { schema: dryRunOf(route) } },
            },
          }
        : {}),
      ...(tellsOnPage(route) ? pageResponses(route) : problemResponses(route)),
    },
  }
}

function whoCalls(route: Route): string {
  const reason = publicReasonOf(route)
  if (reason !== undefined) return `Open to anyone: ${reason}.`
  const asked = askedBy(route)
  return asked.length === 0 ? 'For anyone who is signed in.' : `Takes ${asked.map(inWords).join(', or ')}.`
}

const inWords = ({ permission, in: place }: Asked): string =>
  `the permission \`${permission}\`${place === undefined ? '' : ` in ${places[place]}`}`

const places = { parent: 'its parent organization', provider: 'the provider', group: 'that group' } as const

/** A person by their sign-in, and a program by its key wherever some key can hold what is asked for. */
function securityOf(route: Route): NonNullable<ZodOpenApiOperationObject['security']> {
  if (publicReasonOf(route) !== undefined) return []
  const forKeys = askedBy(route).some(
    ({ permission, in: place }) => place !== 'parent' && whyNoKeyHolds(permission, 'provider') === undefined,
  )
  return [{ signIn: ['openid', 'rolecall/api'] }, ...(forKeys ? [{ apiKey: [] }] : [])]
}

function success(route: Route): ZodOpenApiResponseObject {
  const { summary, reply, example } = route
  if (reply === 'export')
    return {
      description: summary,
      headers: z.object({ 'Content-Disposition': disposition, Link: link }),
      content: Object.fromEntries(Object.values(exportTypes).map((type) => [type, { schema: z.string() }])),
    }
  if (typeof reply === 'string') return { description: summary, content: contentShown(route) }
  const orDryRun = route.dryRun && route.status === 200
  return {
    description: summary,
    ...(route.etag && { headers: z.object({ ETag: orDryRun ? etag.optional() : etag }) }),
    ...(route.follows && { headers: z.object({ 'X-Request-ID': requestId }) }),
    content: {
      'application/json': {
        schema: orDryRun ? z.union([reply, dryRunOf(route)]) : reply,
        example: example.reply,
      },
    },
  }
}

const html = { 'text/html; charset=utf-8': { schema: z.string() } }

/** A page, or what a file is by its media type. */
const contentShown = (route: Route): NonNullable<ZodOpenApiResponseObject['content']> =>
  route.file
    ? Object.fromEntries(Object.entries(route.file).map(([mediaType, schema]) => [mediaType, { schema }]))
    : html

/** Pages say in words what went wrong; only their statuses are for programs. */
const pageResponses = (route: Route): ZodOpenApiOperationObject['responses'] =>
  Object.fromEntries(
    pageStatusesOf(route).map((status) => [
      String(status),
      { description: `A page that says: ${pageWords[status]}.`, content: html },
    ]),
  )

const pageWords: Readonly<Record<PageStatus, string>> = {
  400: 'what was typed cannot be taken as it is',
  404: 'this leads nowhere',
  409: 'it cannot be done now',
  410: 'the link is used up, replaced or withdrawn, or has expired',
  413: 'what was sent is too long',
  429: 'it was asked for too often; wait a little',
  500: 'something failed on our side',
  503: 'too much was changed at once; try again',
}

const etag = z
  .string()
  .regex(/^"\d{1,15}"$/)
  .meta({ description: 'The version that was answered; send it in If-Match', examples: ['"1"'] })
const link = z
  .string()
  .optional()
  .meta({
    description: 'Leads to the next part, where there is one',
    examples: ['<https://…?cursor=…>; rel="next"'],
  })
const disposition = z.string().meta({ description: 'What the file may be called' })

/** What a dry run answers, with the codes of exactly those rules that could forbid this operation. */
function dryRunOf(route: Route) {
  const codes = problemCodesOf(route).filter((code) => [403, 409].includes(problems[code].status))
  const refusal = { type: 'object' as const, properties: { code: { type: 'string' as const, enum: codes } } }
  return z.intersection(
    DryRun,
    z.unknown().meta({
      override: { type: 'object', properties: { refusal: { anyOf: [{ type: 'null' }, refusal] } } },
    }),
  )
}

const dryRunQuery = {
  dryRun: z.enum(['true', 'false']).optional().meta({
    description: 'With `true` nothing is changed; the answer says what the call would do to access, or what forbids it',
  }),
}

function headerSchemas(route: Route): z.ZodObject | undefined {
  const shape: Record<string, z.ZodType> = {}
  if (changes(route) && !isPage(route)) shape['Idempotency-Key'] = idempotencyKey
  if (route.follows) shape['X-Request-ID'] = requestId
  if (route.ifMatch)
    shape['If-Match'] = etag.meta({ description: 'The ETag of the version that you read', examples: ['"1"'] })
  return Object.keys(shape).length > 0 ? z.object(shape) : undefined
}

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .optional()
  .meta({ description: 'Your own key for this call: repeated within 24 hours, it gives the first answer again' })

const requestId = z
  .string()
  .optional()
  .meta({
    description: 'Your own name for this call: every answer to it bears the same',
    examples: ['bfe9eb29-ab87-4ca3'],
  })
