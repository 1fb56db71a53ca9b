import { describe, expect, it } from 'vitest'
import { maskedAddress, parseEmailAddress } from '../../../shared/domain/address.ts'
import { addressLinkStanding, requestAddressChange, secondsToWait } from '../../../shared/domain/address-change.ts'

const asked = '2026-06-15T12:00:00.000Z'
const lastMoment = '2026-06-16T11:59:59.999Z'
const end = '2026-06-16T12:00:00.000Z'
const first = requestAddressChange(undefined, asked)
const asker = { tokensValidFrom: 0, active: true }

describe('a change of address', () => {
  it('is open for 24 hours, to the millisecond', () => {
    expect(first).toEqual({ state: 'pending', generation: 1, requestedAt: asked, expiresAt: end })
    expect([asked, lastMoment, end].map((now) => addressLinkStanding(first, 1, asker, now))).toEqual([
      'open',
      'open',
      'expired',
    ])
  })

  it('takes the place of the one before, whatever became of that one', () => {
    for (const before of [first, { ...first, state: 'confirmed' as const }]) {
      const second = requestAddressChange(before, end)
      expect(second).toMatchObject({ state: 'pending', generation: 2 })
      expect(addressLinkStanding(second, 1, asker, end)).toBe('replaced')
      expect(addressLinkStanding(second, 2, asker, end)).toBe('open')
    }
  })

  it('is used once it was confirmed, also after its time', () => {
    const confirmed = { ...first, state: 'confirmed' as const }
    expect([asked, end].map((now) => addressLinkStanding(confirmed, 1, asker, now))).toEqual(['used', 'used'])
    const signedOut = { tokensValidFrom: Date.parse(end) / 1000, active: false }
    expect(addressLinkStanding(confirmed, 1, signedOut, end)).toBe('used')
  })

  it('is withdrawn with the session in which it was asked for, and with the access of whoever asked', () => {
    const second = Date.parse(asked) / 1000
    const standing = (tokensValidFrom: number, active = true) =>
      addressLinkStanding(first, 1, { tokensValidFrom, active }, lastMoment)
    expect([second - 1, second, second + 1].map((at) => standing(at))).toEqual(['open', 'open', 'withdrawn'])
    expect(standing(0, false)).toBe('withdrawn')
  })

  it('may be asked for again after a minute', () => {
    const after = (milliseconds: number) => new Date(Date.parse(asked) + milliseconds).toISOString()
    expect(secondsToWait(undefined, asked)).toBe(0)
    expect([0, 1, 59_001, 59_999, 60_000, 90_000].map((passed) => secondsToWait(first, after(passed)))).toEqual([
      60, 60, 1, 1, 0, 0,
    ])
  })
})

describe('a masked address', () => {
  it('shows its first letter and its domain', () => {
    const masked = (text: string) => {
      const address = parseEmailAddress(text)
      return address && maskedAddress(address)
    }
    expect(masked('mia.jansen@contoso.example')).toBe('m…@contoso.example')
    expect(masked('m@contoso.example')).toBe('m…@contoso.example')
  })
})
