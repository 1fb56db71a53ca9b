import { maskedAddress } from '../../shared/domain/address.ts'
import { publishedAgreement } from '../../shared/domain/agreement-text.ts'
import { mostQuestions, referenceOf } from '../../shared/domain/contract.ts'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { approvalAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { getApprovalCode, standingOf } from '../../shared/table/approval-code.ts'
import { getTexts } from '../../shared/table/document.ts'
import { type DocumentOffered, documentOffered, offerOf } from './approval-offer.ts'
import { type ApprovalPage, approvalPage } from './approval-page.tsx'
import type { OpenApprovalLink } from './open-approval-link.ts'
import { callableOf } from './parties.ts'
import { requesterOf } from './requester.ts'
import { successorsOf } from './successors.ts'
import { termInWords } from './term-in-words.ts'
import { wayToAsk } from './way-to-ask.ts'

/** What is read by whoever has a contract. */
export type DocumentShown = DocumentOffered & {
  /** The Markdown source. */
  readonly source: string
}

const withSource = async (document: DocumentOffered): Promise<DocumentShown> => {
  const { sha256 } = document
  return { ...document, source: (await getTexts([sha256])).get(sha256) ?? '' }
}

/** Reads the document of a contract as somebody reads it: two serial reads. */
export const documentShown = async (link: OpenApprovalLink): Promise<DocumentShown> =>
  withSource(await documentOffered(link))

/** The page behind a link that is open, with what somebody has just done, or what is wrong with what they typed. */
export async function approvalShown(
  link: OpenApprovalLink,
  now: string,
  shown: Pick<ApprovalPage, 'said' | 'values' | 'errors'> = {},
): Promise<string> {
  const { contract, organization, profile, token } = link
  const { approver } = contract
  const [{ document, ...offer }, code, requester, successors] = await Promise.all([
    offerOf(link).then(async (offered) => ({ ...offered, document: await withSource(offered.document) })),
    getApprovalCode(contract),
    requesterOf(contract),
    successorsOf(link),
  ])
  const { language } = profile
  return approvalPage({
    language,
    appName: env('APP_NAME'),
    kind: contract.kind,
    organizationName: organization.name,
    customer: offer.customer,
    provider: offer.provider,
    requester: requester?.name,
    reference: referenceOf(contract.contractId),
    deadline: writtenTime({ at: approver.deadlineAt, timeZone: organization.timeZone, language }),
    term: termInWords(contract.term, language),
    call: callableOf([organization, offer.above.parent, offer.above.provider]),
    document: { ...document, blocks: publishedAgreement(document.source) },
    statement: offer.statement,
    fingerprint: offer.fingerprint,
    mailedTo: maskedAddress(approver.email),
    code: code === undefined ? 'none' : standingOf(code, now),
    way: wayToAsk({ contract, organization, requester, above: offer.above }, language),
    successors,
    questionsLeft: mostQuestions - contract.questions.length,
    addresses: {
      code: approvalAddress(token, 'code'),
      decision: approvalAddress(token, 'decision'),
      question: approvalAddress(token, 'question'),
      'hand-over': approvalAddress(token, 'hand-over'),
      document: approvalAddress(token, 'document'),
    },
    ...shown,
  })
}
