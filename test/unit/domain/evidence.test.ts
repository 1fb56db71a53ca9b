import { describe, expect, test } from 'vitest'
import { exampleEvidence } from '../../../shared/contract/evidence-example.ts'
import { ContractEvidence } from '../../../shared/contract/evidence-schemas.ts'
import type { Contract } from '../../../shared/domain/contract.ts'
import type { DecisionFacts } from '../../../shared/domain/decision-facts.ts'
import { type Evidence, evidenceOf, longestCertificate, type TrailEntry } from '../../../shared/domain/evidence.ts'
import { id, type OrganizationId } from '../../../shared/domain/ids.ts'
import { largestBodyBytes } from '../../../shared/frame/event.ts'

const customer = id('organization', exampleEvidence.contract.organizationId)
const provider = id('organization', 'org_01k2r8v6m0q3s5t7w9x1y3z5p0')
const requester = id('profile', exampleEvidence.contract.requestedByProfile)
const approver = id('profile', exampleEvidence.approver.profileId)
const user = `user:${id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa')}` as const
const contractId = id('contract', exampleEvidence.contract.contractId)
const decidedAt = exampleEvidence.decision.at

const contract = (more: Partial<Contract> = {}): Contract => ({
  organizationId: customer,
  contractId,
  kind: 'csp-contract',
  state: 'approved',
  stateSince: decidedAt,
  document: {
    documentId: id('document', exampleEvidence.document.documentId),
    version: 2,
    title: { en: 'Microsoft Customer Agreement' },
  },
  term: { startsOn: '2026-12-01', months: 12 },
  requestedAt: '2026-11-26T09:00:00.000Z',
  requestedBy: user,
  requestedByProfile: { organizationId: customer, profileId: requester },
  generation: 1,
  nonce: 'bm9uY2U',
  questions: [],
  ...more,
})

const facts = (more: Partial<DecisionFacts> = {}): DecisionFacts => ({
  outcome: 'approved',
  at: decidedAt,
  approver: {
    profileId: approver,
    firstName: 'Jan',
    lastName: 'Peeters',
    jobTitle: 'Managing director',
    email: 'jan.peeters@contoso.example',
    phone: '+3215000000',
    language: 'en',
    typedName: 'Jan Peeters',
  },
  confirmedBy: exampleEvidence.decision.confirmedBy,
  statement: exampleEvidence.decision.statement,
  origin: { requestId: 'JKJaXmPLvHcESHA=', ipAddress: '192.0.2.7', userAgent: 'Mozilla/5.0' },
  authority: {
    wording: '2026-11',
    attestedAt: '2026-11-24T09:00:00.000Z',
    attestedBy: user,
    attestedByProfile: requester,
  },
  assignedAt: '2026-11-24T09:00:00.000Z',
  document: { ...exampleEvidence.document, version: 2 },
  customer: exampleEvidence.customer,
  provider: { name: 'Northwind Managed Services' },
  ...more,
})

const history: readonly TrailEntry[] = [
  {
    at: '2026-11-26T09:00:00.000Z',
    action: 'contract.requested',
    actor: user,
    actorProfile: requester,
    actorName: 'Mia Jansen',
  },
  { at: '2026-11-26T09:00:02.000Z', action: 'contract.sent', actor: 'system:approval-workflow' },
  {
    at: decidedAt,
    action: 'contract.approved',
    actor: `link:${contractId}`,
    actorProfile: approver,
    actorName: 'Jan Peeters',
  },
]
const names = { requester: 'Mia Jansen', attester: 'Mia Jansen' }

/** As whoever asks for it gets it: the schema takes nothing that it does not name, and misses nothing that it names. */
const published = (evidence: Evidence) => ContractEvidence.parse({ evidence, jws: 'x' }).evidence

describe('evidence', () => {
  test('is all that is known: the example of the documentation, field by field', () => {
    expect(evidenceOf(contract(), facts(), history, names)).toEqual(exampleEvidence)
    expect(published(evidenceOf(contract(), facts(), history, names))).toEqual(exampleEvidence)
  })

  test('says null of what nobody knows, and leaves out nothing', () => {
    const { term, requestedByProfile, ...rest } = contract()
    const bare = evidenceOf(
      rest,
      facts({
        approver: { profileId: approver, email: 'jan.peeters@contoso.example', language: 'nl' },
        origin: { requestId: 'r' },
        statement: undefined,
        authority: { wording: '2026-11', attestedAt: decidedAt, attestedBy: 'deployer' },
      }),
      history.map(({ at, action, actor }) => ({ at, action, actor })),
    )
    expect(published(bare)).toEqual(bare)
    expect(bare.contract).toMatchObject({ term: null, requestedByProfile: null, requestedByName: null, replaces: null })
    expect(bare.approver).toMatchObject({ firstName: null, phone: null, typedName: null })
    expect(bare.decision).toMatchObject({ ipAddress: null, userAgent: null, statement: null })
    expect(bare.authority).toMatchObject({ attestedByProfile: null, attestedByName: null })
    expect(bare.trail.every(({ actorProfile, actorName }) => actorProfile === null && actorName === null)).toBe(true)
    expect(JSON.parse(JSON.stringify(bare))).toEqual(bare)
  })

  test('ends with the decision: what happens to the contract later is no part of it', () => {
    const later: TrailEntry = { at: '2026-12-24T00:00:00.000Z', action: 'contract.attestation-outdated', actor: user }
    expect(evidenceOf(contract(), facts(), [...history, later], names)).toEqual(exampleEvidence)
  })

  test('has the fields of Microsoft for an approval of a template of theirs, and for nothing else', () => {
    const of = (more: Partial<DecisionFacts>) => evidenceOf(contract(), facts(more), history).customerAgreement
    expect(of({})).toMatchObject({ dateAgreed: decidedAt, type: 'MicrosoftCustomerAgreement' })
    expect(of({ outcome: 'declined' })).toBeNull()
    const { templateId, ...own } = facts().document
    expect(of({ document: own })).toBeNull()
    expect(evidenceOf(contract({ kind: 'service-agreement' }), facts(), history).customerAgreement).toBeNull()
  })

  test('names the partner user who attests where somebody of the partner requested it', () => {
    const by = (organizationId: OrganizationId, requestedBy: Contract['requestedBy'] = user) =>
      evidenceOf(
        contract({ requestedBy, requestedByProfile: { organizationId, profileId: requester } }),
        facts(),
        history,
      ).customerAgreement?.userId
    expect(by(provider)).toBe('idn_01k2r8v6m0q3s5t7w9x1y3z5aa')
    expect(by(customer)).toBeNull()
    expect(by(provider, `key:${id('key', 'key_01k2r8v6m0q3s5t7w9x1y3z5k0')}`)).toBeNull()
  })
})

test('a certificate with the longest names and a trail of 150 entries can be pasted, with the line breaks of a mail program', () => {
  const name = '語'.repeat(200)
  const entry = { ...exampleEvidence.trail[0], actorName: `${name.slice(0, 100)} ${name.slice(0, 100)}` }
  const text = JSON.stringify({ ...exampleEvidence, trail: [] }, (_, value) =>
    typeof value === 'string' ? name : value,
  )
  const trail = JSON.stringify(Array.from({ length: 150 }, () => entry))
  const jws = Buffer.from(text + trail).toString('base64url') + 'A'.repeat(300)
  const wrapped = jws.replaceAll(/.{64}/g, '$&\r\n')
  expect(wrapped.length).toBeLessThan(longestCertificate)
  const form = new URLSearchParams({
    certificate: 'A'.repeat(longestCertificate).replaceAll(/.{64}/g, (line) => `${line.slice(2)}\r\n`),
  })
  expect(Buffer.byteLength(form.toString())).toBeLessThan(largestBodyBytes)
})
