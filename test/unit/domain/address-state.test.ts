import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AddressStanding,
  addressDisowned,
  addressHeardOf,
  addressProved,
  addressReplaced,
  addressStateOf,
} from '../../../shared/domain/address-state.ts'
import { id } from '../../../shared/domain/ids.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 9, minute)).toISOString()
const identityId = id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5a8')
const failed = (minute: number) => ({ failedAt: at(minute) })
const arrived = (minute: number) => ({ arrivedAt: at(minute) })

describe('an address of which nothing was ever noted', () => {
  test('is verified exactly when its user has accepted', () => {
    expect(addressStateOf({})).toBe('unverified')
    expect(addressStateOf({ identityId })).toBe('verified')
    expect(addressStateOf({ identityId, addressState: 'undeliverable' })).toBe('undeliverable')
  })
  test('is undeliverable once mail comes back, and then again what it was', () => {
    expect(addressHeardOf({}, failed(1))).toEqual({
      addressState: 'undeliverable',
      addressStateSince: at(1),
      addressStateBefore: 'unverified',
    })
    expect(addressHeardOf({ identityId }, failed(1))).toMatchObject({ addressStateBefore: 'verified' })
    expect(addressHeardOf({}, arrived(1))).toBeUndefined()
    expect(addressHeardOf({}, {})).toBeUndefined()
  })
})

describe('an undeliverable address', () => {
  const verified = addressProved(at(0))
  const undeliverable: AddressStanding = { ...verified, ...addressHeardOf(verified, failed(1)) }

  test('is what it was before once mail arrives later, and not by what arrived earlier', () => {
    expect(addressHeardOf(undeliverable, { ...failed(1), ...arrived(2) })).toEqual({
      addressState: 'verified',
      addressStateSince: at(2),
      addressStateBefore: undefined,
    })
    expect(addressHeardOf(undeliverable, { ...failed(1), ...arrived(0) })).toBeUndefined()
    expect(addressHeardOf(undeliverable, arrived(1))).toBeUndefined()
  })
  test('stays so when it is told again, or later', () => {
    expect(addressHeardOf(undeliverable, failed(1))).toBeUndefined()
    expect(addressHeardOf(undeliverable, { ...failed(5), ...arrived(2) })).toBeUndefined()
  })
  test('counts as failing where it arrived and failed at the very same moment', () => {
    expect(addressHeardOf(verified, { ...failed(1), ...arrived(1) })).toMatchObject({ addressState: 'undeliverable' })
  })
  test.each([
    ['a used link verifies', addressProved(at(3)), 'verified'],
    ['another address takes away', addressReplaced(at(3)), 'unverified'],
    ['its reader disowns', addressDisowned(at(3)), 'disowned'],
  ])('is one that %s, and what failed before that changes nothing any more', (_, standing, state) => {
    expect(addressStateOf(standing)).toBe(state)
    expect(addressHeardOf({ ...undeliverable, ...standing }, failed(2))).toBeUndefined()
  })
})

test('an address whose reader is not who we thought stays so, whatever becomes of mails', () => {
  for (const news of [failed(5), arrived(5)]) expect(addressHeardOf(addressDisowned(at(0)), news)).toBeUndefined()
})

test('whatever is told of an address in whichever order and however often, it ends as the last that is known says', () => {
  const news = fc.record({ minute: fc.nat(50), outcome: fc.constantFrom('arrivedAt' as const, 'failedAt' as const) })
  fc.assert(
    fc.property(fc.array(news, { minLength: 1 }), fc.constantFrom('unverified', 'verified'), (told, was) => {
      const begin: AddressStanding = was === 'verified' ? addressProved(at(-1)) : addressReplaced(at(-1))
      let standing = begin
      const known: { arrivedAt?: string; failedAt?: string } = {}
      for (const { minute, outcome } of told) {
        if (at(minute) > (known[outcome] ?? '')) known[outcome] = at(minute)
        standing = { ...standing, ...addressHeardOf(standing, known) }
      }
      const fails = (known.failedAt ?? '') >= (known.arrivedAt ?? '')
      expect(addressStateOf(standing)).toBe(fails ? 'undeliverable' : was)
    }),
  )
})
