import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemCodesOf } from '../../../shared/contract/openapi.ts'
import { changes, isPage } from '../../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../../shared/contract/routes.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { type Answer, type Call, send } from '../../support/gateway.ts'
import { callOf, expectProblem, routeOf } from '../../support/gateway-call.ts'
import { seenOf } from '../../support/gateway-contract.ts'
import { fieldOfOrganization, guarded, permitted, validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { invite } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const wire = (operationId: OperationId): Call => callOf(operationId, validCall(operationId, world))
const withHeaders = (call: Call, headers: Record<string, string>): Call => ({
  ...call,
  headers: { ...call.headers, ...headers },
})
const mostBytes = 256 * 1024

/** The same JSON, with blanks around it so that it has so many bytes. */
const ofBytes = (body: unknown, bytes: number): string => {
  const text = JSON.stringify(body)
  return `${text}${' '.repeat(bytes - Buffer.byteLength(text))}`
}

const withBody = guarded.filter((operationId) => routeOf(operationId).body)
const changing = guarded.filter((operationId) => changes(routeOf(operationId)))

describe.each(guarded)('%s refuses', (operationId) => {
  test('400 invalid: a query that is not its own, and changes nothing', async () => {
    const before = await dumpTable()
    const { query } = validCall(operationId, world)
    const { errors = [] } = expectProblem(
      'invalid',
      await send({ ...wire(operationId), query: { ...Object(query), nonsense: '1', 'a/b~c': '2' } }),
    )
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      'query#/nonsense unknown-field',
      'query#/a~1b~0c unknown-field',
    ])
    expect(await dumpTable()).toEqual(before)
  })

  test('401 unauthenticated: a token of nobody', async () => {
    const problem = expectProblem(
      'unauthenticated',
      await send(withHeaders(wire(operationId), { authorization: 'Bearer x' })),
    )
    expect(problem.detail).toContain('Bearer')
  })

  test('500 internal-error without a word of why, when the table fails', async () => {
    const secret = 'the-reason-nobody-may-read'
    let answer: Answer | undefined
    const log = await logOf(async () => {
      answer = await whileMeddling(
        async () => {
          throw new Error(secret)
        },
        () => send(wire(operationId)),
      )
    })
    if (!answer) throw new Error('nothing was answered')
    const { requestId } = expectProblem('internal-error', answer)
    expect(JSON.stringify([answer, log])).not.toContain(secret)
    const failed = log.filter(({ event }) => event === 'request.failed')
    expect(failed).toMatchObject([{ level: 'error', requestId, error: expect.any(String), stack: expect.any(String) }])
    expect(log.filter(({ event }) => event === 'request.completed')).toMatchObject([{ level: 'error', status: 500 }])
  })

  test('nothing valid, and then writes one line without path, query, body or header', async () => {
    const call = wire(operationId)
    const log = await logOf(() => send(withHeaders(call, { 'x-canary': 'canary-in-a-header' })))
    const { method, path } = routeOf(operationId)
    expect(log).toMatchObject([
      { event: 'request.completed', routeKey: `${method} ${path}`, status: routeOf(operationId).status },
    ])
    const known = [
      'level',
      'event',
      'at',
      'requestId',
      'routeKey',
      'status',
      'durationMilliseconds',
      'principal',
      'organizationId',
    ]
    expect(Object.keys(log[0] ?? {}).filter((key) => !known.includes(key))).toEqual([])
    expect(JSON.stringify(log)).not.toContain('canary')
  })
})

describe.each(withBody)('%s refuses a body', (operationId) => {
  test.each(['', '{', '{"a":1,}', "{'a':1}", 'undefined', '\u0000', '{"a":"\n"}', 'null null'])(
    '400 malformed-body: that is no JSON: %j',
    async (body) => {
      expectProblem(
        'malformed-body',
        await send(withHeaders({ ...wire(operationId), body }, { 'content-type': 'application/json' })),
      )
    },
  )

  test('400 malformed-body: that is missing', async () => {
    const { body: _, ...bare } = wire(operationId)
    expectProblem('malformed-body', await send(withHeaders(bare, { 'content-type': 'application/json' })))
  })

  test('400 invalid: with a field that is not known, or reaches into a prototype', async () => {
    const { body } = validCall(operationId, world)
    for (const field of ['nonsense', '__proto__', 'constructor']) {
      const text = JSON.stringify(body).replace(/}$/, `,"${field}":{"user":true}}`)
      const { errors } = expectProblem('invalid', await send({ ...wire(operationId), body: text }))
      expect(errors).toContainEqual(expect.objectContaining({ pointer: `#/${field}`, code: 'unknown-field' }))
    }
  })

  test('400 invalid: that is valid JSON of another kind, or nested a thousand deep', async () => {
    for (const body of ['null', '7', '"x"', '[]', 'true', `${'['.repeat(1000)}${']'.repeat(1000)}`, '{}'])
      expectProblem('invalid', await send({ ...wire(operationId), body }))
  })

  test('413 body-too-large: of more than 256 KB, and takes one of exactly that', async () => {
    const call = wire(operationId)
    const full = ofBytes(validCall(operationId, world).body, mostBytes)
    expectProblem('body-too-large', await send({ ...call, body: `${full} ` }))
    const wide = JSON.stringify({ a: 'é'.repeat(mostBytes / 2) })
    expectProblem('body-too-large', await send({ ...call, body: wide }))
    expect((await send({ ...call, body: full })).status).toBe(routeOf(operationId).status)
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/jsonx',
    'multipart/form-data',
    '',
  ])('415 unsupported-media-type: as %j', async (type) => {
    expectProblem('unsupported-media-type', await send(withHeaders(wire(operationId), { 'content-type': type })))
  })

  test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json;x=y'])(
    'nothing as %s',
    async (type) => {
      const { status } = await send(withHeaders(wire(operationId), { 'content-type': type }))
      expect(status).toBe(routeOf(operationId).status)
    },
  )
})

describe.each(permitted)('%s refuses', (operationId) => {
  test('404 not-found: whoever may not know, and 403 forbidden: whoever may', async () => {
    const request = validCall(operationId, world)
    expectProblem('not-found', await send(callOf(operationId, { ...request, by: world.twin.owner })))
    const inside = fieldOfOrganization(operationId) === undefined ? 'forbidden' : 'not-found'
    expectProblem(inside, await send(callOf(operationId, { ...request, by: world.customer.plain })))
  })
})

describe.each(changing)('%s refuses', (operationId) => {
  test('503 busy, with when to come again, when others keep being quicker; and has changed nothing', async () => {
    const before = await dumpTable()
    let tries = 0
    const answer = await whileMeddling(
      async ({ command, input, goOn }) => {
        if (command !== 'TransactWriteItemsCommand') return goOn()
        tries++
        const items = 'TransactItems' in input ? (input.TransactItems ?? []) : []
        throw new TransactionCanceledException({
          $metadata: {},
          message: 'Transaction cancelled',
          CancellationReasons: items.map((_, at) => ({ Code: at === 0 ? 'TransactionConflict' : 'None' })),
        })
      },
      () => send(wire(operationId)),
    )
    expectProblem('busy', answer)
    expect(tries).toBe(4)
    expect(await dumpTable()).toEqual(before)
  })

  test('nothing when somebody was quicker once: it decides again', async () => {
    let tries = 0
    const answer = await whileMeddling(
      async ({ command, input, goOn }) => {
        if (command !== 'TransactWriteItemsCommand' || ++tries > 2) return goOn()
        const items = 'TransactItems' in input ? (input.TransactItems ?? []) : []
        throw new TransactionCanceledException({
          $metadata: {},
          message: 'Transaction cancelled',
          CancellationReasons: items.map(() => ({ Code: 'TransactionConflict' })),
        })
      },
      () => send(wire(operationId)),
    )
    expect(answer.status).toBe(routeOf(operationId).status)
    expect(tries).toBe(3)
  })

  test('422 key-reused: another body under the same key', async () => {
    const key = { 'idempotency-key': `refused-${operationId}` }
    expect((await send(withHeaders(wire(operationId), key))).status).toBe(routeOf(operationId).status)
    expectProblem('key-reused', await send(withHeaders(wire(operationId), key)))
  })
})

const pages = allRoutes().flatMap(({ operationId, route }) => (isPage(route) ? [operationId] : []))
const readingPages = pages.filter((operationId) => routeOf(operationId).needs.length > 0)
const formPages = pages.filter((operationId) => routeOf(operationId).body)

/** The call that a page's example describes, behind a link that is open. */
async function opened(operationId: OperationId): Promise<Call> {
  const { example, body } = routeOf(operationId)
  const { link } = await invite(world.customer.owner, world.customer.organizationId)
  const inPlace = ([name, value]: [string, string]) => [
    name,
    name === 'token' ? link.slice('/activate/'.length) : value,
  ]
  const params = Object.fromEntries(Object.entries(example.params ?? {}).map(inPlace))
  return callOf(operationId, { params, ...(body && { form: { ...Object(example.body) } }) })
}

test.each(readingPages)(
  'the page %s: 500 in words for people, without why, when the table fails',
  async (operationId) => {
    const call = await opened(operationId)
    let answer: Answer | undefined
    const log = await logOf(async () => {
      answer = await whileMeddling(
        async () => {
          throw new Error('the-reason-nobody-may-read')
        },
        () => send(withHeaders(call, { 'accept-language': 'nl' })),
      )
    })
    expect(answer?.status).toBe(500)
    expect(answer?.body).toContain('<html lang="nl">')
    expect(answer?.body).toContain(answer?.headers['apigw-requestid'])
    expect(JSON.stringify([answer, log])).not.toContain('the-reason')
    expect(log.filter(({ event }) => event === 'request.failed')).toHaveLength(1)
  },
)

test.each(formPages)('the page %s: 413 for a form of more than 256 KB', async (operationId) => {
  const call = await opened(operationId)
  const answer = await send({ ...call, form: { ...call.form, padding: 'x'.repeat(mostBytes) } })
  expect(answer.status).toBe(413)
})

test.each(pages)(
  'the page %s: sets no cookie and lets no other origin in, whatever is sent to it',
  async (operationId) => {
    const answer = await send(
      withHeaders(await opened(operationId), { cookie: 'session=1', origin: 'https://evil.example' }),
    )
    expect(answer.status).toBeLessThan(500)
    expect(answer.headers).not.toHaveProperty('set-cookie')
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  },
)

afterAll(() => {
  const own = (operationId: OperationId) => new Set<string>(routeOf(operationId).fails)
  const unseen = guarded.flatMap((operationId) =>
    problemCodesOf(routeOf(operationId))
      .filter((code) => !own(operationId).has(code) && !seenOf(operationId).has(code))
      .map((code) => `${operationId}: ${code}`),
  )
  expect(unseen, 'what these rows can answer, and were never seen to').toEqual([])
})
