import * as z from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi'
import { type ProblemCode, problems } from '../domain/problems.ts'
import { exampleAddresses } from './openapi-addresses.ts'
import { type ProblemDocument, problemCodes } from './problem-schemas.ts'
import {
  askedBy,
  changes,
  hidesOrganization,
  isPage,
  isShown,
  publicReasonOf,
  type Route,
  tellsOnPage,
} from './route.ts'
import { allRoutes } from './routes.ts'

/** Every problem code a route can give: its own, and those that follow from what kind of route it is. */
export function problemCodesOf(route: Route): readonly ProblemCode[] {
  const codes = new Set<ProblemCode>(route.fails)
  const asksPermission = askedBy(route).length > 0
  codes.add('internal-error')
  if (publicReasonOf(route) === undefined) codes.add('unauthenticated')
  if (asksPermission) codes.add('not-found')
  if (asksPermission && !hidesOrganization(route)) codes.add('forbidden')
  if (!isShown(route)) codes.add('invalid')
  if (route.body && !isPage(route)) for (const code of ['malformed-body', 'body-too-large'] as const) codes.add(code)
  if (route.body && !isPage(route) && !route.follows) codes.add('unsupported-media-type')
  if (changes(route) && !isPage(route)) for (const code of ['key-reused', 'busy'] as const) codes.add(code)
  if (route.secretReply) codes.add('already-answered')
  if (route.inParts) codes.add('request-in-progress')
  if (route.ifMatch) for (const code of ['if-match-required', 'stale'] as const) codes.add(code)
  return [...codes].sort()
}

/** A status that a page can be answered with beside its own. */
export type PageStatus = 400 | 404 | 409 | 410 | 413 | 429 | 500 | 503

/**
 * What a page can be answered with beside its own status: every link can lead to an end, every form can be filled in wrongly, every change
 * can be overtaken, and every function can fail.
 */
export function pageStatusesOf(route: Route): readonly PageStatus[] {
  const statuses = new Set<PageStatus>(route.alsoShows)
  if (route.body) for (const status of [400, 413] as const) statuses.add(status)
  if (route.path.includes('{token}')) for (const status of [404, 409, 410] as const) statuses.add(status)
  if (changes(route) && route.needs.includes('table:write')) statuses.add(503)
  return [...statuses.add(500)].sort((one, other) => one - other)
}

/** The codes that a route can give, by the status that they are answered with. */
const byStatus = (route: Route): ReadonlyMap<number, readonly ProblemCode[]> =>
  Map.groupBy(problemCodesOf(route), (code) => problems[code].status)

/** What an answer is called that several operations share: by the codes that it can bear. */
const nameOf = (codes: readonly ProblemCode[]): string => codes.join('.')

/** The answers that several operations share, so that the document says each of them once. */
const shared: ReadonlyMap<string, readonly ProblemCode[]> = new Map(
  [...Map.groupBy(sets(), nameOf)].flatMap(([name, [codes = [], ...others]]) =>
    others.length > 0 ? [[name, codes]] : [],
  ),
)

function sets(): readonly (readonly ProblemCode[])[] {
  return allRoutes().flatMap(({ route }) => (tellsOnPage(route) ? [] : [...byStatus(route).values()]))
}

/** One response a status: its problem document bears one of exactly the codes that it names. */
export function problemResponses(route: Route): ZodOpenApiOperationObject['responses'] {
  return Object.fromEntries(
    [...byStatus(route)].map(([status, codes]) => [
      String(status),
      shared.has(nameOf(codes)) ? { $ref: `#/components/responses/${nameOf(codes)}` } : responseOf(status, codes),
    ]),
  )
}

/** The answers that several operations share, by name. */
export const sharedResponses = (): Readonly<Record<string, ZodOpenApiResponseObject>> =>
  Object.fromEntries(
    [...shared].map(([name, codes]) => [name, responseOf(problems[codes[0] ?? 'internal-error'].status, codes)]),
  )

function responseOf(status: number, codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
    ...headersOf(status),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            {
              type: 'object',
              properties: { status: { type: 'integer', const: status }, code: { type: 'string', enum: [...codes] } },
            },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  }
}

/** In seconds, when a call that was put off may be sent again. */
export const retryAfter = z
  .string()
  .regex(/^[1-9]\d*$/)
  .meta({ description: 'Seconds to wait before the same call is sent again', examples: ['1'] })

/** What is said beside the problem document itself; each comes with every answer of its status. */
function headersOf(status: number): { readonly headers?: z.ZodObject } {
  if (status === 401) return { headers: z.object({ 'WWW-Authenticate': z.literal('Bearer') }) }
  return status === 429 || status === 503 ? { headers: z.object({ 'Retry-After': retryAfter }) } : {}
}

/** Of each code, what a caller receives where the operation says nothing more; those that no operation answers are left out. */
export function problemExamples(): Readonly<Record<string, ReturnType<typeof exampleOf>>> {
  const answered = new Set(sets().flat())
  return Object.fromEntries(problemCodes.filter((code) => answered.has(code)).map((code) => [code, exampleOf(code)]))
}

function exampleOf(code: ProblemCode) {
  const { status, title, advice } = problems[code]
  const errors = [{ pointer: '#/email', code: 'required', detail: 'This field is required.' }]
  return {
    summary: title,
    value: {
      type: `${exampleAddresses.publicUrl}/docs/problems/${code}`,
      title,
      status,
      code,
      detail: advice,
      requestId: 'JKJaXhcwDoEEPxA=',
      ...(code === 'invalid' && { errors }),
    } satisfies z.output<typeof ProblemDocument>,
  }
}
