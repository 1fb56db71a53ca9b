import middy from '@middy/core'
import * as z from 'zod'
import { askedBy, type Feature, hidesOrganization, isShown, type Route, routeKeyOf } from '../contract/route.ts'
import type { OperationId } from '../contract/routes.ts'
import type { Affected } from '../domain/access-difference.ts'
import { isId, type OrganizationId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import type { Item, Key } from '../table/authorisation.ts'
import { type Answer, type BegunCall, type Call, getAnswer } from '../table/idempotency.ts'
import { commit, Moved, tryOut } from '../table/transaction.ts'
import { authenticate, type Bearer } from './bearer.ts'
import { callInParts } from './call-in-parts.ts'
import { authorise, type OrganizationCaller, type SignedInCaller, signIn } from './caller.ts'
import { dryRunReply, whatItSays } from './dry-run.ts'
import { bodyJson, type HttpEvent, type HttpResult, headerOf, newIdAt } from './event.ts'
import { exported, isExport } from './export.ts'
import { rendered, result } from './http-result.ts'
import { callOf, isAnswer, replay, requireWellFormedKey } from './idempotent-call.ts'
import { answerProblems, describe, echoRequestIds, logRequests } from './middleware.ts'
import type { Alongside, CommitPart, Operation, OperationsOf, ReadAlongside } from './operation.ts'
import { organizationOf } from './organization-of-call.ts'
import { validate } from './validate.ts'

/** The rows of a feature that one of its functions serves: JSON, and running there; in `index` where a row names no other. */
type RowsOf<Rows extends Feature, In extends string> = {
  [Id in keyof Rows]: Rows[Id] extends { reply: 'page' | 'file' }
    ? never
    : Rows[Id] extends { runsIn: { function: infer Other } }
      ? Other extends In
        ? Id
        : never
      : 'index' extends In
        ? Id
        : never
}[keyof Rows] &
  OperationId

/**
 * The Lambda function of a feature: its rows and an operation for each of them; another one than `index` names itself. Everything a
 * request goes through stands in `answer`, in the order in which it is checked (T2): authenticate, authorise, replay, validate,
 * If-Match, rules.
 */
export function httpFunction<Rows extends Feature, In extends string = 'index'>(
  rows: Rows,
  operations: OperationsOf<RowsOf<Rows, In>>,
  _runsIn?: In,
  readAlongside: ReadAlongside<RowsOf<Rows, In>> = {},
) {
  const bound = new Map<string, Bound>()
  const alongside = new Map(Object.entries<Alongside<unknown> | undefined>(readAlongside))
  for (const [operationId, operation] of Object.entries<AnyOperation>(operations)) {
    const route = rows[operationId]
    if (!route || isShown(route)) throw new Error(`${operationId} is no JSON route of this feature`)
    bound.set(routeKeyOf(route), { operationId, route, operation, alongside: alongside.get(operationId) })
  }
  return middy<HttpEvent, HttpResult>()
    .use(logRequests())
    .use(echoRequestIds((routeKey) => bound.get(routeKey)?.route.follows === 'authzen'))
    .use(answerProblems())
    .handler((event) => answer(bound, event))
}

/** An operation whose route is known only at run time; `httpFunction` has checked the pair of them at compile time. */
type AnyOperation = Operation<OperationId>
type Bound = {
  readonly operationId: string
  readonly route: Route
  readonly operation: AnyOperation
  readonly alongside: Alongside<unknown> | undefined
}

async function answer(bound: ReadonlyMap<string, Bound>, event: HttpEvent): Promise<HttpResult> {
  const found = bound.get(event.routeKey)
  if (!found) throw new Problem('not-found')
  const { operationId, route } = found
  describe(event, { operationId })
  const now = new Date().toISOString()

  const bearer = authenticate(event, now)
  describe(event, { principal: bearer.principal })
  const params = pathParameters(route, event)
  const { dryRun, query: given } = queryOf(route, event)
  const call = dryRun === 'true' ? undefined : callOf(route, event, bearer, params)
  const ahead = found.alongside && bodyIfValid(route, event)
  const keysOf = (about: OrganizationId) => (ahead === undefined ? [] : (found.alongside?.keysOf(ahead, about) ?? []))
  const authorise = () => whoCalls(route, event, bearer, params, call, now, keysOf)
  const { caller, kept, alongside } = await authorise()

  requireWellFormedKey(route, event)
  const replayed = kept && call && replay(kept, call, event, now)
  if (replayed) return replayed

  if (dryRun !== undefined) validate(dryRunQuery, { dryRun }, 'query')
  const query = validate(route.query ?? noQuery, given, 'query')
  const body = route.body ? (ahead ?? validate(route.body, bodyJson(event, route), 'body')) : undefined
  const expectedVersion = route.ifMatch ? versionOf(headerOf(event, 'if-match')) : undefined

  const goesOn = kept !== undefined
  const input = { params, query, body, caller, alongside, expectedVersion, goesOn, dryRun: dryRun === 'true' }
  return run(found, event, input, authorise, call, now)
}

const dryRunQuery = z.strictObject({ dryRun: z.enum(['true', 'false']) })

/** The query, with `dryRun` apart where the route takes it. */
function queryOf(route: Route, event: HttpEvent): { dryRun: string | undefined; query: Record<string, unknown> } {
  const given = event.queryStringParameters ?? {}
  if (!route.dryRun) return { dryRun: undefined, query: given }
  const { dryRun, ...query } = given
  return { dryRun, query }
}

/** Judged by the route's own schemas; the operation that they were made for takes it from here. */
type Input = {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly caller: SignedInCaller | OrganizationCaller
  readonly alongside: readonly (Item | undefined)[]
  readonly expectedVersion: number | undefined
  readonly dryRun: boolean
  /** It was begun before, and broken off. */
  readonly goesOn: boolean
}

/**
 * Whoever comes too late is authorised, reads and decides again, this often, before the caller is told 503: what the caller held and
 * what the organization was may be what has moved.
 */
const mostTries = 4

async function run(
  { route, operation }: Bound,
  event: HttpEvent,
  input: Input,
  authoriseAgain: () => ReturnType<typeof whoCalls>,
  call: Call | undefined,
  now: string,
): Promise<HttpResult> {
  const newId = newIdAt(now)
  const { dryRun, goesOn, ...request } = input
  let { caller } = input
  let affected: Affected[] = []
  let tries = 1
  const parts = callInParts(route, call, now, { dryRun, goesOn })
  const commitPart: CommitPart = async (writes, access = []) => {
    affected.push(...access)
    if (dryRun) return tryOut(writes, newId('activity'))
    await parts.begin()
    await commit(writes, newId('activity'))
    parts.oneIsDone()
    // What is done stays done: whoever is overtaken again and again gets on all the same.
    tries = 1
  }
  const commitWith: Parameters<AnyOperation>[0]['commit'] = async (writes, reply, access = []) => {
    affected.push(...access)
    if (dryRun) {
      await tryOut(writes, newId('activity'))
      return reply
    }
    const { status, etag, body } = rendered(route, reply)
    const answered = parts.keep({ status, etag, body: route.secretReply ? undefined : body })
    await commit([...answered, ...writes], newId('activity'))
    return reply
  }
  const orBrokenOff = async <Result>(wanted: Promise<Result>): Promise<Result> => {
    try {
      return await wanted
    } catch (error) {
      throw await parts.brokenOffBy(error)
    }
  }
  for (; ; tries++) {
    try {
      affected = []
      const reply = await operation({
        ...request,
        caller,
        now,
        newId,
        commit: commitWith,
        commitPart,
        requestKey: parts.requestKey,
        hasTime: parts.hasTime,
        goOnLater: parts.goOnLater,
      } as Parameters<AnyOperation>[0])
      if (isExport(route, reply)) return result(exported(route, event, reply))
      if (parts.isToGoOn()) {
        await parts.letGo()
        return result({ ...rendered(route, reply), status: 202, headers: { 'retry-after': '1' } })
      }
      return result(dryRun ? dryRunReply(affected, whatItSays(reply)) : rendered(route, reply))
    } catch (error) {
      const overtaken = error instanceof Moved
      if (!overtaken && !(error instanceof Problem)) throw await parts.brokenOffBy(error)
      // The twin of this call may have just committed: then its answer is this call's answer, whatever was found here.
      const twin = call && (await orBrokenOff(getAnswer(call, now)))
      if (twin && call && isAnswer(twin)) return replay(twin, call, event, now)
      if (!overtaken && dryRun && isRule(error)) return result(dryRunReply([], { refusal: error }))
      if (!overtaken) throw await parts.brokenOffBy(error)
      if (tries === mostTries)
        throw await parts.brokenOffBy(new Problem('busy', { retryAfterSeconds: 1, cause: error }))
      describe(event, { attempts: tries + 1 })
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** tries))
      const again = await orBrokenOff(authoriseAgain())
      if (again.kept && call && isAnswer(again.kept)) return replay(again.kept, call, event, now)
      caller = again.caller
    }
  }
}

/** A rule that forbids it, as a dry run tells; what is malformed, stale or not there is an error in a dry run as well. */
const isRule = ({ status }: Problem): boolean => status === 403 || status === 409

/** A malformed id in a path is a thing that does not exist (T6). */
function pathParameters(route: Route, event: HttpEvent): Record<string, unknown> {
  if (!route.params) return {}
  const parsed = route.params.safeParse(event.pathParameters ?? {})
  if (!parsed.success) throw new Problem('not-found')
  return parsed.data
}

/** A body that is looked at before its caller is authorised; of one that is not valid nothing is said until then (T2). */
function bodyIfValid(route: Route, event: HttpEvent): unknown {
  try {
    return route.body?.safeParse(bodyJson(event, route)).data
  } catch {
    return undefined
  }
}

/** A route without a query takes none: a misspelt filter must not be mistaken for an unfiltered list. */
const noQuery = z.strictObject({})

async function whoCalls(
  route: Route,
  event: HttpEvent,
  bearer: Bearer,
  params: Record<string, unknown>,
  call: Call | undefined,
  now: string,
  keysAlongside: (organizationId: OrganizationId) => readonly Key[],
): Promise<Pick<Input, 'caller' | 'alongside'> & { kept: Answer | BegunCall | undefined }> {
  const asked = askedBy(route)
  if (asked.length === 0) {
    const { caller, answer: kept } = await signIn(bearer, call, now)
    return { caller, kept, alongside: [] }
  }
  const organizationId = await organizationOf(route, event, params, bearer)
  const {
    caller,
    answer: kept,
    alongside,
  } = await authorise(bearer, {
    asked,
    organizationId,
    groupId: isId('group', params.groupId) ? params.groupId : undefined,
    absentUnless: hidesOrganization(route) ? 'permitted' : 'known',
    whileRemoved: typeof route.access === 'object' && 'anyOf' in route.access && route.access.whileRemoved === true,
    call,
    alongside: keysAlongside(organizationId),
    now,
  })
  describe(event, { organizationId })
  return { caller, kept, alongside }
}

/** The version that If-Match names; 428 without one, 412 when it can be no version of ours. */
function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new Problem('if-match-required')
  const version = /^"(\d{1,15})"$/.exec(ifMatch.trim())?.[1]
  if (version === undefined) throw new Problem('stale')
  return Number(version)
}
