import { describe, expect, test } from 'vitest'
import { type EmailAddress, parseEmailAddress } from '../../../shared/domain/address.ts'
import { type Contract, contractDays, daysAfter } from '../../../shared/domain/contract.ts'
import {
  approvalLinkStanding,
  type ContractSituation,
  endedAs,
  lookAt,
  onHold,
  type Signatory,
  sentTo,
  waitingForAgreement,
} from '../../../shared/domain/contract-lifecycle.ts'
import { id } from '../../../shared/domain/ids.ts'

const days = { daySeconds: 86_400 }
const now = '2026-11-26T09:00:00.000Z'
const later = daysAfter(now, 1, days)
const agreementId = id('contract', 'ctr_01k2r8v6m0q3s5t7w9x1y3z5ag')

const address = (name: string): EmailAddress => {
  const email = parseEmailAddress(`${name}@contoso.example`)
  if (!email) throw new Error(`${name} makes no address`)
  return email
}
const an: Signatory = {
  profileId: id('profile', 'prf_01k2r8v6m0q3s5t7w9x1y3z5aa'),
  email: address('an'),
  standing: 'ready',
}
const jan: Signatory = {
  profileId: id('profile', 'prf_01k2r8v6m0q3s5t7w9x1y3z5ab'),
  email: address('jan'),
  standing: 'ready',
}

const requested: Contract = {
  organizationId: id('organization', 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'),
  contractId: id('contract', 'ctr_01k2r8v6m0q3s5t7w9x1y3z5aa'),
  kind: 'csp-contract',
  state: 'requested',
  stateSince: now,
  document: {
    documentId: id('document', 'doc_01k2r8v6m0q3s5t7w9x1y3z5aa'),
    version: 1,
    title: { en: 'Microsoft Customer Agreement' },
  },
  requestedAt: now,
  requestedBy: 'deployer',
  generation: 0,
  nonce: 'bm9uY2U',
  questions: [],
}
const sent = (signatory: Signatory, handedOver = false) =>
  sentTo(requested, { signatory, handedOver, nonce: 'bm9uY2U' }, now, days)
const waiting = waitingForAgreement(requested, agreementId, now)

const situation = (more: Partial<ContractSituation> = {}): ContractSituation => ({
  organization: 'active',
  agreement: { standing: 'signed' },
  primary: an,
  ...more,
})
const agreement = (standing: 'sent' | 'on-hold' | 'declined' | 'expired' | 'cancelled') => ({
  standing,
  contractId: agreementId,
})
const look = (contract: Contract, more: Partial<ContractSituation> = {}, at = later) =>
  lookAt(contract, situation(more), at, days)

describe('the contract of a suspended organization', () => {
  const suspended = { organization: 'suspended' } as const

  test.each([
    ['has just been requested, and nothing is asked for first', requested, { standing: 'none' } as const],
    ['waits for a service agreement', waiting, agreement('sent')],
    ['was sent', sent(an), { standing: 'signed' } as const],
  ])('that %s is put on hold, and stays so', (_, contract, standing) => {
    expect(look(contract, { ...suspended, agreement: standing })).toBe('hold')
    const held = onHold(contract, 'organization-suspended', now)
    expect(look(held, { ...suspended, agreement: standing })).toBe('wait')
    expect(look(held, { ...suspended, agreement: standing }, daysAfter(now, contractDays.toWait, days))).toBe('expire')
  })

  test('goes on once that is resumed: with the service agreement first, or with the link', () => {
    const held = onHold(waiting, 'organization-suspended', now)
    expect(look(held, { agreement: { standing: 'none' } })).toBe('agreement')
    for (const standing of ['sent', 'on-hold'] as const)
      expect(look(held, { agreement: agreement(standing) })).toBe('agreement')
    expect(look(held)).toBe('send')
    expect(look(onHold(sent(an), 'organization-suspended', now), { asked: an })).toBe('send')
  })

  test.each(['declined', 'expired', 'cancelled'] as const)(
    'ends as the service agreement that it waited for, which was %s, whenever that was',
    (standing) => {
      for (const contract of [waiting, onHold(waiting, 'organization-suspended', now)])
        for (const organization of ['active', 'suspended'] as const)
          expect(look(contract, { organization, agreement: agreement(standing) })).toBe('end-alike')
      expect(look(requested, { agreement: agreement(standing) })).toBe('agreement')
    },
  )

  test('waits for an agreement no longer than a contract waits for anything', () => {
    expect(look(waiting, { agreement: agreement('sent') })).toBe('wait')
    const late = daysAfter(now, contractDays.toWait, days)
    expect(look(waiting, { agreement: agreement('sent') }, late)).toBe('expire')
  })
})

describe('whoever a contract was handed over to', () => {
  const handedOver = sent(jan, true)

  test('keeps it while they can decide, and has it held while mail to them comes back', () => {
    expect(look(handedOver, { asked: jan })).toBe('wait')
    expect(look(handedOver, { asked: { ...jan, standing: 'bounces' } })).toBe('hold')
    const held = onHold(handedOver, 'undeliverable', now)
    expect(look(held, { asked: { ...jan, standing: 'bounces' } })).toBe('wait')
    expect(look(held, { asked: jan })).toBe('send')
  })

  test('loses it to whoever comes first where they may not decide, or have proved nothing', () => {
    expect(look(handedOver, {})).toBe('move')
    expect(look(handedOver, { asked: { ...jan, standing: 'unproved' } })).toBe('move')
    expect(look(onHold(handedOver, 'undeliverable', now), {})).toBe('send')
  })
})

describe('the link of a contract', () => {
  const standing = (contract: Contract, signatories: Pick<ContractSituation, 'asked' | 'primary'>, at = later) =>
    approvalLinkStanding(contract, { generation: 1, profileId: an.profileId }, signatories, at)

  test('is open to whoever comes first, until the deadline', () => {
    expect(standing(sent(an), { primary: an, asked: an })).toBe('open')
    const deadline = daysAfter(now, contractDays.toAnswer, days)
    expect(standing(sent(an), { primary: an, asked: an }, deadline)).toBe('expired')
  })

  test('is dead as soon as somebody else comes first, unless it was handed over', () => {
    for (const primary of [jan, { ...jan, standing: 'unproved' as const }]) {
      expect(standing(sent(an), { primary, asked: an })).toBe('moved')
      expect(standing(sent(an, true), { primary, asked: an })).toBe('open')
    }
  })

  test('is dead where its reader may not decide, has another address, or was never the one', () => {
    expect(standing(sent(an), {})).toBe('moved')
    for (const state of ['bounces', 'unproved'] as const) {
      const asked = { ...an, standing: state }
      expect(standing(sent(an), { primary: asked, asked })).toBe('moved')
      expect(standing(sent(an, true), { primary: jan, asked })).toBe('moved')
    }
    const elsewhere = { ...an, email: address('an.wouters') }
    expect(standing(sent(an), { primary: elsewhere, asked: elsewhere })).toBe('moved')
    expect(standing(sent(jan), { primary: jan, asked: jan })).toBe('moved')
    expect(standing(onHold(sent(an), 'undeliverable', now), { primary: an, asked: an })).toBe('moved')
  })

  test('says how the contract ended, or that there is a newer one', () => {
    expect(standing(endedAs(sent(an), 'cancelled', {}, later), { primary: jan })).toBe('cancelled')
    expect(standing({ ...sent(an), generation: 2 }, { primary: an, asked: an })).toBe('replaced')
  })
})
