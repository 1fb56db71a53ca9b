import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Problem } from '../../../shared/domain/problems.ts'
import {
  bystander,
  foreign,
  inShort,
  keepLog,
  lines,
  managingKey,
  noted,
  noting,
  operation,
  organization,
  readingKey,
  type Sent,
  send,
  startTable,
  stranger,
  writeOne,
} from './made-up-feature.ts'

beforeEach(() => {
  startTable()
  keepLog()
  operation.current = writeOne
  operation.calls = 0
})
afterEach(() => vi.restoreAllMocks())

const json = { 'content-type': 'application/json' }
const large = `"${'x'.repeat(256 * 1024)}"`

/**
 * Everything that can be wrong with a request, in the order in which it is told. A request that has one of these faults and all that
 * come after is refused for that one.
 */
const faults: readonly (readonly [refusal: string, fault: Sent])[] = [
  ['401 unauthenticated', { by: undefined }],
  ['404 not-found', { profileId: 'prf_malformed' }],
  ['403 forbidden', { by: `user:${bystander}` }],
  ['400 invalid header#/Idempotency-Key', { headers: { 'idempotency-key': 'two words' } }],
  ['400 invalid query#/dryrun', { query: { dryrun: 'true' }, headers: { 'content-type': 'text/plain' } }],
  ['413 body-too-large', { body: large, headers: { 'content-type': 'text/plain' } }],
  ['415 unsupported-media-type', { body: '{', headers: { 'content-type': 'text/plain' } }],
  ['400 malformed-body', { body: '{', headers: json }],
  ['400 invalid #/name', { body: '{"name":7}', headers: json }],
  ['428 if-match-required', { headers: json }],
  ['412 stale', { headers: { ...json, 'if-match': 'W/"1"' } }],
]

describe('a request that is wrong in several ways is refused for the first of them', () => {
  const fromHere = faults.map(([refusal], at) => {
    const worst: Sent = Object.assign(
      {},
      ...faults
        .slice(at)
        .map(([, fault]) => fault)
        .reverse(),
    )
    return [refusal, worst] as const
  })

  test.each(fromHere)('%s', async (refusal, sent) => {
    expect(inShort(await send(sent))).toBe(refusal)
    expect(operation.calls).toBe(0)
  })

  test('a rule of the operation comes last', async () => {
    operation.current = async () => {
      throw new Problem('has-owner')
    }
    expect(inShort(await send())).toBe('409 has-owner')
    operation.current = writeOne
    expect(inShort(await send())).toBe('200')
  })
})

describe('who may know of an organization', () => {
  test.each([
    ['a stranger', { by: `user:${stranger}` }],
    ['an administrator of another organization', { organizationId: foreign.organizationId }],
    ['somebody who asks for an organization that is not there', { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5zz' }],
    ['somebody who asks for a malformed one', { organizationId: 'org_1' }],
  ])('%s is told 404, the very same, whatever the body and the headers are', async (_, who) => {
    const expected = await send({ organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5zz' })
    for (const more of [
      {},
      { body: '{' },
      { body: large },
      { headers: {} },
      { query: { a: 'b' } },
      { headers: { 'idempotency-key': 'a b' } },
    ]) {
      const answer = await send({ ...who, ...more })
      expect(answer.statusCode).toBe(404)
      expect(answer).toEqual(expected)
    }
  })

  test.each(['', 'user:', 'user:idn_1', 'deployer', `key:${stranger}`, 'system:x', stranger])(
    'the principal %j is nobody: 401 with WWW-Authenticate',
    async (by) => {
      const answer = await send({ by })
      expect(inShort(answer)).toBe('401 unauthenticated')
      expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer', 'cache-control': 'no-store' })
    },
  )
})

describe('an API key', () => {
  const wrongSecret = { ...managingKey, secretHash: readingKey.secretHash }
  const { organizationId } = managingKey

  test('is refused for what it is before it is refused for what it asks, and for that before anything it sent', async () => {
    const wrong = { body: '{', query: { a: 'b' }, headers: { 'idempotency-key': 'a b' } }
    for (const more of [{}, wrong, { ...wrong, body: large }]) {
      expect(inShort(await send({ by: wrongSecret, ...more }))).toBe('401 unauthenticated')
      expect(inShort(await send({ by: readingKey, ...more }))).toBe('403 forbidden')
    }
    expect(inShort(await send({ by: managingKey, ...wrong }))).toBe('400 invalid header#/Idempotency-Key')
    expect(inShort(await send({ by: managingKey }))).toBe('200')
    expect(operation.calls).toBe(1)
  })

  test('with another secret is told 401 of its own organization and of any other, there or not', async () => {
    for (const at of [organizationId, foreign.organizationId, 'org_01k2r8v6m0q3s5t7w9x1y3z5zz']) {
      const answer = await send({ by: wrongSecret, organizationId: at })
      expect(inShort(answer)).toBe('401 unauthenticated')
      expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer' })
    }
    expect(noted).toEqual([])
  })

  test('is told of any other organization what it is told of one that is not there, whatever it may at home', async () => {
    const expected = await send({ by: managingKey, organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5zz' })
    expect(expected.statusCode).toBe(404)
    expect(await send({ by: managingKey, organizationId: foreign.organizationId })).toEqual(expected)
    expect(await send({ by: readingKey, organizationId: foreign.organizationId })).toEqual(expected)
  })

  test('is named by the log, and its secret is not, nor the hash of it', async () => {
    for (const by of [managingKey, readingKey, wrongSecret]) await send({ by })
    const completed = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'request.completed')
    expect(completed.map(({ principal, status }) => [principal, status])).toEqual([
      [managingKey.principal, 200],
      [readingKey.principal, 403],
      [wrongSecret.principal, 401],
    ])
    for (const { secretHash } of [managingKey, readingKey]) expect(lines.join('')).not.toContain(secretHash)
  })

  test('that is incomplete is nobody', async () => {
    for (const missing of ['principal', 'organizationId', 'secretHash'] as const) {
      const { [missing]: _, ...rest } = managingKey
      expect(inShort(await send({ by: { ...managingKey, ...rest, [missing]: 'x' } }))).toBe('401 unauthenticated')
    }
  })

  test('works though it cannot be noted that it was used, and the log says so', async () => {
    noting.fails = true
    expect(inShort(await send({ by: managingKey }))).toBe('200')
    noting.fails = false
    expect(noted).toHaveLength(1)
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'api-key.use-not-noted' }),
    )
  })
})

describe('the answer', () => {
  test('is JSON that nobody stores, with the ETag of its version', async () => {
    expect(await send()).toEqual({
      statusCode: 200,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        etag: '"1"',
      },
      body: '{"name":"new 1","version":1}',
    })
  })

  test('of a row without an ETag has none', async () => {
    const { statusCode, headers } = await send({ operation: 'makeSecret' })
    expect([statusCode, headers?.etag]).toEqual([201, undefined])
  })

  test('to a GET does not ask for a body or an If-Match', async () => {
    expect(inShort(await send({ operation: 'readThing', headers: {} }))).toBe('200')
  })

  test('to a query that cannot be read names the field', async () => {
    expect(inShort(await send({ operation: 'readThing', query: { limit: 'many' } }))).toBe('400 invalid query#/limit')
  })
})

describe('the one log line', () => {
  const completed = () => lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'request.completed')

  test('says who did what where and how it went, and nothing that was sent', async () => {
    await send({ query: { dryRun: 'true' }, headers: { ...json, 'if-match': '"1"', 'x-canary': 'canary' } })
    expect(completed()).toEqual([
      {
        level: 'info',
        event: 'request.completed',
        at: expect.any(String),
        requestId: 'request-1',
        routeKey: 'PATCH /v1/organizations/{organizationId}/things/{profileId}',
        status: 200,
        durationMilliseconds: expect.any(Number),
        operationId: 'changeThing',
        principal: expect.stringMatching(/^user:idn_/),
        organizationId: organization.organizationId,
        _aws: expect.objectContaining({ CloudWatchMetrics: expect.any(Array) }),
      },
    ])
    expect(lines.join('')).not.toMatch(/canary|dryRun|not-to-be-logged|prf_01k2r8v6m0q3s5t7w9x1y3z5a8/)
  })

  test('of a refusal names no organization that the caller may not know of', async () => {
    await send({ organizationId: foreign.organizationId })
    expect(completed()).toMatchObject([{ status: 404, level: 'info' }])
    expect(completed()[0]).not.toHaveProperty('organizationId')
  })

  test('of a failure is an error, beside one that says where it was thrown', async () => {
    operation.current = async () => {
      throw new TypeError('canary: mia@contoso.example')
    }
    expect(inShort(await send())).toBe('500 internal-error')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: 'error',
        event: 'request.failed',
        code: 'internal-error',
        error: 'TypeError',
        stack: expect.stringContaining('at '),
      },
      { level: 'error', event: 'request.completed', status: 500, faults: 1 },
    ])
    expect(lines.join('')).not.toMatch(/canary|mia@/)
  })
})
