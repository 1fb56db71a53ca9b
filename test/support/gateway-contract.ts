import { expect } from 'vitest'
import { DryRun } from '../../shared/contract/dry-run.ts'
import { pageStatusesOf, problemCodesOf } from '../../shared/contract/openapi-problems.ts'
import { ProblemDocument } from '../../shared/contract/problem-schemas.ts'
import { exportTypes, isPage, type Route } from '../../shared/contract/route.ts'
import { allRoutes } from '../../shared/contract/routes.ts'
import { isProblemCode, problems } from '../../shared/domain/problems.ts'
import { noteSecret } from './cloud-services-secrets.ts'
import { settings } from './cloud-services-settings.ts'
import type { Answer, Call } from './gateway.ts'
import { readHtml } from './read-html.ts'

const routes: ReadonlyMap<string, Route> = new Map(allRoutes().map(({ operationId, route }) => [operationId, route]))
const seen = new Map<string, Set<string>>()
const answers: Answer[] = []

/** The problem codes and statuses that an operation has answered with in this file. */
export const seenOf = (operationId: string): ReadonlySet<string> => seen.get(operationId) ?? new Set()
/** Everything that was answered in this file, and held. */
export const everyAnswer = (): readonly Answer[] => answers

/** Holds an answer against what the row promises: status, headers, schema of the reply, shape and code of a problem. */
export function holdAgainstContract(call: Call, answer: Answer): void {
  hold(call, answer)
  answers.push(answer)
}

function hold(call: Call, answer: Answer): void {
  if (answer.from === 'gateway') return
  const route = routes.get(answer.from)
  const where = `${call.method} ${answer.from} answers ${answer.status}`
  note(answer.from, String(answer.status))
  const given = Object.entries(call.headers ?? {}).find(([name]) => name.toLowerCase() === 'x-request-id')?.[1]
  expect(answer.headers['x-request-id'], where).toBe(route?.follows ? given : undefined)
  const isFile = route?.reply === 'file' && answer.status === route.status
  expect(answer.headers, where).toMatchObject({ 'x-content-type-options': 'nosniff' })
  // What is behind a link is for whoever has the link, and nobody keeps it for them.
  const isShared = isFile && !route?.path.includes('{token}')
  expect(answer.headers['cache-control'], where).toMatch(
    isShared ? /^public, max-age=\d+(, immutable)?$/ : /^no-store$/,
  )
  expect(answer.headers['set-cookie'], where).toBeUndefined()
  if (isFile) {
    expect(Object.keys(route?.file ?? {}), where).toContain(answer.headers['content-type'])
    return
  }
  // Whoever follows a link and gets no file is told why on a page.
  const isTold = route?.reply === 'file' && route.path.includes('{token}')
  if (route && (isPage(route) || isTold)) holdPage(route, answer, where)
  else if (route?.reply === 'export' && answer.status === route.status) holdExport(answer, where)
  else if (route?.dryRun && isDryRun(call) && answer.status === 200) holdDryRun(answer, where)
  else if (route?.inParts === 'for-a-while' && answer.status === 202) {
    expect(answer.headers['retry-after'], where).toMatch(/^[1-9]\d*$/)
    holdReply(route, answer, where)
  } else if (route && answer.status === route.status) holdReply(route, answer, where)
  else holdProblem(route, call.method, answer, where)
}

const isDryRun = ({ query }: Call): boolean => new URLSearchParams(query).get('dryRun') === 'true'

function holdExport({ headers }: Answer, where: string): void {
  expect(Object.values<unknown>(exportTypes), where).toContain(headers['content-type'])
  expect(headers['content-disposition'], where).toMatch(/^attachment; filename="[\w-]+\.(csv|jsonl)"$/)
  if (headers.link !== undefined)
    expect(headers.link, where).toMatch(/^<https:\/\/[^<>\s]+[?&]cursor=[^<>\s&]+>; rel="next"$/)
}

function holdDryRun(answer: Answer, where: string): void {
  expect(answer.headers['content-type'], where).toBe('application/json')
  expect(answer.headers.etag, where).toBeUndefined()
  expect(DryRun.safeParse(JSON.parse(answer.body)).error?.issues, where).toBeUndefined()
}

function holdReply(route: Route, answer: Answer, where: string): void {
  expect(answer.headers['content-type'], where).toBe('application/json')
  if (typeof route.reply === 'string') return
  const reply: unknown = JSON.parse(answer.body)
  if (route.secretReply) noteShown(reply)
  expect(route.reply.safeParse(reply).error?.issues, where).toBeUndefined()
  // A schema that transforms what it reads must not be what makes it fit.
  expect(route.reply.parse(reply), where).toEqual(reply)
  const version = typeof reply === 'object' && reply !== null && 'version' in reply ? reply.version : undefined
  expect(answer.headers.etag, where).toBe(route.etag ? `"${String(version)}"` : undefined)
}

function holdProblem(route: Route | undefined, method: string, answer: Answer, where: string): void {
  expect(answer.headers['content-type'], where).toBe('application/problem+json')
  if (method === 'HEAD') return
  const problem = ProblemDocument.parse(JSON.parse(answer.body))
  const { code } = problem
  note(answer.from, code)
  if (!isProblemCode(code)) throw new Error(`${where} with an unknown code`)
  const { status, title } = problems[code]
  expect(problem, where).toMatchObject({
    type: `${settings.PUBLIC_URL}/docs/problems/${code}`,
    title,
    status,
    requestId: answer.headers['apigw-requestid'],
  })
  expect(answer.status, where).toBe(status)
  expect(answer.headers.etag, where).toBeUndefined()
  expect(route ? problemCodesOf(route) : ['not-found'], where).toContain(code)
  expect(answer.headers['www-authenticate'], where).toBe(code === 'unauthenticated' ? 'Bearer' : undefined)
  const mayBeTriedAgain = code === 'busy' || code === 'too-many-requests'
  expect(answer.headers['retry-after'], where).toEqual(
    mayBeTriedAgain ? expect.stringMatching(/^[1-9]\d*$/) : undefined,
  )
  if (code === 'invalid' || code === 'prerequisites-missing') expect(problem.errors?.length, where).toBeGreaterThan(0)
  else expect(problem.errors, where).toBeUndefined()
}

function holdPage(route: Route, answer: Answer, where: string): void {
  expect([route.status, ...pageStatusesOf(route)], where).toContain(answer.status)
  expect(answer.headers, where).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  })
  const policy = answer.headers['content-security-policy'] ?? ''
  expect(policy, where).toContain("default-src 'none'")
  expect(policy, where).toContain("frame-ancestors 'none'")
  expect(policy, where).not.toMatch(/unsafe|\*/)
  expect(answer.headers.location, where).toBeUndefined()
  expect(runningIn(answer.body), where).toEqual([])
  if (route.runsScripts) {
    expect(policy, where).toContain("script-src 'self';")
    const scripts = answer.body.match(/<script.*?<\/script>/gis) ?? []
    for (const script of scripts)
      expect(script, where).toMatch(new RegExp(`^<script src="${settings.PUBLIC_URL}/[^"]+" defer></script>$`))
  } else {
    expect(policy, where).not.toContain('script-src')
    expect(answer.body, where).not.toMatch(/<script/i)
  }
}

/** What would run in a page beside its scripts; that somebody is called `javascript:` is no harm. */
const runningIn = (html: string): readonly string[] =>
  readHtml(html).tags.flatMap(({ attributes }) =>
    Object.entries(attributes).flatMap(([name, value]) =>
      /^on/i.test(name) || /^\s*javascript:/i.test(value) ? [`${name}="${value}"`] : [],
    ),
  )

/** What is shown once is looked for everywhere else: the text of a key, and the secret in it. That of a webhook is known since it was sealed. */
function noteShown(reply: unknown): void {
  const { key, secret }: { readonly key?: unknown; readonly secret?: unknown } = Object(reply)
  if (typeof key === 'string') for (const part of [key, key.slice(-43)]) noteSecret('API key', part)
  else if (secret === undefined) throw new Error('nothing is known of what this row shows once; say here what it is')
}

function note(operationId: string, what: string): void {
  seen.set(operationId, (seen.get(operationId) ?? new Set()).add(what))
}
