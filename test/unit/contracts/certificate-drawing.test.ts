import { describe, expect, test } from 'vitest'
import { drawCertificate } from '../../../functions/contracts/certificate-drawing.ts'
import { certificateTexts } from '../../../functions/contracts/certificate-texts.ts'
import { exampleEvidence } from '../../../shared/contract/evidence-example.ts'
import { activityActions } from '../../../shared/domain/catalog.ts'
import type { Evidence } from '../../../shared/domain/evidence.ts'
import { id } from '../../../shared/domain/ids.ts'
import { type Language, languages } from '../../../shared/domain/language.ts'
import { readPdf } from '../../support/pdf.ts'

const evidence: Evidence = JSON.parse(JSON.stringify(exampleEvidence))
const jws = `eyJhbGciOiJFUzI1NiJ9.${'e30'.repeat(3000)}.c2lnbmF0dXJl`

const drawn = (given: Partial<Evidence> = {}, language: Language = 'en') =>
  drawCertificate({
    evidence: { ...evidence, ...given },
    jws,
    language,
    appName: 'Rolecall',
    verifyAt: 'https://rolecall.example/verify',
  })
/** What is written, as if no line had ever ended. */
const unbroken = (text: string) => text.replaceAll(/\s/g, '')
const written = async (given: Partial<Evidence> = {}, language: Language = 'en') =>
  unbroken(readPdf(await drawn(given, language)).text)

describe('a certificate', () => {
  test.each(languages)('says everything that proves the decision, in %s', async (language) => {
    const text = await written({}, language)
    const { contract, document, customer, decision, approver, authority, trail } = evidence
    for (const said of [
      certificateTexts[language].title.approved,
      document.title,
      document.sha256,
      String(document.version),
      document.templateId ?? '',
      contract.reference,
      contract.contractId,
      customer.legalName ?? '',
      customer.companyNumber ?? '',
      evidence.provider.name,
      approver.typedName ?? '',
      approver.jobTitle ?? '',
      approver.email,
      approver.phone ?? '',
      decision.at,
      decision.ipAddress ?? '',
      decision.userAgent ?? '',
      decision.statement?.text ?? '',
      authority.attestedByName ?? '',
      authority.wording,
      'https://rolecall.example/verify',
      ...trail.flatMap(({ at, action, actorName }) => [
        at.slice(0, 10),
        certificateTexts[language].actions[action] ?? 'no words',
        actorName ?? certificateTexts[language].byItself,
      ]),
    ])
      expect(text).toContain(unbroken(said))
    expect(text).not.toMatch(/undefined|null|\?/)
  })

  test('has the signed evidence attached, byte for byte', async () => {
    expect(readPdf(await drawn()).attachments).toEqual([{ name: 'evidence.jws', content: jws }])
  })

  test('is the same every time it is drawn', async () => {
    expect((await drawn()).equals(await drawn())).toBe(true)
    expect((await drawn()).equals(await drawn({}, 'nl'))).toBe(false)
  })

  test('can be heard part by part, in the language it is written in', async () => {
    const file = await drawn({}, 'fr')
    const { parts } = readPdf(file)
    expect(parts.filter((part) => part === 'H1')).toHaveLength(1)
    expect(parts.filter((part) => part === 'H2')).toHaveLength(4)
    expect(parts.filter((part) => part === 'TH').length).toBe(parts.filter((part) => part === 'TD').length)
    expect(file.toString('latin1')).toContain('/Lang (fr)')
    expect(file.toString('latin1')).toContain('/Marked true')
  })

  test('of a refusal says so, with the reason, and no statement', async () => {
    const text = await written({
      decision: { ...evidence.decision, outcome: 'declined', reason: 'Not this year.', statement: null },
      approver: { ...evidence.approver, typedName: null },
      customerAgreement: null,
    })
    expect(text).toContain(unbroken('Record of a refusal'))
    expect(text).toContain(unbroken('Not this year.'))
    expect(text).not.toContain(unbroken('They stated'))
  })

  test('says whose id it was where nobody knows the name any more', async () => {
    const text = await written({ authority: { ...evidence.authority, attestedByName: null } })
    expect(text).toContain(unbroken('stated by prf_01k2r8v6m0q3s5t7w9x1y3z5b0'))
  })

  test('goes on over as many pages as its trail takes, each with its number', async () => {
    const reminded = Array.from({ length: 90 }, (_, minute) => ({
      at: new Date(Date.UTC(2026, 10, 26, 10, minute)).toISOString(),
      action: 'contract.reminded' as const,
      actor: 'system:approval-workflow' as const,
      actorProfile: null,
      actorName: null,
    }))
    const { pages, text } = readPdf(await drawn({ trail: [...evidence.trail.slice(0, 2), ...reminded] }))
    expect(pages).toBeGreaterThan(4)
    for (const { at } of reminded) expect(text).toContain(at.slice(0, 19).replace('T', ' '))
    for (let page = 1; page <= pages; page++) expect(text).toContain(`page ${page} of ${pages}`)
  })

  test('is not torn by the longest that anyone may have typed', async () => {
    const long = 'w'.repeat(500)
    const text = await written({
      customer: { ...evidence.customer, legalName: 'Ελληνικά Αρτοποιεία – Łódź', address: long },
      decision: { ...evidence.decision, reason: `${long} ${long}`, userAgent: 'x'.repeat(256) },
      contract: { ...evidence.contract, term: { startsOn: '2026-12-01', months: 1 } },
      approver: { ...evidence.approver, profileId: id('profile', 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'), jobTitle: long },
    })
    expect(text).toContain(unbroken('Ελληνικά Αρτοποιεία – Łódź'))
    expect(text).toContain('x'.repeat(256))
    expect(text).toContain(unbroken('One month, from 1 December 2026'))
  })

  test('has words for whatever can happen to a contract before it is decided', () => {
    const never = [
      'contract.expired',
      'contract.cancelled',
      'contract.attestation-outdated',
      'contract.attestation-renewed',
    ]
    for (const { id: action } of activityActions)
      if (action.startsWith('contract.') && !never.includes(action))
        for (const language of languages) expect(certificateTexts[language].actions[action], action).toBeDefined()
  })
})
