import { describe, expect, test } from 'vitest'
import { hasFailedForDays, isOver, nextAttemptAt } from '../../../shared/domain/webhook-delivery.ts'

const since = '2026-11-23T09:00:00.000Z'
const start = Date.parse(since)
const minute = 60_000
const hour = 60 * minute

/** The moments of all attempts at what fails each time, in minutes after the first. */
function attemptsOf(chance: number): readonly number[] {
  const moments = [0]
  for (let attempts = 1; ; attempts++) {
    const now = new Date(start + (moments.at(-1) ?? 0) * minute).toISOString()
    const next = nextAttemptAt({ since, attempts }, { now, chance })
    if (next === undefined) return moments
    moments.push((Date.parse(next) - start) / minute)
  }
}

describe('what fails each time', () => {
  test('is tried eight times over a day, later and later', () => {
    expect(attemptsOf(0.5)).toEqual([0, 1, 6, 36, 156, 456, 936, 1416])
  })
  test('is spread by a tenth either way, so that what failed together is not tried together', () => {
    expect(attemptsOf(0).map(Math.round)).toEqual([0, 1, 5, 32, 140, 410, 842, 1274])
    expect(attemptsOf(1).map(Math.round)).toEqual([0, 1, 7, 40, 172, 502, 1030, 1558])
  })
  test('is tried as often whatever chance has it', () => {
    for (let chance = 0; chance <= 1; chance += 0.01) expect(attemptsOf(chance)).toHaveLength(8)
  })
})

describe('a receiver that asks to be left alone', () => {
  const first = { since, attempts: 1 }
  const nextFor = (retryAfterSeconds: number) =>
    (Date.parse(nextAttemptAt(first, { now: since, chance: 0.5, retryAfterSeconds }) ?? '') - start) / minute

  test('is left alone for that long', () => expect(nextFor(600)).toBe(10))
  test('is not tried earlier for it', () => expect(nextFor(1)).toBe(1))
  test('is tried after eight hours all the same', () => expect(nextFor(30 * 24 * 3600)).toBe(480))
})

test('a delivery that was held up is given up once its day is over', () => {
  const at = (milliseconds: number) => new Date(start + milliseconds).toISOString()
  expect(isOver({ since }, at(26 * hour))).toBe(false)
  expect(isOver({ since }, at(26 * hour + 1))).toBe(true)
  expect(nextAttemptAt({ since, attempts: 2 }, { now: at(25.9 * hour), chance: 0.5 })).toBe(
    at(25.9 * hour + 5 * minute),
  )
  expect(nextAttemptAt({ since, attempts: 3 }, { now: at(25.9 * hour), chance: 0.5 })).toBeUndefined()
})

test('a webhook has failed for days from the third day on', () => {
  const at = (milliseconds: number) => new Date(start + milliseconds).toISOString()
  expect(hasFailedForDays(undefined, at(30 * 24 * hour))).toBe(false)
  expect(hasFailedForDays(since, at(72 * hour - 1))).toBe(false)
  expect(hasFailedForDays(since, at(72 * hour))).toBe(true)
})
