import { beforeAll, describe, expect, test } from 'vitest'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { problems } from '../../../shared/domain/problems.ts'
import { type Answer, type Call, send } from '../../support/gateway.ts'
import { callOf, routeOf } from '../../support/gateway-call.ts'
import { holdAgainstContract } from '../../support/gateway-contract.ts'
import { guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { open, openCall } from '../../support/world-pages.ts'

/*
 * Every answer of these suites is held against the contract of its row. Here answers are broken on purpose, to see that it is noticed.
 */

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const json = guarded.filter((operationId) => typeof routeOf(operationId).reply !== 'string')
const pages = open.filter((operationId) => routeOf(operationId).reply === 'page')

type Broken = { readonly name: string; readonly answer: Answer }

const withBody = (answer: Answer, change: (body: Record<string, unknown>) => object): Answer => ({
  ...answer,
  body: JSON.stringify(change(JSON.parse(answer.body))),
})
const withHeaders = (answer: Answer, change: Readonly<Record<string, string | undefined>>): Answer => {
  const all = Object.entries({ ...answer.headers, ...change })
  return {
    ...answer,
    headers: Object.fromEntries(all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
  }
}

/** What no answer may be, whatever it is an answer to. */
const alwaysBroken = (answer: Answer): readonly Broken[] => [
  { name: 'without nosniff', answer: withHeaders(answer, { 'x-content-type-options': undefined }) },
  { name: 'kept by a cache', answer: withHeaders(answer, { 'cache-control': 'max-age=60' }) },
  { name: 'with a cookie', answer: withHeaders(answer, { 'set-cookie': 'a=b' }) },
  { name: 'as another type', answer: withHeaders(answer, { 'content-type': 'text/plain' }) },
]

function brokenReplies(operationId: OperationId, answer: Answer): readonly Broken[] {
  const { etag } = routeOf(operationId)
  const [first = ''] = Object.keys(JSON.parse(answer.body))
  return [
    ...alwaysBroken(answer),
    { name: 'with another status', answer: { ...answer, status: answer.status === 200 ? 201 : 203 } },
    { name: 'with a field more', answer: withBody(answer, (body) => ({ ...body, passwordHash: 'x' })) },
    { name: 'with a field less', answer: withBody(answer, ({ [first]: _, ...body }) => body) },
    { name: 'with a field of another type', answer: withBody(answer, (body) => ({ ...body, [first]: { x: 1 } })) },
    { name: 'as a list', answer: { ...answer, body: '[]' } },
    { name: 'as no JSON', answer: { ...answer, body: '<html>' } },
    { name: 'with the wrong ETag', answer: withHeaders(answer, { etag: etag ? '"99999"' : '"1"' }) },
  ]
}

function brokenProblems(answer: Answer): readonly Broken[] {
  return [
    ...alwaysBroken(answer),
    { name: 'with another status', answer: { ...answer, status: 418 } },
    { name: 'with the status of a failure', answer: { ...answer, status: 500 } },
    { name: 'of a code that is none', answer: withBody(answer, (body) => ({ ...body, code: 'nonsense' })) },
    {
      name: 'of a code that the row does not have',
      answer: withBody({ ...answer, status: problems['provider-exists'].status }, (body) => ({
        ...body,
        code: 'provider-exists',
        status: problems['provider-exists'].status,
        title: problems['provider-exists'].title,
        type: String(body.type).replace(/[\w-]+$/, 'provider-exists'),
      })),
    },
    { name: 'with another title', answer: withBody(answer, (body) => ({ ...body, title: 'Oh no' })) },
    { name: 'of another call', answer: withBody(answer, (body) => ({ ...body, requestId: 'x' })) },
    { name: 'with a stack', answer: withBody(answer, (body) => ({ ...body, stack: 'at x.ts:1' })) },
    { name: 'with errors where there are none', answer: withBody(answer, (body) => ({ ...body, errors: [] })) },
    { name: 'to be tried again', answer: withHeaders(answer, { 'retry-after': '1' }) },
    { name: 'as plain JSON', answer: withHeaders(answer, { 'content-type': 'application/json' }) },
  ]
}

const brokenPages = (answer: Answer): readonly Broken[] => [
  ...alwaysBroken(answer),
  { name: 'that may be framed', answer: withHeaders(answer, { 'x-frame-options': undefined }) },
  { name: 'that tells where people come from', answer: withHeaders(answer, { 'referrer-policy': 'origin' }) },
  { name: 'that lets everything in', answer: withHeaders(answer, { 'content-security-policy': 'default-src *' }) },
  { name: 'that leads elsewhere', answer: withHeaders(answer, { location: 'https://evil.example' }) },
  { name: 'with a script in it', answer: { ...answer, body: `${answer.body}<script>x</script>` } },
  { name: 'with a handler in it', answer: { ...answer, body: `${answer.body}<p onclick="x">` } },
]

function expectNoticed(call: Call, answer: Answer, broken: readonly Broken[]): void {
  expect(() => holdAgainstContract(call, answer), 'as it is').not.toThrow()
  const unnoticed = broken.filter((one) => {
    try {
      holdAgainstContract(call, one.answer)
      return true
    } catch {
      return false
    }
  })
  expect(unnoticed.map(({ name }) => name)).toEqual([])
}

describe('it is noticed', () => {
  test.each(json)('when %s answers anything but what its row says', async (operationId) => {
    const call = callOf(operationId, await validCall(operationId, world))
    const answer = await send(call)
    expect(answer.status).toBe(routeOf(operationId).status)
    expectNoticed(call, answer, brokenReplies(operationId, answer))
  })

  test.each(json)('when %s tells a problem in any other way', async (operationId) => {
    const call = callOf(operationId, {
      ...(await validCall(operationId, world)),
      by: 'nobody',
      headers: { authorization: 'Bearer x' },
    })
    const answer = await send(call)
    expect(answer.status).toBe(401)
    expectNoticed(call, answer, [
      ...brokenProblems(answer),
      { name: 'without saying how to sign in', answer: withHeaders(answer, { 'www-authenticate': undefined }) },
    ])
  })

  test.each(pages)('when the page %s is any other than ours are', async (operationId) => {
    const call = await openCall(operationId, world)
    const answer = await send(call)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expectNoticed(call, answer, brokenPages(answer))
  })
})
