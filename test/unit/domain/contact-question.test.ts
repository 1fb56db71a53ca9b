import { describe, expect, it } from 'vitest'
import {
  answerableUntil,
  type ContactQuestion,
  contactLinkStanding,
  mayBeAskedAnew,
  nextQuestion,
  nextStep,
  patienceEnds,
  reminded,
  withoutLinks,
} from '../../../shared/domain/contact-question.ts'
import { id } from '../../../shared/domain/ids.ts'

const asked = '2026-06-15T12:00:00.000Z'
const day = 24 * 3_600_000
const inDays = (days: number, milliseconds = 0) => new Date(Date.parse(asked) + days * day + milliseconds).toISOString()
const profileId = (number: number) => id('profile', `prf_${String(number).padStart(26, '0')}`)
const namedBy = { organizationId: id('organization', `org_${'0'.repeat(26)}`), profileId: profileId(1) }
const named = nextQuestion(undefined, { because: 'named', nonce: 'first', askedAt: asked, namedBy })
const yearly = nextQuestion(named, { because: 'yearly', nonce: 'second', askedAt: asked, days: 60 })
const answered = (question: ContactQuestion) => ({ ...question, answeredAt: asked, reminders: 1 })

describe('the question to a contact', () => {
  it('is asked again after a year, or after as many days as the organization says', () => {
    expect(named).toEqual({
      because: 'named',
      generation: 1,
      nonce: 'first',
      askedAt: asked,
      askAgainAt: inDays(365),
      namedBy,
    })
    expect(yearly.askAgainAt).toBe(inDays(60))
  })

  it('takes the place of the one before, without its answer and reminders, and remembers who named them', () => {
    const next = nextQuestion(answered(named), { because: 'yearly', nonce: 'next', askedAt: inDays(1) })
    expect(next).toEqual({
      because: 'yearly',
      generation: 2,
      nonce: 'next',
      askedAt: inDays(1),
      askAgainAt: inDays(366),
      namedBy,
    })
  })

  it('remembers whoever named them last', () => {
    const other = { ...namedBy, profileId: profileId(2) }
    expect(nextQuestion(named, { because: 'named', nonce: 'next', askedAt: asked, namedBy: other }).namedBy).toEqual(
      other,
    )
  })

  it('keeps all but its links when those end', () => {
    expect(withoutLinks(answered(named), 'new')).toEqual({ ...answered(named), nonce: 'new', generation: 2 })
  })

  it('can be answered for 60 days, and counts against them after 30', () => {
    expect(answerableUntil(named)).toBe(inDays(60))
    expect(patienceEnds(asked)).toBe(inDays(30))
  })
})

describe('what is done next about a question', () => {
  it('is a reminder on days 10 and 20 of a yearly one, and then to ask anew', () => {
    const steps = [undefined, 1, 2].map((reminders) => nextStep({ ...yearly, reminders }))
    expect(steps).toEqual([
      { step: 'remind', at: inDays(10) },
      { step: 'remind', at: inDays(20) },
      { step: 'ask', at: inDays(60) },
    ])
  })

  it('is never a reminder once it is answered, nor where somebody was just named', () => {
    expect(nextStep(answered(yearly))).toEqual({ step: 'ask', at: inDays(60) })
    expect(nextStep(named)).toEqual({ step: 'ask', at: inDays(365) })
  })
})

describe('a reminder', () => {
  it('that comes late is one, for every day that has come by then', () => {
    const late = (days: number) => reminded(yearly, inDays(days)).reminders
    expect([10, 19, 20, 25].map(late)).toEqual([1, 1, 2, 2])
    expect(nextStep(reminded(yearly, inDays(25)))).toEqual({ step: 'ask', at: inDays(60) })
  })
})

describe('the link of a question', () => {
  it('is open until 60 days have passed, to the millisecond', () => {
    const standing = (now: string) => contactLinkStanding(named, 1, 'unverified', now)
    expect([asked, inDays(60, -1), inDays(60)].map(standing)).toEqual(['open', 'open', 'expired'])
  })

  it('stays open to whoever has answered, until a newer one takes its place', () => {
    expect(contactLinkStanding(answered(named), 1, 'verified', inDays(300))).toBe('open')
    expect(contactLinkStanding(yearly, 1, 'verified', asked)).toBe('replaced')
    expect(contactLinkStanding(withoutLinks(answered(named), 'new'), 1, 'verified', asked)).toBe('replaced')
  })

  it('is shut by whoever said that it is not them, also after its time', () => {
    expect([asked, inDays(61)].map((now) => contactLinkStanding(answered(named), 1, 'disowned', now))).toEqual([
      'disowned',
      'disowned',
    ])
  })
})

describe('naming somebody once more', () => {
  it('asks whoever was never asked, unless their address is verified', () => {
    expect(mayBeAskedAnew(undefined, 'unverified', asked)).toBe(true)
    expect(mayBeAskedAnew(undefined, 'verified', asked)).toBe(false)
  })

  it('leaves an open question be for 30 days, to the millisecond', () => {
    const anew = (now: string) => mayBeAskedAnew(named, 'unverified', now)
    expect([asked, inDays(30, -1), inDays(30)].map(anew)).toEqual([false, false, true])
  })

  it('asks whoever answered that it is not them, and not whoever confirmed', () => {
    expect(mayBeAskedAnew(answered(named), 'disowned', asked)).toBe(true)
    expect(mayBeAskedAnew(answered(named), 'verified', asked)).toBe(false)
  })

  it('asks whoever confirmed once they would have been asked again', () => {
    const anew = (now: string) => mayBeAskedAnew(answered(named), 'verified', now)
    expect([inDays(365, -1), inDays(365)].map(anew)).toEqual([false, true])
  })
})
