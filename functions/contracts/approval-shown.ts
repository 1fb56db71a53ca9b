import { maskedAddress } from '../../shared/domain/address.ts'
import { publishedAgreement } from '../../shared/domain/agreement-text.ts'
import { approvalStatement } from '../../shared/domain/approval-statement.ts'
import { mostQuestions, referenceOf } from '../../shared/domain/contract.ts'
import type { Language } from '../../shared/domain/language.ts'
import { organizationsAbove } from '../../shared/frame/organizations-above.ts'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { approvalAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { getApprovalCode, hasCodesLeft, isLocked } from '../../shared/table/approval-code.ts'
import { getPublishedVersion, getTexts } from '../../shared/table/document.ts'
import { findPeople } from '../../shared/table/people.ts'
import { type ApprovalPage, approvalPage } from './approval-page.tsx'
import type { OpenApprovalLink } from './open-approval-link.ts'
import { callableOf, partyOf } from './parties.ts'
import { successorsOf } from './successors.ts'
import { termInWords } from './term-in-words.ts'

/** What is read by whoever has a contract: one version of its document, in their language where it was published in it, else in English. */
export type DocumentShown = {
  readonly version: number
  readonly templateId: string | undefined
  readonly language: Language
  readonly title: string
  readonly summary: string
  readonly sha256: string
  /** The Markdown source. */
  readonly source: string
}

/** Reads the document of a contract as somebody reads it: two serial reads. */
export async function documentShown({ contract, profile }: OpenApprovalLink): Promise<DocumentShown> {
  const { documentId, version } = contract.document
  const published = await getPublishedVersion({ documentId, version })
  if (!published) throw new Error('the version that a contract names is not there')
  const language = published.languages[profile.language] ? profile.language : 'en'
  const { title, summary, sha256 } = published.languages[language] ?? published.languages.en
  const source = (await getTexts([sha256])).get(sha256) ?? ''
  return { version, templateId: published.templateId, language, title, summary, sha256, source }
}

/** The page behind a link that is open, with what somebody has just done, or what is wrong with what they typed. */
export async function approvalShown(
  link: OpenApprovalLink,
  now: string,
  shown: Pick<ApprovalPage, 'said' | 'values' | 'errors'> = {},
): Promise<string> {
  const { contract, organization, profile, token } = link
  const { approver, requestedByProfile } = contract
  const [document, code, above, person, successors] = await Promise.all([
    documentShown(link),
    getApprovalCode(contract),
    organizationsAbove(organization),
    findPeople(requestedByProfile ? [requestedByProfile] : []),
    successorsOf(link),
  ])
  const { language } = profile
  const provider = above.provider ?? organization
  const live = code !== undefined && code.expiresAt > now
  return approvalPage({
    language,
    appName: env('APP_NAME'),
    kind: contract.kind,
    organizationName: organization.name,
    customer: partyOf(organization),
    provider: partyOf(provider),
    requester: person(requestedByProfile)?.name,
    reference: referenceOf(contract.contractId),
    deadline: writtenTime({ at: approver.deadlineAt, timeZone: organization.timeZone, language }),
    term: termInWords(contract.term, language),
    call: callableOf([organization, above.parent, above.provider]),
    document: { ...document, blocks: publishedAgreement(document.source) },
    statement: approvalStatement(language, partyOf(organization).name, document.title),
    mailedTo: maskedAddress(approver.email),
    code: code && isLocked(code, now) ? 'locked' : live ? 'mailed' : 'none',
    codesLeft: code === undefined || hasCodesLeft(code),
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
