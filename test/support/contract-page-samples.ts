import { approvalDonePage } from '../../functions/contracts/approval-done-page.tsx'
import { type ApprovalEnd, approvalEndPage } from '../../functions/contracts/approval-end-page.tsx'
import { type ApprovalPage, approvalPage } from '../../functions/contracts/approval-page.tsx'
import { termInWords } from '../../functions/contracts/term-in-words.ts'
import { type VerificationPage, verificationPage } from '../../functions/contracts/verification-page.tsx'
import { exampleEvidence, exampleJws } from '../../shared/contract/evidence-example.ts'
import { readAgreement } from '../../shared/domain/agreement-text.ts'
import { approvalStatement } from '../../shared/domain/approval-statement.ts'
import type { Evidence } from '../../shared/domain/evidence.ts'
import { id } from '../../shared/domain/ids.ts'
import type { Language } from '../../shared/domain/language.ts'
import { writtenTime } from '../../shared/frame/written-time.ts'

const base = 'https://api.example.test/_aws/execute-api/a1'
const approval = `${base}/approve/t0ken`
const moment = '2026-07-05T22:30:00.000Z'
const timeZone = 'Europe/Brussels'
const evidence: Evidence = JSON.parse(JSON.stringify(exampleEvidence))

/** An agreement with everything that one may have. */
export const agreement = `# Service agreement

Northwind looks after *what was agreed*, and **nothing else**.

## 1. What we do

1. We answer within the times of the table.
2. We tell you:
   - of incidents, at once;
   - of changes, [a week before](https://northwind.example/changes).

> Whoever calls outside of these hours gets the one on duty.

| Priority | Answered within | Monthly fee |
|:---------|:---------------:|------------:|
| critical | 1 hour          |      € 120  |
| everything else | 8 working hours | € 1 250 |

| Service | Responsible | Availability | Maintenance | Measurement |
|---------|-------------|--------------|-------------|-------------|
| Microsoft 365 | Northwind | 99.9 % | outside office hours | monthly |

### 1.1 What it costs

Prices are in euros, \`VAT\` excluded.

---

## 2. How it ends

Either side ends it with three months of notice.
`

/** What stands in every place where something can stand that somebody typed. */
export const ordinary = {
  appName: 'Rolecall',
  organizationName: 'Contoso Bakeries',
  legalName: 'Contoso Bakeries NV',
  providerName: 'Northwind Managed Services',
  person: 'Mia Jansen',
  title: 'Service agreement 2027',
  email: 'a…@contoso.example',
}

const everyFault = { code: 'code-wrong', name: 'name-missing', authority: 'authority-missing' } as const
const typed = { code: '048 213', name: 'An Wouters', authority: 'on' }

/** What the page shows of a contract in each of its states, by the name of the state. */
const states: Readonly<Record<string, Partial<ApprovalPage>>> = {
  opened: {},
  'code mailed': { code: 'mailed', said: 'code-mailed' },
  'code too soon': { code: 'mailed', said: 'code-too-soon' },
  'opened again': { code: 'mailed' },
  'with nobody else': { code: 'mailed', successors: [], questionsLeft: 0, requester: undefined, call: undefined },
  asked: { code: 'mailed', said: 'asked', questionsLeft: 1 },
  'with the last code': { code: 'last' },
  'after the last code': { code: 'last', said: 'code-last' },
  'mail refused': { said: 'code-refused' },
  locked: { code: 'locked' },
  'wrong to approve': { code: 'mailed', values: { code: '048 213' }, errors: everyFault },
  'wrong to decline': { code: 'mailed', values: typed, errors: { reason: 'reason-missing' } },
  'wrong to ask': { code: 'mailed', values: typed, errors: { question: 'question-invalid' } },
  'wrong to hand over': { code: 'mailed', values: typed, errors: { to: 'to-gone' } },
}

type Typed = typeof ordinary

const endsOf = ({ organizationName, title }: Typed): readonly (readonly [string, ApprovalEnd])[] => {
  const of = { organizationName, timeZone, title }
  return [
    ['unknown', { end: 'unknown' }],
    ['approved', { end: 'approved', ...of, at: moment, byReader: true }],
    ['approved by another', { end: 'approved', ...of, at: moment, byReader: false }],
    ['declined', { end: 'declined', ...of, at: moment, byReader: true, way: wayToAsk }],
    ['declined by another', { end: 'declined', ...of, at: moment, byReader: false, way: wayToAsk }],
    ['cancelled', { end: 'cancelled', ...of, at: moment, way: wayToAsk }],
    ['expired', { end: 'expired', ...of, at: moment, way: wayToAsk }],
    ['replaced', { end: 'replaced', ...of }],
    ['moved', { end: 'moved', ...of }],
    ['suspended', { end: 'suspended', ...of }],
  ]
}

/** How to get hold of somebody who can help, in words. */
const wayToAsk = 'reply to the mail.'

const verifications: Readonly<Record<string, Partial<VerificationPage>>> = {
  'to check': {},
  'nothing to check': { refused: 'missing' },
  'too long to check': { refused: 'too-long' },
  unreadable: { pasted: exampleJws, checked: { holds: false, because: 'unreadable' } },
  'signed elsewhere': { pasted: exampleJws, checked: { holds: false, because: 'other-key' } },
  changed: { pasted: exampleJws, checked: { holds: false, because: 'changed' } },
  holds: { pasted: exampleJws, checked: { holds: true, evidence } },
  'of a refusal': {
    pasted: exampleJws,
    checked: {
      holds: true,
      evidence: {
        ...evidence,
        decision: { ...evidence.decision, outcome: 'declined', reason: 'Not this year.', statement: null },
      },
    },
  },
}

/** Every page of contracts, by name, with what was typed in every place where it can stand. */
export function pagesOf(language: Language, given: Typed): ReadonlyMap<string, string> {
  const { appName, organizationName, legalName, providerName, person, title, email } = given
  const read = readAgreement(agreement)
  if (!read.ok) throw new Error(JSON.stringify(read.refused))
  const page: ApprovalPage = {
    language,
    appName,
    kind: 'service-agreement',
    organizationName,
    customer: { name: legalName, companyNumber: 'BE0123456749' },
    provider: { name: providerName, companyNumber: 'BE0987654321' },
    requester: person,
    reference: 'M7QX-3Z9B',
    deadline: writtenTime({ at: moment, timeZone, language }),
    term: termInWords({ startsOn: '2027-01-01', months: 12 }, language),
    call: { name: person, phone: '+3215000001' },
    document: {
      title,
      summary: 'Northwind looks after your Microsoft environment. Either side ends it with three months of notice.',
      version: 2,
      sha256: evidence.document.sha256,
      language: 'en',
      blocks: read.blocks,
    },
    statement: approvalStatement(language, legalName, title),
    mailedTo: email,
    code: 'none',
    way: wayToAsk,
    fingerprint: 'x'.repeat(43),
    successors: [{ profileId: id('profile', 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'), name: person }],
    questionsLeft: 3,
    addresses: {
      code: `${approval}/code`,
      decision: `${approval}/decision`,
      question: `${approval}/question`,
      'hand-over': `${approval}/hand-over`,
      document: `${approval}/document`,
    },
  }
  const organization = { name: organizationName, timeZone }
  const documentId = id('document', exampleEvidence.document.documentId)
  const contract = { document: { documentId, version: 2, title: { en: title } }, endedAt: moment, stateSince: moment }
  const done = { appName, contract, organization, profile: { language } }
  return new Map([
    ...Object.entries(states).map(
      ([name, state]) => [`contract ${name}`, approvalPage({ ...page, ...state })] as const,
    ),
    ['contract of Microsoft', approvalPage({ ...page, kind: 'csp-contract', term: termInWords(undefined, language) })],
    ['contract was approved', approvalDonePage({ ...done, done: 'approved', cspFollows: true })],
    ['contract was declined', approvalDonePage({ ...done, done: 'declined', cspFollows: false })],
    ['contract was handed over', approvalDonePage({ ...done, done: 'handedOver', to: person })],
    ...endsOf(given).map(
      ([name, end]) => [`contract end ${name}`, approvalEndPage({ language, appName, ...end })] as const,
    ),
    ...Object.entries(verifications).map(
      ([name, state]) =>
        [
          `certificate ${name}`,
          verificationPage({ language, appName, formAction: `${base}/verify`, ...state }),
        ] as const,
    ),
  ])
}
