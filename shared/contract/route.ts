import type * as z from 'zod'
import type { Permission } from '../domain/catalog.ts'
import type { ProblemCode } from '../domain/problems.ts'

/**
 * What a route takes from the platform. Its function's IAM policy and environment are made from these words and from nothing
 * else; `infra/constructs/needs.ts` says what each one grants.
 */
export const needs = [
  'table:read',
  'table:write',
  'email:send',
  'email:send-files',
  'events:publish',
  'directory:enrol',
  'directory:change-address',
  'directory:enable',
  'directory:remove',
  'link-token:derive',
  'session:seal',
  'webhook-secret:seal',
  'workflow:start',
  'workflow:call-back',
  'certificate:sign',
  'certificate:publish-key',
] as const
/** One word of what a route or a trigger takes from the platform. */
export type Need = (typeof needs)[number]

/**
 * A permission, and where it must be held: in the organization itself unless it says its parent, the provider, or the group that the path
 * names by `groupId`.
 */
export type Asked = { readonly permission: Permission; readonly in?: 'parent' | 'provider' | 'group' }

/**
 * Which organization a call is about whose path names none: the one that a field of the body or the query names, or the provider.
 * A field that may be left out says what it means `otherwise`; one that stands within another is `context.organizationId`. Where a key comes
 * `first`, an API key's call is about its own organization whatever the field says, and the field is for people.
 */
export type OrganizationFrom =
  | { readonly body: string; readonly first?: 'key' }
  | { readonly query: string; readonly otherwise?: 'provider' }
  | 'provider'

/**
 * Who may call a route.
 * - a permission, judged in the organization of the path, or in the one that `organizationFrom` says
 * - `anyOf`: one of several permissions, each with the place where it is judged; the organization they are about is that same one.
 *   `whileRemoved` lets them in while that organization is removed.
 * - `signed-in`: any person with a valid access token, about themselves
 * - `public`: anyone, with the reason written down
 */
export type Access =
  | { readonly permission: Permission; readonly organizationFrom?: OrganizationFrom }
  | {
      readonly anyOf: readonly [Asked, ...Asked[]]
      readonly organizationFrom?: OrganizationFrom
      readonly whileRemoved?: true
    }
  | 'signed-in'
  | { readonly public: string }

/** A valid call and its answer, as they stand in the documentation; the derived suites send it. */
export type Example = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly reply?: unknown
}

/** One route: everything that the gateway, IAM, dispatch, the OpenAPI document and the derived suites know about it. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/${string}`
  readonly summary: string
  readonly access: Access
  readonly needs: readonly Need[]
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  /** A JSON body, or the fields of a form where `reply` is a page. */
  readonly body?: z.ZodType
  readonly status: 200 | 201 | 202 | 204
  /**
   * The schema of the JSON reply; `page` where a person's browser is answered with HTML; `file` where it is given what a page
   * is made of, or a document that is the same for all; `export` where a program is given a part of a long text, as `Export` says.
   */
  readonly reply: z.ZodType | 'page' | 'file' | 'export'
  /** What a file is: the media types that it can be of, each with the schema of its content. */
  readonly file?: Readonly<Record<string, z.ZodType>>
  /** The statuses that a page is also shown with, beside those that every page of its kind can have. */
  readonly alsoShows?: readonly (404 | 429)[]
  /** The problem codes this route gives beside those that every route of its kind may give. */
  readonly fails: readonly ProblemCode[]
  readonly example: Example
  /** The reply carries an ETag, made from its `version`. */
  readonly etag?: true
  /** If-Match is required: the call changes a resource that its caller has read. */
  readonly ifMatch?: true
  /** Takes `dryRun=true`: the call then changes nothing and answers what it would do to anyone's access, or which rule forbids it. */
  readonly dryRun?: true
  /**
   * Takes as many transactions as there are people, each of them whole: while it runs under an Idempotency-Key, the same call again is 409
   * `request-in-progress`, and after it was broken off, the same call goes on. `for-a-while`: it does what there is time for, then answers
   * 202, and the same call goes on.
   */
  readonly inParts?: 'to-the-end' | 'for-a-while'
  /** A question too long for a query: it is sent with POST and a body, and changes nothing. */
  readonly asks?: true
  /**
   * The standard that the row follows to the letter where the house does otherwise: AuthZEN Authorization API 1.0. Its names are snake_case,
   * fields that are not known are ignored, what a question names and is not here makes it a no instead of a 400, and X-Request-ID is echoed.
   */
  readonly follows?: 'authzen'
  /** The page runs scripts, of our own origin alone, which other pages never do (T7); and why. */
  readonly runsScripts?: { readonly because: string }
  /** The reply shows something once only; a repeated call is told so instead of being shown it again. */
  readonly secretReply?: true
  /** Leaves the feature's own function for another of that feature, and why. */
  readonly runsIn?: { readonly function: string; readonly because: string }
}

/** A feature's routes by operation id: the file, the test and the metric of an operation bear the same word. */
export type Feature = Readonly<Record<string, Route>>

/** The path parameters of a row, parsed; empty where the row has none. */
export type ParamsOf<R extends Route> = R extends { params: infer S extends z.ZodType }
  ? z.output<S>
  : Record<never, never>
/** The query of a row, parsed; empty where the row has none. */
export type QueryOf<R extends Route> = R extends { query: infer S extends z.ZodType }
  ? z.output<S>
  : Record<never, never>
/** The body of a row, parsed; undefined where the row has none. */
export type BodyOf<R extends Route> = R extends { body: infer S extends z.ZodType } ? z.output<S> : undefined
/** What an operation of a row replies, as it goes onto the wire. */
export type ReplyOf<R extends Route> = R extends { reply: infer S extends z.ZodType }
  ? z.input<S>
  : R extends { reply: 'export' }
    ? Export
    : undefined

/** The media types of exports, by the word that asks for them. */
export const exportTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const

/** A part of a long text; `nextCursor` leads to the next one, by a Link header, and is null with the last. */
export type Export = {
  readonly format: keyof typeof exportTypes
  readonly text: string
  /** What the file is called, without its ending. */
  readonly name: string
  readonly nextCursor: string | null
}

/** True for routes that change something when they are called; everything else is safe to repeat. */
export function changes(route: Route): boolean {
  return route.method !== 'GET' && !route.asks
}

/** True where a person's browser, not a program, is answered. */
export function isPage(route: Route): boolean {
  return route.reply === 'page'
}

/** True for pages, and for files beside them: what the functions behind public pages serve, to HEAD as to GET. */
export function isShown(route: Route): boolean {
  return isPage(route) || route.reply === 'file'
}

/** True where people are told on a page what went wrong: on pages, and where whoever follows a link of a mail gets no file. */
export function tellsOnPage(route: Route): boolean {
  return isPage(route) || (route.reply === 'file' && route.path.includes('{token}'))
}

/** The gateway's own name for a route: `GET /v1/me`. Logs and metrics use it, never the path itself. */
export function routeKeyOf(route: Pick<Route, 'method' | 'path'>): string {
  return `${route.method} ${route.path}`
}

/** The permissions a route asks for, any of which will do, and where each must be held; none for a signed-in person or nobody. */
export function askedBy({ access }: Route): readonly Asked[] {
  if (typeof access === 'string' || 'public' in access) return []
  return 'anyOf' in access ? access.anyOf : [{ permission: access.permission }]
}

const organizationFromOf = ({ access }: Route): OrganizationFrom | undefined =>
  typeof access === 'object' && 'organizationFrom' in access ? access.organizationFrom : undefined

/** Where the organization of a call is named, where it is not in the path. */
export type OrganizationField = {
  readonly part: 'body' | 'query'
  /** The field, behind those that it stands within. */
  readonly steps: readonly string[]
  readonly mayBeLeftOut: boolean
  /** An API key's own organization comes before it. */
  readonly afterKey: boolean
}

/** The field that names the organization of a call, where it is not the path. */
export function organizationFieldOf(route: Route): OrganizationField | undefined {
  const from = organizationFromOf(route)
  if (from === undefined || from === 'provider') return undefined
  if ('body' in from)
    return { part: 'body', steps: from.body.split('.'), mayBeLeftOut: false, afterKey: from.first === 'key' }
  return { part: 'query', steps: [from.query], mayBeLeftOut: from.otherwise !== undefined, afterKey: false }
}

/** True where a call that names no organization is about the provider. */
export function isAboutProvider(route: Route): boolean {
  const from = organizationFromOf(route)
  return from === 'provider' || organizationFieldOf(route)?.mayBeLeftOut === true
}

/** True where whoever lacks the permission is told that there is no such organization, known there or not (O1): a field must name it. */
export function hidesOrganization(route: Route): boolean {
  const named = organizationFieldOf(route)
  return named !== undefined && !named.mayBeLeftOut && !named.afterKey
}

/** The written reason why a route is public, or undefined where it is not. */
export function publicReasonOf(route: Route): string | undefined {
  return typeof route.access === 'object' && 'public' in route.access ? route.access.public : undefined
}
