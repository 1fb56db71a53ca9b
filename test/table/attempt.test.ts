import { describe, expect, test } from 'vitest'
import type { IdentityId } from '../../shared/domain/ids.ts'
import {
  type AttemptRecord,
  abandonAttempt,
  awaitCode,
  beginAttempt,
  codesPerAttempt,
  countCode,
  endAttempt,
  getAttempt,
} from '../../shared/table/attempt.ts'
import { acceptIdentity, createIdentity, whileIdentityNew } from '../../shared/table/identity.ts'
import {
  anEmail,
  anIdentity,
  attemptTo,
  itemAt,
  keysOf,
  later,
  newId,
  now,
  save,
  tally,
} from '../support/table-fixtures.ts'

const anAttempt = (identityId: IdentityId, fields: Partial<AttemptRecord> = {}): AttemptRecord => ({
  identityId,
  attemptId: newId('attempt'),
  linkOf: newId('invitation'),
  generation: 1,
  state: 'starting',
  leaseUntil: later(30),
  codes: 0,
  expiresAt: later(15 * 60),
  ttl: Math.ceil(Date.parse(now) / 1000) + 24 * 3600,
  ...fields,
})

async function aNewIdentity(): Promise<IdentityId> {
  const identityId = anIdentity()
  await save(
    createIdentity({ identityId, email: anEmail(), state: 'new', tokensValidFrom: 0, createdAt: now, updatedAt: now }),
  )
  return identityId
}

const begin = (attempt: AttemptRecord, at = now) =>
  beginAttempt(attempt, { now: at, while: whileIdentityNew(attempt.identityId), token: newId('activity') })

/** An attempt that waits for its code. */
async function waiting(identityId: IdentityId): Promise<AttemptRecord> {
  const attempt = anAttempt(identityId)
  if (!(await begin(attempt)) || !(await awaitCode(attempt, 'sealed'))) throw new Error('the attempt did not begin')
  return attempt
}

describe('beginning an attempt', () => {
  test('stores it under its identity: one at a time', async () => {
    const identityId = await aNewIdentity()
    const attempt = anAttempt(identityId, { firstName: 'An' })
    expect(await begin(attempt)).toBe(true)
    expect(keysOf(await itemAt(identityId, 'attempt'))).toEqual({ pk: identityId, sk: 'attempt' })
    expect(await getAttempt(identityId)).toEqual(attempt)
  })

  test('is kept out while another one starts, up to the end of its lease', async () => {
    const identityId = await aNewIdentity()
    const first = anAttempt(identityId)
    await begin(first)
    for (const at of [now, later(29.999), first.leaseUntil]) {
      expect(await begin(anAttempt(identityId), at), at).toBe(false)
    }
    expect(await getAttempt(identityId)).toEqual(first)
    expect(await begin(anAttempt(identityId), later(30.001))).toBe(true)
  })

  test('ends the one that waits for its code', async () => {
    const identityId = await aNewIdentity()
    const first = await waiting(identityId)
    const second = anAttempt(identityId)
    expect(await begin(second)).toBe(true)
    expect(await getAttempt(identityId)).toEqual(second)
    expect(await countCode(first)).toBe(false)
    expect(await awaitCode(first, 'late')).toBe(false)
    expect(await attemptTo(endAttempt(first))).toBe('moved')
    await abandonAttempt(first)
    expect(await getAttempt(identityId)).toEqual(second)
  })

  test('is refused once the identity has accepted, and where there is none', async () => {
    const identityId = await aNewIdentity()
    await save(acceptIdentity(identityId, now))
    expect(await begin(anAttempt(identityId))).toBe(false)
    expect(await begin(anAttempt(anIdentity()))).toBe(false)
    expect(await getAttempt(identityId)).toBeUndefined()
  })

  test('succeeds for one of eight at once', async () => {
    const identityId = await aNewIdentity()
    const attempts = Array.from({ length: 8 }, () => anAttempt(identityId))
    const begun = await Promise.all(attempts.map((attempt) => begin(attempt)))
    expect(begun.filter(Boolean)).toHaveLength(1)
    expect(await getAttempt(identityId)).toEqual(attempts[begun.indexOf(true)])
  })
})

describe('waiting for a code', () => {
  test('keeps the sealed session', async () => {
    const identityId = await aNewIdentity()
    const attempt = anAttempt(identityId)
    await begin(attempt)
    expect(await awaitCode(attempt, 'sealed')).toBe(true)
    expect(await getAttempt(identityId)).toEqual({ ...attempt, state: 'awaiting-code', sealedSession: 'sealed' })
  })

  test('happens once: a second session never takes the place of the first', async () => {
    const attempt = await waiting(await aNewIdentity())
    expect(await awaitCode(attempt, 'another')).toBe(false)
    expect((await getAttempt(attempt.identityId))?.sealedSession).toBe('sealed')
  })

  test('does not bring back an attempt that was abandoned', async () => {
    const identityId = await aNewIdentity()
    const attempt = anAttempt(identityId)
    await begin(attempt)
    await abandonAttempt(attempt)
    expect(await awaitCode(attempt, 'sealed')).toBe(false)
    expect(await getAttempt(identityId)).toBeUndefined()
  })
})

describe('abandoning an attempt', () => {
  test('lets the next one begin without waiting for the lease', async () => {
    const identityId = await aNewIdentity()
    const attempt = anAttempt(identityId)
    await begin(attempt)
    await abandonAttempt(attempt)
    expect(await begin(anAttempt(identityId))).toBe(true)
  })

  test('is harmless twice, and for one that never was', async () => {
    const attempt = anAttempt(await aNewIdentity())
    await begin(attempt)
    await abandonAttempt(attempt)
    await abandonAttempt(attempt)
    await abandonAttempt(anAttempt(anIdentity()))
  })
})

describe('counting codes', () => {
  test('allows five and not a sixth', async () => {
    const attempt = await waiting(await aNewIdentity())
    const counted: boolean[] = []
    for (let code = 1; code <= codesPerAttempt + 2; code++) counted.push(await countCode(attempt))
    expect(counted).toEqual([true, true, true, true, true, false, false])
    expect((await getAttempt(attempt.identityId))?.codes).toBe(5)
  })

  test('allows exactly five of twenty at once', async () => {
    const attempt = await waiting(await aNewIdentity())
    const counted = await Promise.all(Array.from({ length: 20 }, () => countCode(attempt)))
    expect(counted.filter(Boolean)).toHaveLength(5)
  })

  test('counts nothing while the attempt starts, nor for one that is gone', async () => {
    const starting = anAttempt(await aNewIdentity())
    await begin(starting)
    expect(await countCode(starting)).toBe(false)
    expect((await getAttempt(starting.identityId))?.codes).toBe(0)
    const gone = anAttempt(anIdentity())
    expect(await countCode(gone)).toBe(false)
    expect(await itemAt(gone.identityId, 'attempt')).toBeUndefined()
  })

  test('begins anew with the next attempt', async () => {
    const identityId = await aNewIdentity()
    const first = await waiting(identityId)
    for (let code = 0; code < 5; code++) await countCode(first)
    expect(await countCode(await waiting(identityId))).toBe(true)
  })
})

describe('ending an attempt', () => {
  test('removes it with the acceptance it led to', async () => {
    const attempt = await waiting(await aNewIdentity())
    expect(await attemptTo(endAttempt(attempt), acceptIdentity(attempt.identityId, now))).toBe('done')
    expect(await getAttempt(attempt.identityId)).toBeUndefined()
  })

  test('fails as moved while it starts, and a second time', async () => {
    const starting = anAttempt(await aNewIdentity())
    await begin(starting)
    expect(await attemptTo(endAttempt(starting))).toBe('moved')
    const attempt = await waiting(await aNewIdentity())
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => attemptTo(endAttempt(attempt))))
    expect(tally(outcomes)).toEqual({ done: 1, moved: 3 })
  })
})
