import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Problem } from '../../../shared/domain/problems.ts'
import {
  administrator,
  bystander,
  inShort,
  keepLog,
  lines,
  operation,
  type Sent,
  send,
  startTable,
  table,
  transactions,
  writeOne,
} from './made-up-feature.ts'

beforeEach(() => {
  startTable()
  keepLog()
  operation.current = writeOne
  operation.calls = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const withKey = (key: string, more: Sent = {}): Sent => ({
  ...more,
  headers: { 'content-type': 'application/json', 'if-match': '"1"', 'Idempotency-Key': key, ...more.headers },
})

describe('a call that comes again under its Idempotency-Key', () => {
  test('is answered as the first time, byte for byte, and does nothing', async () => {
    const first = await send(withKey('one'))
    const again = await send(withKey('one'))
    expect(again).toEqual(first)
    expect(again.headers?.etag).toBe('"1"')
    expect([operation.calls, transactions.written]).toEqual([1, 1])
    expect(lines.map((line) => JSON.parse(line).replayed)).toEqual([undefined, true])
  })

  test('keeps its answer in the transaction of its effect, as the first item', async () => {
    await send(withKey('one'))
    const [sent] = table.commandCalls(TransactWriteCommand)
    expect(sent?.args[0].input.TransactItems?.map(({ Put }) => Put?.Item?.pk)).toEqual([
      `idempotency#user:${administrator}`,
      'thing 1',
    ])
  })

  test('422 key-reused when its body, its query or its path is another one', async () => {
    await send(withKey('one'))
    expect(inShort(await send(withKey('one', { body: '{"name":"other"}' })))).toBe('422 key-reused')
    expect(inShort(await send(withKey('one', { query: { dryRun: 'true' } })))).toBe('422 key-reused')
    expect(inShort(await send(withKey('one', { profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5zz' })))).toBe('422 key-reused')
    expect(operation.calls).toBe(1)
  })

  test('422 key-reused even where the other body could not be read at all', async () => {
    await send(withKey('one'))
    expect(inShort(await send(withKey('one', { body: '{' })))).toBe('422 key-reused')
  })

  test('takes a body in base64 for another one than the same letters in clear', async () => {
    const body = Buffer.from('{"name":"new"}').toString('base64')
    await send(withKey('one', { body, isBase64Encoded: true }))
    expect(inShort(await send(withKey('one', { body, isBase64Encoded: false })))).toBe('422 key-reused')
  })

  test('is authorised again: 403 and not the answer, once the caller may no longer', async () => {
    await send(withKey('one'))
    expect(inShort(await send(withKey('one', { by: `user:${bystander}` })))).toBe('403 forbidden')
  })

  test('is another call under another key, on another route, or in another place', async () => {
    await send(withKey('one'))
    await send(withKey('two'))
    await send(withKey('ONE'))
    await send(withKey('one', { operation: 'makeSecret' }))
    expect([operation.calls, transactions.written]).toEqual([4, 4])
  })

  test('happens anew after 24 hours, though the table still has the old answer', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await send(withKey('one'))
    vi.setSystemTime(Date.now() + 23 * 3600 * 1000)
    await send(withKey('one'))
    expect(operation.calls).toBe(1)
    vi.setSystemTime(Date.now() + 2 * 3600 * 1000)
    table.on(TransactWriteCommand).resolves({})
    expect((await send(withKey('one'))).body).toBe('{"name":"new 2","version":2}')
  })

  test('409 already-answered where the reply was a secret, which is not kept', async () => {
    const first = await send(withKey('one', { operation: 'makeSecret' }))
    expect(first.body).toBe('{"name":"new 1","version":1}')
    expect(inShort(await send(withKey('one', { operation: 'makeSecret' })))).toBe('409 already-answered')
    const [sent] = table.commandCalls(TransactWriteCommand)
    expect(sent?.args[0].input.TransactItems?.[0]?.Put?.Item).not.toHaveProperty('reply')
    expect(operation.calls).toBe(1)
  })
})

describe('an Idempotency-Key', () => {
  test.each(['', ' ', 'two words', 'tab\there', 'é', 'x'.repeat(256), 'line\nbreak'])(
    '%j is 400, and the operation is not asked',
    async (key) => {
      expect(inShort(await send(withKey(key)))).toBe('400 invalid header#/Idempotency-Key')
      expect(operation.calls).toBe(0)
    },
  )

  test.each(['!', '~', 'x'.repeat(255), 'a#b/c%20'])('%j is one', async (key) => {
    await send(withKey(key))
    await send(withKey(key))
    expect(operation.calls).toBe(1)
  })

  test('means nothing on a GET', async () => {
    await send(withKey('one', { operation: 'readThing' }))
    await send(withKey('one', { operation: 'readThing' }))
    expect(operation.calls).toBe(2)
  })

  test('is not asked for: without one a call has its effect every time', async () => {
    await send()
    await send()
    expect([operation.calls, transactions.written]).toEqual([2, 2])
  })
})

describe('a call that fails', () => {
  test('is not kept, and can succeed under the same key', async () => {
    operation.current = async () => {
      throw new Problem('has-owner')
    }
    expect(inShort(await send(withKey('one')))).toBe('409 has-owner')
    operation.current = writeOne
    expect(inShort(await send(withKey('one')))).toBe('200')
  })
})

describe('two calls at once under one key', () => {
  test('have one effect and the same answer, when the second comes while the first commits', async () => {
    let twin: ReturnType<typeof send> | undefined
    transactions.before = async () => {
      transactions.before = async () => {}
      twin = send(withKey('one'))
      await twin
    }
    const answer = await send(withKey('one'))
    expect(answer).toEqual(await twin)
    expect([operation.calls, transactions.written]).toEqual([2, 1])
  })

  test('have the same answer when the second finds that the rule no longer allows it', async () => {
    let twin: Awaited<ReturnType<typeof send>> | undefined
    operation.current = async () => {
      operation.current = writeOne
      twin = await send(withKey('one'))
      throw new Problem('address-taken')
    }
    const answer = await send(withKey('one'))
    expect(inShort(answer)).toBe('200')
    expect(answer).toEqual(twin)
  })

  test('422 key-reused for the one with another body', async () => {
    transactions.before = async () => {
      transactions.before = async () => {}
      await send(withKey('one', { body: '{"name":"quicker"}' }))
    }
    expect(inShort(await send(withKey('one')))).toBe('422 key-reused')
  })
})
