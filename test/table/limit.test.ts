import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { countToday, countWithin, keptApart, limitsOf } from '../../shared/table/limit.ts'
import { attemptTo, itemAt, keysOf, later, newId, now, tally } from '../support/table-fixtures.ts'

const what = 'activation-codes'
const count = (of: string, window = '1') => countWithin(what, of, window, now)
const keyOf = (of: string) => `limit#${what}#${createHash('sha256').update(of).digest('base64url')}`

describe('a limit of 20', () => {
  test('lets the 19th and the 20th through, and not the 21st', async () => {
    const answers: boolean[] = []
    for (let number = 1; number <= 22; number++) answers.push(await count('exact'))
    expect(answers.map((answer, at) => [at + 1, answer])).toEqual(answers.map((_, at) => [at + 1, at + 1 <= 20]))
    expect((await itemAt(keyOf('exact'), '1'))?.count).toBe(20)
  })

  test('lets exactly 20 of 50 at once through', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => count('at once')))
    expect(answers.filter(Boolean)).toHaveLength(20)
    expect((await itemAt(keyOf('at once'), '1'))?.count).toBe(20)
  })

  test('begins anew in another window, and counts nobody else', async () => {
    for (let number = 0; number < 20; number++) await count('inv_1')
    expect(await count('inv_1')).toBe(false)
    expect(await count('inv_1', '2')).toBe(true)
    expect(await count('inv_2')).toBe(true)
    expect(await count('inv_1')).toBe(false)
  })

  test('does not confuse what is counted with its window: `a` in `b#c` is not `a#b` in `c`', async () => {
    for (let number = 0; number < 20; number++) await count('a', 'b#c')
    expect(await count('a#b', 'c')).toBe(true)
    expect(await count('A', 'b#c')).toBe(true)
  })
})

describe('a counter', () => {
  test('stands under the hash of what it counts, which may be an address, and goes by its TTL', async () => {
    await count('mia@contoso.example', '2026-11-23')
    const item = await itemAt(keyOf('mia@contoso.example'), '2026-11-23')
    expect(keysOf(item)).toEqual({ pk: keyOf('mia@contoso.example'), sk: '2026-11-23' })
    expect(item?.ttl).toBe(Math.ceil(Date.parse(now) / 1000) + limitsOf[what].keptSeconds)
    expect(JSON.stringify(item)).not.toContain('mia@')
  })

  test('of activation codes is kept for longer than any link works, of mails for longer than their day', () => {
    expect(limitsOf['address-link-mails']).toEqual({ most: 10, keptSeconds: 2 * 24 * 3600 })
    expect(limitsOf['activation-codes']).toEqual({ most: 20, keptSeconds: 120 * 24 * 3600 })
  })
})

describe('a limit of five a day, in the transaction of what it limits', () => {
  const today = (of: string, at = now) => attemptTo(countToday('invitation-resends', of, at, 'Five a day.'))

  test('lets the fourth and the fifth through, not the sixth, and the first of tomorrow', async () => {
    const of = newId('invitation')
    const outcomes = []
    for (let number = 1; number <= 6; number++) outcomes.push(await today(of))
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'done'), 'too-many-requests'])
    expect(await today(of, later(24 * 3600))).toBe('done')
  })

  test('lets exactly five of 20 at once through', async () => {
    const of = newId('invitation')
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => today(of)))
    expect(tally(outcomes).done).toBe(5)
  })

  test.each([
    ['2026-11-23T00:00:00.000Z', 86_400],
    ['2026-11-23T23:59:59.999Z', 1],
  ])('says at %s that it takes %i seconds', (at, retryAfterSeconds) => {
    expect(countToday('invitation-resends', 'inv', at, 'Five a day.').refusal).toMatchObject({ retryAfterSeconds })
  })
})

describe('a pause of an hour', () => {
  const ask = (of: string, at: string) => attemptTo(keptApart('invitation-asks', of, at))

  test('begins anew when it is over, and not a second sooner', async () => {
    const of = newId('invitation')
    expect(await ask(of, now)).toBe('done')
    expect(await ask(of, later(3599))).toBe('too-many-requests')
    expect(await ask(of, later(3600))).toBe('done')
    expect(await ask(of, later(3601))).toBe('too-many-requests')
    expect(await ask(newId('invitation'), now)).toBe('done')
  })

  test('lets one of eight at once through', async () => {
    const of = newId('invitation')
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => ask(of, now)))
    expect(tally(outcomes)).toEqual({ done: 1, 'too-many-requests': 7 })
  })
})
