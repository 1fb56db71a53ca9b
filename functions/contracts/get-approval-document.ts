import { referenceOf } from '../../shared/domain/contract.ts'
import type { PageOperation } from '../../shared/frame/operation.ts'
import { organizationsAbove } from '../../shared/frame/organizations-above.ts'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { drawAgreement } from './agreement-drawing.ts'
import { documentShown } from './approval-shown.ts'
import { approvalTexts } from './approval-texts.ts'
import { certificateTexts } from './certificate-texts.ts'
import { openApprovalLink } from './open-approval-link.ts'
import { partyOf } from './parties.ts'
import { termInWords } from './term-in-words.ts'

/** The document that somebody is asked to approve, as a PDF to keep; changes nothing. A link that has ended answers its page. */
export const getApprovalDocument: PageOperation<'getApprovalDocument'> = async ({ params, visitor, now }) => {
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  const { contract, organization } = link
  const [document, { provider = organization }] = await Promise.all([
    documentShown(link),
    organizationsAbove(organization),
  ])
  // All of it is in the language of the document, as the file says to whoever has it read aloud.
  const { language } = document
  const words = approvalTexts[language]
  const reference = referenceOf(contract.contractId)
  const party = (of: typeof organization) => {
    const { name, companyNumber } = partyOf(of)
    return companyNumber === undefined ? name : `${name} (${companyNumber})`
  }
  const content = await drawAgreement({
    language,
    title: document.title,
    summary: document.summary,
    summaryLabel: words.summary,
    rows: [
      [words.customer, party(organization)],
      [words.provider, party(provider)],
      [words.term, termInWords(contract.term, language)],
      [words.until, writtenTime({ at: contract.approver.deadlineAt, timeZone: organization.timeZone, language })],
      [words.reference, reference],
      [words.version, String(document.version)],
      ['SHA-256', document.sha256],
    ],
    source: document.source,
    at: contract.approver.sentAt,
    footer: (page, of) => `${document.title} · ${reference} · ${certificateTexts[language].page(page, of)}`,
  })
  return { content, mediaType: 'application/pdf', kept: 'never', name: `${document.title} ${reference}.pdf` }
}
