import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  acceptInvitation,
  type Invitation,
  invitationStatus,
  linkStanding,
  newInvitation,
  resendInvitation,
  revokeInvitation,
} from '../../../shared/domain/invitation.ts'

const sent = '2026-06-15T12:00:00.000Z'
const lastMoment = '2026-06-22T11:59:59.999Z'
const end = '2026-06-22T12:00:00.000Z'

const pending = newInvitation(sent, 7)
const again = resendInvitation(pending, sent, 7)
const accepted: Invitation = { state: 'accepted', generation: 2, expiresAt: end, acceptedAt: sent }
const revoked: Invitation = { state: 'revoked', generation: 2, expiresAt: end, revokedBecause: 'by-hand' }

describe('an invitation', () => {
  it('is open for as many days as it was given, to the millisecond', () => {
    expect(pending).toEqual({ state: 'pending', generation: 1, expiresAt: end })
    expect([sent, lastMoment, end].map((now) => invitationStatus(pending, now))).toEqual([
      'pending',
      'pending',
      'expired',
    ])
    expect([accepted, revoked].map((one) => invitationStatus(one, '2030-01-01T00:00:00.000Z'))).toEqual([
      'accepted',
      'revoked',
    ])
  })

  it('is sent again from pending, expired and revoked, with the next number and new days, and never once accepted', () => {
    const renewed = { state: 'pending', generation: 2, expiresAt: '2026-07-22T12:00:00.000Z' }
    expect(resendInvitation(pending, end, 30)).toEqual(renewed)
    expect(resendInvitation(pending, sent, 37)).toEqual(renewed)
    expect(resendInvitation(revoked, end, 30)).toEqual({ ...renewed, generation: 3 })
    expect(resendInvitation(accepted, end, 30)).toBe('accepted')
  })

  it('is withdrawn while pending, and only then, with the reason', () => {
    expect(revokeInvitation(pending, 'inviter-lost-access')).toEqual({
      state: 'revoked',
      generation: 1,
      expiresAt: end,
      revokedBecause: 'inviter-lost-access',
    })
    expect(revokeInvitation(accepted, 'by-hand')).toBe('accepted')
    expect(revokeInvitation(revoked, 'by-hand')).toBe('revoked')
  })

  it('is accepted once, by its newest link, in time', () => {
    const taken = acceptInvitation(pending, 1, lastMoment)
    expect(taken).toEqual({ state: 'accepted', generation: 1, expiresAt: end, acceptedAt: lastMoment })
    expect(acceptInvitation(pending, 1, end)).toBe('expired')
    expect(acceptInvitation(accepted, 2, sent)).toBe('used')
    expect(acceptInvitation(revoked, 2, sent)).toBe('revoked')
  })
})

describe('linkStanding', () => {
  if (typeof again === 'string') throw new Error(again)

  it.each([
    ['the newest link in time', again, 2, lastMoment, 'open'],
    ['the newest link too late', again, 2, end, 'expired'],
    ['an older link', again, 1, sent, 'replaced'],
    ['an older link, when the newer one has expired too', again, 1, end, 'replaced'],
    ['a link with a number never sent', again, 3, sent, 'replaced'],
    ['the link that was used', accepted, 2, sent, 'used'],
    ['an older link of one that was used', accepted, 1, end, 'used'],
    ['the newest link of a revoked one', revoked, 2, sent, 'revoked'],
    ['an older link of a revoked one', revoked, 1, end, 'revoked'],
  ] as const)('%s', (_, invitation, generation, now, expected) => {
    expect(linkStanding(invitation, generation, now)).toBe(expected)
  })

  it('leaves at most one link open, whatever happens in whichever order', () => {
    const step = fc.constantFrom('resend', 'revoke', 'accept', 'wait')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 30 }), (steps, days) => {
        let invitation: Invitation = newInvitation(sent, days)
        let now = sent
        let acceptances = 0
        for (const what of steps) {
          now = new Date(Date.parse(now) + (what === 'wait' ? 5 * 86_400_000 : 1)).toISOString()
          const next: Invitation | string =
            what === 'resend'
              ? resendInvitation(invitation, now, days)
              : what === 'revoke'
                ? revokeInvitation(invitation, 'by-hand')
                : what === 'accept'
                  ? acceptInvitation(invitation, invitation.generation, now)
                  : invitation
          if (typeof next !== 'string') {
            if (what === 'accept') acceptances++
            expect(next.generation).toBe(invitation.generation + (what === 'resend' ? 1 : 0))
            invitation = next
          }
          const numbers = Array.from({ length: invitation.generation }, (_, sentBefore) => sentBefore + 1)
          const open = numbers.filter((number) => linkStanding(invitation, number, now) === 'open')
          const works = invitationStatus(invitation, now) === 'pending'
          expect(open).toEqual(works ? [invitation.generation] : [])
        }
        expect(acceptances).toBeLessThanOrEqual(1)
      }),
      { numRuns: 2_000 },
    )
  }, 120_000)
})
