import { describe, expect, it } from 'vitest'
import {
  accepted,
  addressReplaced,
  becameUser,
  ceasedToBeUser,
  confirmed,
  deactivated,
  invitationRevoked,
  newProfile,
  type ProfileStanding,
  profileStanding,
  reactivated,
} from '../../../shared/domain/profile.ts'

const contact = { user: false, status: 'active' } as const
const formerContact = { user: false, status: 'deactivated' } as const
const draft = { user: true, status: 'draft' } as const
const invited = { user: true, status: 'invited' } as const
const active = { user: true, status: 'active' } as const
const away = { user: true, status: 'deactivated', accepted: true } as const
const neverCame = { user: true, status: 'deactivated', accepted: false } as const
const standings: readonly ProfileStanding[] = [contact, formerContact, draft, invited, active, away, neverCame]

describe('a new profile', () => {
  it.each([
    ['a contact is active from the start', { kind: 'person', user: false, confirm: false }, contact],
    ['a contact has nothing to confirm', { kind: 'person', user: false, confirm: true }, contact],
    ['a user begins as a draft', { kind: 'person', user: true, confirm: false }, draft],
    ['a user confirmed at once is invited', { kind: 'person', user: true, confirm: true }, invited],
    ['a shared mailbox is a contact', { kind: 'shared-mailbox', user: false, confirm: false }, contact],
    [
      'a shared mailbox is never a user (P3)',
      { kind: 'shared-mailbox', user: true, confirm: false },
      'shared-mailbox-is-no-user',
    ],
  ] as const)('%s', (_, given, expected) => {
    expect(newProfile(given)).toEqual(expected)
  })
})

describe('a step', () => {
  const asPerson = (profile: ProfileStanding) => becameUser(profile, { kind: 'person', confirm: true })

  // Columns: contact, deactivated contact, draft, invited, active, deactivated, deactivated before accepting.
  it.each([
    [confirmed, 'not-a-user', 'not-a-user', invited, 'not-a-draft', 'not-a-draft', 'deactivated', 'deactivated'],
    [accepted, 'not-a-user', 'not-a-user', 'not-invited', active, 'not-invited', 'not-invited', 'not-invited'],
    [invitationRevoked, 'not-a-user', 'not-a-user', 'not-invited', draft, 'not-invited', 'not-invited', 'not-invited'],
    [addressReplaced, 'not-a-user', 'not-a-user', draft, invited, invited, neverCame, neverCame],
    [
      asPerson,
      invited,
      'deactivated',
      'already-a-user',
      'already-a-user',
      'already-a-user',
      'already-a-user',
      'already-a-user',
    ],
    [ceasedToBeUser, 'not-a-user', 'not-a-user', contact, contact, contact, formerContact, formerContact],
    [deactivated, formerContact, 'deactivated', neverCame, neverCame, away, 'deactivated', 'deactivated'],
    [reactivated, 'not-deactivated', contact, 'not-deactivated', 'not-deactivated', 'not-deactivated', active, draft],
  ] as const)('%o leads from every standing where the rules say, or is refused', (step, ...expected) => {
    expect(standings.map((standing) => step(standing))).toEqual(expected)
  })

  it('never makes a user of a shared mailbox (P3)', () => {
    expect(becameUser(contact, { kind: 'shared-mailbox', confirm: false })).toBe('shared-mailbox-is-no-user')
  })

  it('leads nowhere but to a standing that can be stored and read again', () => {
    const steps = [
      confirmed,
      accepted,
      invitationRevoked,
      addressReplaced,
      asPerson,
      ceasedToBeUser,
      deactivated,
      reactivated,
    ]
    const reached = standings
      .flatMap((standing) => steps.map((step) => step(standing)))
      .filter((one) => typeof one !== 'string')
    for (const standing of reached) {
      const { user, status } = standing
      const came = 'accepted' in standing ? standing.accepted : status === 'active' && user
      expect(profileStanding({ user, status, accepted: came })).toEqual(standing)
    }
  })

  it('to a draft or an invitation of someone who is no user is not read, but thrown out', () => {
    expect(() => profileStanding({ user: false, status: 'invited', accepted: false })).toThrow(TypeError)
    expect(() => profileStanding({ user: false, status: 'draft', accepted: false })).toThrow(TypeError)
  })
})
