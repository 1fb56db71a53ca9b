import type { Evidence } from '../../shared/domain/evidence.ts'
import type { Language } from '../../shared/domain/language.ts'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { certificateTexts } from './certificate-texts.ts'
import { facts, finished, heading, ink, newDrawing, quiet, said } from './drawing.ts'
import { termInWords } from './term-in-words.ts'
import { verificationTexts } from './verification-texts.ts'

/** What a certificate is drawn from. */
export type Certificate = {
  readonly evidence: Evidence
  /** The same, signed: it is attached to the PDF as `evidence.jws`. */
  readonly jws: string
  readonly language: Language
  readonly appName: string
  /** Where it can be checked. */
  readonly verifyAt: string
}

/** Draws the certificate of a decision, to be filed: what, by whom, when, how that was confirmed, from where, and all that led to it (K9). */
export async function drawCertificate(certificate: Certificate): Promise<Buffer> {
  const { evidence, jws, language, appName, verifyAt } = certificate
  const words = certificateTexts[language]
  const { facts: common } = verificationTexts[language]
  const { contract, document, customer, provider, decision, approver, authority, trail } = evidence
  // A certificate tells its times in UTC, whoever reads it wherever.
  const at = (moment: string) => writtenTime({ at: moment, timeZone: 'UTC', language })
  const term = ({ startsOn, months }: NonNullable<Evidence['contract']['term']>) =>
    termInWords({ startsOn, ...(months !== null && { months }) }, language)
  const doer = (name: string | null, { actor, actorProfile }: { actor: string; actorProfile: string | null }) => {
    if (name !== null) return `${name} (${actorProfile ?? actor})`
    return actor.startsWith('system:') ? words.byItself : (actorProfile ?? actor)
  }
  const attester = doer(authority.attestedByName, {
    actor: authority.attestedBy,
    actorProfile: authority.attestedByProfile,
  })
  const title = words.title[decision.outcome]
  const drawing = newDrawing({ title: `${title}: ${document.title}`, language, at: decision.at })
  const { pdf } = drawing
  pdf.file(Buffer.from(jws, 'utf8'), {
    name: 'evidence.jws',
    type: 'application/jose',
    description: words.attached,
    creationDate: new Date(decision.at),
    modifiedDate: new Date(decision.at),
  })

  said(drawing, 'P', () => pdf.font('plain').fontSize(10).fillColor(quiet).text(appName))
  pdf.moveDown(0.4)
  said(drawing, 'H1', () => pdf.font('bold').fontSize(20).fillColor(ink).text(title))
  pdf.moveDown(0.2)
  said(drawing, 'P', () => pdf.font('plain').fontSize(13).text(document.title))
  pdf.moveDown(0.8)

  heading(drawing, 'H2', words.what)
  facts(drawing, [
    [common.customer, partyOf(customer)],
    [common.provider, partyOf(provider)],
    [common.document, `${document.title}, ${common.version(document.version)} (${document.language})`],
    ...(contract.term ? [[words.term, term(contract.term)] as const] : []),
    [common.hash, document.sha256],
    ...(document.templateId ? [[words.template, document.templateId] as const] : []),
    [common.reference, `${contract.reference} (${contract.contractId})`],
  ])
  heading(drawing, 'H2', words.who)
  facts(drawing, [
    [common.by, approver.typedName ?? nameOf(approver)],
    [
      words.registeredAs,
      [nameOf(approver), approver.jobTitle].filter((part) => part !== null && part !== '').join(', '),
    ],
    [common.address, approver.email],
    ...(approver.phone ? [[words.phone, approver.phone] as const] : []),
    [common.at, `${at(decision.at)}\n${decision.at}`],
    [common.confirmed, common.byCode(at(decision.confirmedBy.sentAt))],
    ...(decision.statement ? [[common.statement, decision.statement.text] as const] : []),
    ...(decision.reason ? [[common.reason, decision.reason] as const] : []),
    [words.from, [decision.ipAddress, decision.userAgent].filter((part) => part !== null).join('\n')],
    [words.authority, words.attestedBy(attester, at(authority.attestedAt), authority.wording)],
  ])
  heading(drawing, 'H2', words.trail)
  facts(
    drawing,
    trail.map((entry): readonly [string, string] => [
      entry.at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
      `${words.actions[entry.action] ?? entry.action}\n${doer(entry.actorName, entry)}`,
    ]),
  )
  heading(drawing, 'H2', words.check)
  said(drawing, 'P', () => pdf.text(words.checkAt(verifyAt), { lineGap: 3 }))
  return finished(drawing, (page, of) => `${title} · ${contract.reference} · ${words.page(page, of)}`)
}

const nameOf = ({ firstName, lastName }: Evidence['approver']): string =>
  [firstName, lastName].filter((part) => part !== null).join(' ')

const partyOf = ({ name, legalName, companyNumber, country, address }: Evidence['customer']): string =>
  [legalName ?? name, companyNumber, address, country].filter((part) => part !== null).join(', ')
