import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemCodesOf } from '../../../shared/contract/openapi-problems.ts'
import { changes, hidesOrganization, isPage } from '../../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../../shared/contract/routes.ts'
import { documents } from '../../../shared/table/client.ts'
import { tableName } from '../../../shared/table/schema.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { type Answer, type Call, send } from '../../support/gateway.ts'
import { callOf, expectProblem, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { seenOf } from '../../support/gateway-contract.ts'
import { oneCallEach } from '../../support/gateway-one-call.ts'
import { expectSuccess, guarded, permitted, validCall } from '../../support/gateway-valid-calls.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { judgeOf } from '../../support/world-cast.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { invite } from '../../support/world-people.ts'
import { type Item, itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** The call that every test of a row sends which comes to nothing. */
const theCall = oneCallEach(() => world)
const wire = async (operationId: OperationId): Promise<Call> => callOf(operationId, await theCall(operationId))
/** A call that succeeds once. */
const fresh = async (operationId: OperationId): Promise<Call> =>
  callOf(operationId, await validCall(operationId, world))
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
    const call = await wire(operationId)
    const answer = await withoutWrites(() =>
      send({ ...call, query: { ...Object(call.query), nonsense: '1', 'a/b~c': '2' } }),
    )
    const { errors = [] } = expectProblem('invalid', answer)
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      'query#/nonsense unknown-field',
      'query#/a~1b~0c unknown-field',
    ])
  })

  test('401 unauthenticated: a token of nobody', async () => {
    const problem = expectProblem(
      'unauthenticated',
      await send(withHeaders(await wire(operationId), { authorization: 'Bearer x' })),
    )
    expect(problem.detail).toContain('Bearer')
  })

  test('500 internal-error without a word of why, when the table fails', async () => {
    const secret = 'the-reason-nobody-may-read'
    const call = await wire(operationId)
    let answer: Answer | undefined
    const log = await logOf(async () => {
      answer = await whileMeddling(
        async () => {
          throw new Error(secret)
        },
        () => send(call),
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
    const call = await fresh(operationId)
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
      'operationId',
      'principal',
      'organizationId',
      '_aws',
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
        await send(withHeaders({ ...(await wire(operationId)), body }, { 'content-type': 'application/json' })),
      )
    },
  )

  test('400 malformed-body: that is missing', async () => {
    const { body: _, ...bare } = await wire(operationId)
    expectProblem('malformed-body', await send(withHeaders(bare, { 'content-type': 'application/json' })))
  })

  const ignores = routeOf(operationId).follows !== undefined
  test(`${ignores ? 'nothing' : '400 invalid'}: with a field that is not known, or reaches into a prototype`, async () => {
    const call = await wire(operationId)
    const plain = ignores && withoutRequestId(await send(call))
    for (const field of ['nonsense', '__proto__', 'constructor']) {
      const text = JSON.stringify({ ...Object(call.body), [`the-${field}`]: { user: true } }).replace('the-', '')
      const answer = await send({ ...call, body: text })
      if (ignores) {
        expectSuccess(operationId, answer)
        expect(withoutRequestId(answer)).toEqual(plain)
        continue
      }
      const { errors } = expectProblem('invalid', answer)
      expect(errors).toContainEqual(expect.objectContaining({ pointer: `#/${field}`, code: 'unknown-field' }))
    }
  })

  test('400 invalid: that is valid JSON of another kind, or nested a thousand deep', async () => {
    const call = await wire(operationId)
    const others = ['null', '7', '"x"', '[]', 'true', `${'['.repeat(1000)}${']'.repeat(1000)}`]
    // Where everything may be left out, nothing at all is valid.
    const empty = routeOf(operationId).body?.safeParse({}).success ? [] : ['{}']
    for (const body of [...others, ...empty]) expectProblem('invalid', await send({ ...call, body }))
  })

  test('413 body-too-large: of more than 256 KB, and takes one of exactly that', async () => {
    const call = await fresh(operationId)
    const full = ofBytes(call.body, mostBytes)
    expectProblem('body-too-large', await send({ ...call, body: `${full} ` }))
    const wide = JSON.stringify({ a: 'é'.repeat(mostBytes / 2) })
    expectProblem('body-too-large', await send({ ...call, body: wide }))
    expectSuccess(operationId, await send({ ...call, body: full }))
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/jsonx',
    'multipart/form-data',
    '',
  ])(`${ignores ? '400 malformed-body' : '415 unsupported-media-type'}: as %j`, async (type) => {
    const code = ignores ? 'malformed-body' : 'unsupported-media-type'
    expectProblem(code, await send(withHeaders(await wire(operationId), { 'content-type': type })))
  })

  test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json;x=y'])(
    'nothing as %s',
    async (type) => {
      expectSuccess(operationId, await send(withHeaders(await fresh(operationId), { 'content-type': type })))
    },
  )
})

describe.each(permitted)('%s refuses', (operationId) => {
  test('404 not-found: whoever may not know, and 403 forbidden: whoever may', async () => {
    const request = await theCall(operationId)
    expectProblem('not-found', await send(callOf(operationId, { ...request, by: world.twin.owner })))
    if (hidesOrganization(routeOf(operationId))) return
    const { organizationId, callers } = request
    const judge = await judgeOf(operationId, organizationId ?? world.customer.organizationId, world)
    const known = request.cast.find((member) => judge(member) === 'forbidden')
    expect(callers.length, 'whoever may call').toBeGreaterThan(1)
    // Of an organization that was removed nobody else may know; of one that is there, its own people do.
    const { customer } = world
    const elsewhere = { params: { ...request.params, organizationId: customer.organizationId }, by: customer.admin }
    const asked = { ...request, ...(known ? { by: known.person } : elsewhere) }
    expectProblem('forbidden', await send(callOf(operationId, asked)))
  })
})

describe.each(changing)('%s refuses', (operationId) => {
  test('503 busy, with when to come again, when others keep being quicker; and has changed nothing', async () => {
    const call = await wire(operationId)
    let tries = 0
    const answer = await withoutWrites(() =>
      whileMeddling(
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
        () => send(call),
      ),
    )
    expectProblem('busy', answer)
    expect(tries).toBe(4)
  })

  test('nothing when somebody was quicker once: it decides again', async () => {
    const call = await fresh(operationId)
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
      () => send(call),
    )
    expectSuccess(operationId, answer)
    expect(tries).toBe(3)
  })

  test('422 key-reused: another body under the same key', async () => {
    const key = { 'idempotency-key': `refused-${operationId}` }
    const call = await fresh(operationId)
    expectSuccess(operationId, await send(withHeaders(call, key)))
    expectProblem('key-reused', await send({ ...withHeaders(call, key), body: ` ${JSON.stringify(call.body ?? {})}` }))
  })
})

describe.each(changing.filter((operationId) => routeOf(operationId).secretReply))('%s refuses', (operationId) => {
  test('409 already-answered: under the key of a call that has shown its secret, and shows it to nobody again', async () => {
    const call = withHeaders(await fresh(operationId), { 'idempotency-key': `shown-${operationId}` })
    expectSuccess(operationId, await send(call))
    expectProblem('already-answered', await withoutWrites(() => send(call)))
  })
})

describe.each(guarded.filter((operationId) => routeOf(operationId).ifMatch))('%s refuses', (operationId) => {
  const etagIn = (call: Call): string => call.headers?.['if-match'] ?? ''
  const unchanged = async (call: Call, code: 'if-match-required' | 'stale'): Promise<void> => {
    expectProblem(code, await withoutWrites(() => send(call)))
  }

  test('428 if-match-required: without If-Match, and changes nothing', async () => {
    const call = await wire(operationId)
    const { 'if-match': _, ...headers } = call.headers ?? {}
    await unchanged({ ...call, headers }, 'if-match-required')
  })

  test('412 stale: with any tag, a weak one, one without quotes, several, or one that is still to come', async () => {
    const call = await wire(operationId)
    const etag = etagIn(call)
    const later = `"${Number(etag.slice(1, -1)) + 1}"`
    for (const tag of ['*', `W/${etag}`, etag.slice(1, -1), `${etag}, ${later}`, later, '"x"', '""', ''])
      await unchanged(withHeaders(call, { 'if-match': tag }), 'stale')
  })

  test('412 stale: with the ETag from before somebody was quicker, and changes nothing', async () => {
    const call = await fresh(operationId)
    expectSuccess(operationId, await send(call))
    await unchanged(call, 'stale')
  })

  test('412 stale: all but one of those who change the same version at once', async () => {
    const call = await fresh(operationId)
    const answers = await Promise.all(Array.from({ length: 3 }, () => send(call)))
    const done = answers.filter(({ status }) => status === routeOf(operationId).status)
    expect(done).toHaveLength(1)
    for (const answer of answers) if (!done.includes(answer)) expectProblem('stale', answer)
  })
})

const pages = allRoutes().flatMap(({ operationId, route }) => (isPage(route) ? [operationId] : []))
const readingPages = pages.filter((operationId) => routeOf(operationId).needs.some((need) => need.startsWith('table:')))
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

describe.each(changing.filter((operationId) => routeOf(operationId).inParts))('%s in several parts', (operationId) => {
  test('409 request-in-progress: while it runs under the same key, and no longer once nobody can be at it', async () => {
    const call = withHeaders(await fresh(operationId), { 'Idempotency-Key': 'it-runs' })
    const before = new Set((await itemsOf('idempotency')).map(({ sk }) => sk))
    const { status } = await send(call)
    expect(status).toBe(routeOf(operationId).status)
    for (const item of await itemsOf('idempotency')) if (!before.has(item.sk)) await isBegunAgain(item)
    expectProblem('request-in-progress', await withoutWrites(() => send(call)))
    expectProblem('key-reused', await withoutWrites(() => send({ ...call, body: { ...Object(call.body), x: 1 } })))
    await atTime(after.seconds(31), async () => expect((await send(call)).status).toBe(status))
  })
})

/** As if a call that was answered under its key had no answer yet, and somebody were at work on it since a moment ago. */
async function isBegunAgain({ pk, sk }: Item): Promise<void> {
  await documents.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: { pk, sk },
      UpdateExpression: 'SET leaseUntil = :until, holder = :somebody REMOVE #status, reply',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':until': new Date(Date.now() + 30_000).toISOString(), ':somebody': 'somebody' },
    }),
  )
}

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
