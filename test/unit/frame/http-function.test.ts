import { BatchGetItemCommand, DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { me } from '../../../shared/contract/me.ts'
import { id } from '../../../shared/domain/ids.ts'
import { Problem } from '../../../shared/domain/problems.ts'
import type { HttpEvent } from '../../../shared/frame/event.ts'
import { httpFunction } from '../../../shared/frame/http-function.ts'
import { identityKey } from '../../../shared/table/identity.ts'
import { put } from '../../../shared/table/transaction.ts'

const table = mockClient(DynamoDBDocumentClient)
const reads = mockClient(DynamoDBClient)
const identityId = id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa')
const now = Math.floor(Date.now() / 1000)
const seen: string[] = []
const written: string[] = []

/** A made-up row in getMe's place: changed by PATCH, with an ETag, and If-Match required. */
const rows = { getMe: { ...me.getMe, method: 'PATCH', ifMatch: true, etag: true } as const }
const reply = { identityId, email: 'a@b.example', organizations: [], version: 7 }

type Asked = {
  readonly expectedVersion: number | undefined
  readonly commit: (writes: typeof oneWrite, reply: object) => Promise<object>
}
let operate: (request: Asked) => Promise<object>
const oneWrite = [put({ TableName: 't', Item: { pk: 'a', sk: 'b' } })]

const handler = httpFunction(rows as never, { getMe: (request: Asked) => operate(request) } as never)

function event(headers: Record<string, string>, principal = `user:${identityId}`): HttpEvent {
  const partial = {
    routeKey: 'PATCH /v1/me',
    rawPath: '/v1/me',
    rawQueryString: '',
    headers,
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request-1',
      http: { method: 'PATCH', path: '/v1/me', sourceIp: '203.0.113.7', userAgent: 'test', protocol: 'HTTP/1.1' },
      authorizer: { lambda: principal ? { principal, issuedAt: now, expiresAt: now + 900 } : {} },
    },
  }
  return partial as unknown as HttpEvent
}
const send = (headers: Record<string, string>, principal?: string) =>
  handler(event(headers, principal), { awsRequestId: 'x' } as never)

beforeEach(() => {
  table.reset()
  reads.reset()
  operate = async ({ expectedVersion }) => {
    seen.push(`version ${expectedVersion}`)
    return reply
  }
  seen.length = 0
  written.length = 0
  reads.on(BatchGetItemCommand).resolves({
    Responses: {
      [process.env.TABLE_NAME ?? '']: [
        marshall({
          ...identityKey(identityId),
          __edb_e__: 'identity',
          __edb_v__: '1',
          identityId,
          email: 'a@b.example',
          state: 'accepted',
          tokensValidFrom: 0,
          createdAt: '',
          updatedAt: '',
        }),
      ],
    },
  })
  table.on(GetCommand).resolves({})
  table.on(TransactWriteCommand).resolves({})
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    written.push(String(line))
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const codeOf = (body: string | undefined): unknown => JSON.parse(body ?? '{}').code
const moved = () =>
  new TransactionCanceledException({
    $metadata: {},
    message: 'cancelled',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
  })

describe('a request goes through its checks in order', () => {
  test('401 unauthenticated comes before 428 if-match-required', async () => {
    const { statusCode, body } = await send({}, '')
    expect([statusCode, codeOf(body)]).toEqual([401, 'unauthenticated'])
  })

  test('428 if-match-required without If-Match, and the operation is not asked', async () => {
    const { statusCode, body } = await send({})
    expect([statusCode, codeOf(body), seen]).toEqual([428, 'if-match-required', []])
  })

  test.each(['W/"7"', '7', '*', '"x"', '""', '"1", "2"'])('412 stale when If-Match is %s', async (ifMatch) => {
    const { statusCode, body } = await send({ 'if-match': ifMatch })
    expect([statusCode, codeOf(body), seen]).toEqual([412, 'stale', []])
  })

  test('200 with the version that If-Match names, and the ETag of the reply', async () => {
    const { statusCode, headers } = await send({ 'If-Match': '"6"' })
    expect([statusCode, headers?.etag, seen]).toEqual([200, '"7"', ['version 6']])
  })
})

describe('a change that is overtaken', () => {
  test('is decided again, four times in all, and then answered 503 with Retry-After', async () => {
    table.on(TransactWriteCommand).rejects(moved())
    operate = async ({ commit }) => {
      seen.push('decided')
      return commit(oneWrite, reply)
    }
    const { statusCode, headers, body } = await send({ 'if-match': '"6"' })
    expect([statusCode, codeOf(body), headers?.['retry-after'], seen.length]).toEqual([503, 'busy', '1', 4])
  })

  test('succeeds at the second try when nobody is in the way any more', async () => {
    table.on(TransactWriteCommand).rejectsOnce(moved()).resolves({})
    operate = async ({ commit }) => commit(oneWrite, reply)
    const { statusCode } = await send({ 'if-match': '"6"' })
    expect(statusCode).toBe(200)
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(2)
  })

  test('is authorised again before it is decided again: 401 for whoever was signed out meanwhile', async () => {
    operate = async ({ commit }) => {
      seen.push('decided')
      // Nobody finds the identity any more, from here on.
      reads.on(BatchGetItemCommand).resolves({ Responses: {} })
      table.on(TransactWriteCommand).rejects(moved())
      return commit(oneWrite, reply)
    }
    const { statusCode, body } = await send({ 'if-match': '"6"' })
    expect([statusCode, codeOf(body), seen]).toEqual([401, 'unauthenticated', ['decided']])
  })
})

describe('an error that nobody foresaw', () => {
  test('is a 500 without a detail of its own, and a log line without its message', async () => {
    operate = async () => {
      throw new Error('canary-4711 in a message')
    }
    const { statusCode, body } = await send({ 'if-match': '"6"' })
    expect([statusCode, codeOf(body)]).toEqual([500, 'internal-error'])
    expect(body).not.toContain('canary')
    expect(written.join('')).toContain('"event":"request.failed"')
    expect(written.join('')).not.toContain('canary')
  })

  test('a Problem keeps its own status and detail', async () => {
    operate = async () => {
      throw new Problem('stale', { detail: 'said to the caller', cause: new Error('kept') })
    }
    const { statusCode, body } = await send({ 'if-match': '"6"' })
    expect([statusCode, JSON.parse(body ?? '{}').detail]).toEqual([412, 'said to the caller'])
  })
})
