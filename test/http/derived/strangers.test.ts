import { beforeAll, describe, expect, test } from 'vitest'
import { changes, hidesOrganization, organizationFieldOf } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { type Answer, type Call, send } from '../../support/gateway.ts'
import { callOf, expectProblem, type Request, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { oneCallEach } from '../../support/gateway-one-call.ts'
import { fieldOfOrganization, guarded, permitted, type ValidCall } from '../../support/gateway-valid-calls.ts'
import { pointerTo, withField } from '../../support/schema-fields.ts'
import { seedWorld, type Things, type World } from '../../support/world.ts'
import { judgeOf } from '../../support/world-cast.ts'
import { beginActivation, invite } from '../../support/world-people.ts'

/** Ids that nobody has, one a noun. */
const absent = '01k2r8v6m0q3s5t7w9x1y3z5a6'

let world: World
let pending: { readonly identityId: string }
/** One of everything that organizations have which are not the one of a call. */
let foreign: readonly Things[]
beforeAll(async () => {
  world = await seedWorld()
  const { customer, twin, provider, resellersCustomer } = world
  pending = { identityId: await beginActivation(await invite(customer.owner, customer.organizationId)) }
  foreign = [twin.things, provider.things, resellersCustomer.things]
})

/** The call that every cell of a row comes to nothing with. */
const theCall = oneCallEach(() => world)

/** Whoever has nothing to do with what a call is about. */
async function strangersOf(operationId: OperationId, { cast, organizationId }: ValidCall) {
  const judge = organizationId && (await judgeOf(operationId, organizationId, world))
  const strangers = cast.filter((member) => judge && judge(member) === 'not-found').map(({ person }) => person)
  expect(strangers.length).toBeGreaterThan(2)
  return [...strangers, pending]
}

/** Every way of sending a body, and headers that other answers depend on. */
function variations(valid: Call): readonly Call[] {
  const { body: _, ...bare } = valid
  const bodies: readonly unknown[] = [
    valid.body,
    { unknown: true },
    null,
    [],
    '{"a":',
    'x'.repeat(300_000),
    `{"a":"${'x'.repeat(262_145)}"}`,
  ]
  const headers: readonly Record<string, string>[] = [
    { 'idempotency-key': 'one' },
    { 'idempotency-key': '' },
    { 'idempotency-key': 'two words' },
    { 'idempotency-key': 'x'.repeat(256) },
    { 'if-match': '"1"' },
    { 'if-match': '*' },
    { 'if-none-match': '"1"' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { accept: 'text/html', 'accept-language': 'nl' },
    { 'x-http-method-override': 'DELETE' },
    { origin: 'https://evil.example' },
  ]
  return [
    ...bodies.map((body) => ({ ...bare, body })),
    ...headers.map((more) => ({ ...valid, headers: { ...valid.headers, ...more } })),
    ...['true', 'maybe'].map((dryRun) => ({ ...valid, query: { ...Object(valid.query), dryRun } })),
    { ...valid, query: { limit: '0', cursor: 'x', unknown: '1' } },
    bare,
  ]
}

const inPath = permitted.filter((operationId) => fieldOfOrganization(operationId) === undefined)
const inField = permitted.filter((operationId) => fieldOfOrganization(operationId) !== undefined)

/** The call of a row by somebody else, where it is valid or in another organization. */
async function elsewhere(
  operationId: OperationId,
  by: { readonly identityId: string },
  organizationId?: string,
): Promise<Call> {
  const request: Request = await theCall(operationId)
  const params = { ...request.params, ...(organizationId !== undefined && { organizationId }) }
  return callOf(operationId, { ...request, by, params })
}

const allAlike = (answers: readonly Answer[]): void => {
  const [reference, ...others] = answers.map(withoutRequestId)
  for (const answer of others) expect(answer).toEqual(reference)
}

describe.each(inPath)('%s in an organization of others', (operationId) => {
  test('404 not-found, the same bytes as where there is none, with any body and any header', async () => {
    for (const [position, by] of (await strangersOf(operationId, await theCall(operationId))).entries()) {
      // One of them tries everything; to all of them it is one answer, whatever they send.
      const few = position === 0 ? undefined : 2
      const there = variations(await elsewhere(operationId, by)).slice(0, few)
      const nowhere = variations(await elsewhere(operationId, by, `org_${absent}`)).slice(0, few)
      const answers = await Promise.all([...nowhere, ...there].map(send))
      for (const answer of answers) expectProblem('not-found', answer)
      allAlike(answers)
    }
  })

  test('404 not-found at the cost of an organization that does not exist, so that time tells nothing', async () => {
    const costOf = async (call: Call) =>
      (await callsDuring(() => send(call))).map(({ command, input }) => ({
        command,
        keys: JSON.stringify(input).match(/"pk"/g)?.length,
      }))
    for (const by of await strangersOf(operationId, await theCall(operationId)))
      expect(await costOf(await elsewhere(operationId, by))).toEqual(
        await costOf(await elsewhere(operationId, by, `org_${absent}`)),
      )
  })

  test('404 not-found for ids that are malformed, as for those that do not exist', async () => {
    const ids = [`org_${absent}`, 'x', `org_${absent.toUpperCase()}`, `prf_${absent}`, `org_${absent}%23x`]
    const calls = await Promise.all(ids.map((one) => elsewhere(operationId, world.twin.owner, one)))
    const answers = await Promise.all(calls.map(send))
    for (const answer of answers) expectProblem('not-found', answer)
    allAlike(answers)
  })
})

/** The things of other organizations by the prefix of their ids; a noun that is not among them has none yet. */
const foreignIds = (prefix: string): readonly string[] =>
  foreign.flatMap((things) => Object.values(things).filter((one) => one.startsWith(prefix)))

const ids = /^([a-z]{3}_)(?:[0-7][0-9a-hjkmnp-tv-z]{25}|[a-z]+(?:-[a-z0-9]+)*)$/

/** What belongs to no organization, so that none of it is another one's. */
const ofDeployment: ReadonlySet<string> = new Set(['doc_'])

/** The other ids of a path, beside the organization's. */
const nested = guarded.flatMap((operationId) =>
  Object.keys(routeOf(operationId).example.params ?? {}).flatMap((name) =>
    name === 'organizationId' ? [] : [[operationId, name] as const],
  ),
)

test.each(nested)(
  "%s: another organization's %s answers the same bytes as one that does not exist",
  async (operationId, name) => {
    const request = await theCall(operationId)
    const [, prefix] = ids.exec(request.params?.[name] ?? '') ?? []
    const others = prefix === undefined ? [] : foreignIds(prefix)
    if (prefix !== undefined && others.length === 0 && !ofDeployment.has(prefix))
      throw new Error(
        `the world has no ${prefix}… of other organizations; add one to \`things\` in test/support/world.ts`,
      )
    const values = [`${prefix ?? ''}${absent}`, ...others, 'x', `${prefix ?? ''}${absent}0`]
    const answers = await Promise.all(
      values.map((value) => send(callOf(operationId, { ...request, params: { ...request.params, [name]: value } }))),
    )
    for (const answer of answers) expectProblem('not-found', answer)
    allAlike(answers)
    const [absentId, ...foreign] = values.slice(0, 1 + others.length)
    const withIt = (value: string | undefined) =>
      callOf(operationId, { ...request, params: { ...request.params, [name]: value ?? '' } })
    // With any other body and header as well, whatever the answer is: nothing of it may depend on where the id stands.
    for (const other of foreign.slice(0, 1))
      for (const [at, there] of variations(withIt(other)).entries()) {
        const nowhere = variations(withIt(absentId))[at] ?? there
        allAlike([await send(nowhere), await send(there)])
      }
  },
)

/** An id of the valid call, and the same call with another in its place. */
type Swap = { readonly pointer: string; readonly prefix: string; readonly swapped: (value: string) => unknown }

/** Every id that stands in a body or a query, wherever it is. */
function swapsOf(value: unknown, pointer = '#'): readonly Swap[] {
  if (typeof value === 'string') {
    const [, prefix] = ids.exec(value) ?? []
    return prefix === undefined ? [] : [{ pointer, prefix, swapped: (other) => other }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    swapsOf(item, `${pointer}/${key}`).map(({ swapped, ...swap }) => ({
      ...swap,
      swapped: (other: string) =>
        Array.isArray(value) ? value.with(Number(key), swapped(other)) : { ...value, [key]: swapped(other) },
    })),
  )
}

describe.each(guarded.filter((operationId) => swapsOf(routeOf(operationId).example.body).length > 0))(
  '%s',
  (operationId) => {
    const { follows } = routeOf(operationId)
    test(`${follows ? '200 and a no' : '400 not-found'} for every id in its body that is not here, the same bytes whether it is elsewhere or nowhere`, async () => {
      const request = await theCall(operationId)
      for (const { pointer, prefix, swapped } of swapsOf(request.body)) {
        const values = [`${prefix}${absent}`, ...(prefix === 'org_' ? otherOrganizations() : foreignIds(prefix))]
        const answers = await Promise.all(
          values.map((value) => send(callOf(operationId, { ...request, body: swapped(value) }))),
        )
        allAlike(answers)
        for (const answer of answers) {
          // The organization that a call is about is looked up before anything else of the body.
          if (pointer === `#/${fieldOfOrganization(operationId)}`) expectProblem('not-found', answer)
          else if (follows) expect(answer.body).toMatch(ofNothing)
          else expect(expectProblem('invalid', answer).errors, pointer).toMatchObject([{ pointer, code: 'not-found' }])
        }
      }
    })
  },
)

/** What AuthZEN answers to a question about what is not here: a no, and a search that finds nothing. */
const ofNothing =
  /^\{"decision":false\}$|^\{"evaluations":\[.*\{"decision":false\}.*\]\}$|^\{"page":\{"next_token":"","count":0\},"results":\[\]\}$/

/** Organizations in which nobody of the customer or the provider has a sign-in. */
const otherOrganizations = (): readonly string[] => [world.resellersCustomer.organizationId]

describe.each(guarded.filter((operationId) => swapsOf(routeOf(operationId).example.query).length > 0))(
  '%s',
  (operationId) => {
    test('answers the same bytes for every id in its query that is not here, whether it is elsewhere or nowhere', async () => {
      const request = await theCall(operationId)
      for (const { pointer, prefix, swapped } of swapsOf(request.query)) {
        if (pointer === `#/${fieldOfOrganization(operationId)}`) continue
        const values = [`${prefix}${absent}`, ...(prefix === 'org_' ? otherOrganizations() : foreignIds(prefix))]
        allAlike(
          await Promise.all(
            values.map((value) => send(callOf(operationId, { ...request, query: Object(swapped(value)) }))),
          ),
        )
      }
    })
  },
)

describe.each(inField)('%s, whose organization stands in a field', (operationId) => {
  const named = organizationFieldOf(routeOf(operationId))
  const { part, steps, mayBeLeftOut } = named ?? { part: 'body', steps: [], mayBeLeftOut: false }
  const isHidden = hidesOrganization(routeOf(operationId))
  const answerTo = async (by: { readonly identityId: string }, given: object) => {
    const { params } = await theCall(operationId)
    return send(callOf(operationId, { by, ...(params && { params }), [part]: given }))
  }

  test('404 not-found, the same bytes as where there is none, whatever else stands in it', async () => {
    const call = await theCall(operationId)
    const valid = Object(part === 'body' ? call.body : call.query)
    const others = [valid, {}, { unknown: '1' }, { name: 'x', limit: '0' }]
    // Where whoever may not is told nothing, that goes for those who are known there as well.
    for (const by of [...(isHidden ? [world.customer.owner] : []), ...(await strangersOf(operationId, call))]) {
      const answers = await Promise.all(
        others.flatMap((more) =>
          [`org_${absent}`, String(call.organizationId)].map((value) =>
            answerTo(by, Object(withField(more, steps, value))),
          ),
        ),
      )
      for (const answer of answers) expectProblem('not-found', answer)
      allAlike(answers)
    }
  })

  test('400 invalid when it is malformed, or missing where it must be there, to everyone alike, before anything else is looked at', async () => {
    const call = await theCall(operationId)
    const pointer = pointerTo(steps, part)
    for (const [given, code] of [
      ...(mayBeLeftOut ? [] : [[{ unknown: '1' }, 'required'] as const]),
      [Object(withField({ unknown: '1' }, steps, 'x')), 'invalid-format'],
      [Object(withField({ unknown: '1' }, steps, `prf_${absent}`)), 'invalid-format'],
    ] as const) {
      const everyone = [call.by, ...(await strangersOf(operationId, call))]
      const answers = await Promise.all(everyone.map((by) => answerTo(by, given)))
      allAlike(answers)
      for (const answer of answers) expect(expectProblem('invalid', answer).errors).toMatchObject([{ pointer, code }])
    }
  })
})

test('rows that change something are among them', () => {
  expect(permitted.filter((operationId) => changes(routeOf(operationId))).length).toBeGreaterThan(0)
})
