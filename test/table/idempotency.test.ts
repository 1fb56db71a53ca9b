import { describe, expect, test } from 'vitest'
import { Problem } from '../../shared/domain/problems.ts'
import {
  answerKey,
  beginCall,
  type Call,
  getAnswer,
  keepAnswer,
  letGoOfCall,
  parseAnswer,
} from '../../shared/table/idempotency.ts'
import { tableName } from '../../shared/table/schema.ts'
import { check } from '../../shared/table/transaction.ts'
import { anIdentity, attemptTo, itemAt, keysOf, later, newId, now, save, tally } from '../support/table-fixtures.ts'

const hour = 3600
const aCall = (said: Partial<Call> = {}): Call => ({
  principal: `user:${anIdentity()}`,
  callHash: `Call-${newId('activity')}`,
  requestHash: 'request',
  ...said,
})
const answer = { status: 201, etag: '"1"', body: '{"a":1}' }

describe('an answer', () => {
  test('stands under its principal and its call, in no index, with a TTL of 24 hours', async () => {
    const call = aCall()
    await save(keepAnswer(call, answer, now))
    const item = await itemAt(`idempotency#${call.principal}`, call.callHash)
    expect(keysOf(item)).toEqual({ pk: `idempotency#${call.principal}`, sk: call.callHash })
    expect(answerKey(call)).toEqual({ pk: `idempotency#${call.principal}`, sk: call.callHash })
    expect(item?.ttl).toBe(Math.floor(Date.parse(now) / 1000) + 24 * hour)
    expect(Date.parse(String(item?.expiresAt)) / 1000).toBe(item?.ttl)
  })

  test('comes back as it was kept, byte for byte', async () => {
    const bodies = ['', '{}', JSON.stringify({ name: 'Zoë “Łoś” 张', none: null }), JSON.stringify('x'.repeat(100_000))]
    for (const body of bodies) {
      for (const etag of [undefined, '"12"']) {
        const call = aCall()
        await save(keepAnswer(call, { status: 200, etag, body }, now))
        expect(await getAnswer(call, now)).toMatchObject({ requestHash: 'request', status: 200, etag, body })
        const item = await itemAt(`idempotency#${call.principal}`, call.callHash)
        expect(parseAnswer(item, now)).toEqual(await getAnswer(call, now))
      }
    }
  })

  test('that was secret is kept without its body', async () => {
    const call = aCall()
    await save(keepAnswer(call, { ...answer, body: undefined }, now))
    expect(await getAnswer(call, now)).toMatchObject({ status: 201, body: undefined })
    expect(await itemAt(`idempotency#${call.principal}`, call.callHash)).not.toHaveProperty('reply')
  })

  test('is not there for another principal or another call', async () => {
    const call = aCall()
    await save(keepAnswer(call, answer, now))
    expect(await getAnswer({ ...call, principal: `user:${anIdentity()}` }, now)).toBeUndefined()
    expect(await getAnswer({ ...call, callHash: call.callHash.toLowerCase() }, now)).toBeUndefined()
    expect(parseAnswer(undefined, now)).toBeUndefined()
  })

  test('counts for 24 hours by the clock, not until its TTL takes it away', async () => {
    const call = aCall()
    await save(keepAnswer(call, answer, now))
    const expiresAt = (await getAnswer(call, now))?.expiresAt ?? ''
    expect(await getAnswer(call, later(23 * hour))).toBeDefined()
    expect(await getAnswer(call, later(-0.001, expiresAt))).toBeDefined()
    expect(await getAnswer(call, expiresAt)).toBeUndefined()
    expect(await getAnswer(call, later(25 * hour))).toBeUndefined()
    expect(await itemAt(`idempotency#${call.principal}`, call.callHash)).toBeDefined()
  })
})

describe('keeping an answer', () => {
  test('fails as moved while there is one, whatever the body was', async () => {
    const call = aCall()
    expect(await attemptTo(keepAnswer(call, answer, now))).toBe('done')
    expect(await attemptTo(keepAnswer(call, { ...answer, status: 200 }, later(23 * hour)))).toBe('moved')
    expect(await attemptTo(keepAnswer({ ...call, requestHash: 'other' }, answer, later(1)))).toBe('moved')
    expect((await getAnswer(call, now))?.status).toBe(201)
  })

  test('takes the place of one whose 24 hours are over, though it is still there', async () => {
    const call = aCall()
    await save(keepAnswer(call, answer, now))
    const expiresAt = (await getAnswer(call, now))?.expiresAt ?? ''
    expect(await attemptTo(keepAnswer(call, answer, later(-0.001, expiresAt)))).toBe('moved')
    const again = { ...call, requestHash: 'another request' }
    expect(await attemptTo(keepAnswer(again, { ...answer, status: 200 }, expiresAt))).toBe('done')
    expect(await getAnswer(call, later(25 * hour))).toMatchObject({ requestHash: 'another request', status: 200 })
  })

  test('succeeds once of ten at once', async () => {
    const call = aCall()
    const kept = Array.from({ length: 10 }, (_, status) => attemptTo(keepAnswer(call, { ...answer, status }, now)))
    expect(tally(await Promise.all(kept))).toEqual({ done: 1, moved: 9 })
  })

  test('keeps nothing when the change fails, and then the guard tells', async () => {
    const call = aCall()
    const taken = check(
      { TableName: tableName(), Key: { pk: 'no', sk: 'where' }, ConditionExpression: 'attribute_exists(pk)' },
      new Problem('address-taken'),
    )
    expect(await attemptTo(keepAnswer(call, answer, now), taken)).toBe('address-taken')
    expect(await getAnswer(call, now)).toBeUndefined()
  })
})

describe('a call of several parts', () => {
  const until = later(30)

  test('is begun once; nobody else begins it before its lease ends, and whoever does then holds it', async () => {
    const call = aCall()
    expect(await beginCall(call, 'one', until, now)).toBe(true)
    expect(await getAnswer(call, now)).toEqual({
      requestHash: 'request',
      leaseUntil: until,
      expiresAt: later(24 * hour, `${now.slice(0, 19)}.000Z`),
    })
    expect(await beginCall(call, 'other', later(31), later(1))).toBe(false)
    expect(await beginCall(call, 'other', later(60), until)).toBe(true)
    expect(await attemptTo(keepAnswer(call, answer, later(31), 'one'))).toBe('moved')
    expect(await attemptTo(keepAnswer(call, answer, later(31), 'other'))).toBe('done')
    expect(await getAnswer(call, later(31))).toMatchObject({ status: 201, body: '{"a":1}' })
    expect(await beginCall(call, 'one', later(90), later(61))).toBe(false)
  })

  test('begins once of ten at once', async () => {
    const call = aCall()
    const begun = await Promise.all(Array.from({ length: 10 }, (_, at) => beginCall(call, `holder ${at}`, until, now)))
    expect(begun.filter((one) => one)).toHaveLength(1)
  })

  test('that is let go of goes on at once, and for no other body; where nothing was done it is forgotten', async () => {
    const [call, other] = [aCall(), aCall()]
    await beginCall(call, 'one', until, now)
    await letGoOfCall(call, 'somebody else', 'in-part', now)
    expect(await beginCall(call, 'other', until, now)).toBe(false)
    await letGoOfCall(call, 'one', 'in-part', now)
    expect(await beginCall({ ...call, requestHash: 'another' }, 'other', until, now)).toBe(false)
    expect(await beginCall(call, 'other', until, now)).toBe(true)

    await beginCall(other, 'one', until, now)
    await letGoOfCall(other, 'somebody else', 'nothing', now)
    expect(await getAnswer(other, now)).toBeDefined()
    await letGoOfCall(other, 'one', 'nothing', now)
    expect(await getAnswer(other, now)).toBeUndefined()
  })

  test('is answered by whoever finds it broken off and needs one part alone', async () => {
    const call = aCall()
    await beginCall(call, 'one', until, now)
    expect(await attemptTo(keepAnswer(call, answer, later(29)))).toBe('moved')
    expect(await attemptTo(keepAnswer({ ...call, requestHash: 'another' }, answer, until))).toBe('moved')
    expect(await attemptTo(keepAnswer(call, answer, until))).toBe('done')
  })
})
