import { createHash } from 'node:crypto'
import { approvalStatement, approvalStatementVersion } from '../../shared/domain/approval-statement.ts'
import type { Language } from '../../shared/domain/language.ts'
import { organizationsAbove } from '../../shared/frame/organizations-above.ts'
import { getPublishedVersion } from '../../shared/table/document.ts'
import type { Party } from './approval-page.tsx'
import type { OpenApprovalLink } from './open-approval-link.ts'
import { partyOf } from './parties.ts'

/** One version of a document in the language of whoever has the contract, where it was published in it, else in English. */
export type DocumentOffered = {
  readonly version: number
  readonly templateId: string | undefined
  readonly language: Language
  readonly title: string
  readonly summary: string
  readonly sha256: string
}

/** What somebody is asked to accept: the same is shown to them, and recorded when they decide. */
export type Offer = {
  readonly document: DocumentOffered
  readonly customer: Party
  readonly provider: Party
  /** What is ticked, word by word. */
  readonly statement: string
  readonly above: Awaited<ReturnType<typeof organizationsAbove>>
  /** A hash over all of it: the page carries it, so that nobody decides about anything but what they were shown (K9). */
  readonly fingerprint: string
}

/** Reads the version that a contract names. */
export async function documentOffered({ contract, profile }: OpenApprovalLink): Promise<DocumentOffered> {
  const { documentId, version } = contract.document
  const published = await getPublishedVersion({ documentId, version })
  if (!published) throw new Error('the version that a contract names is not there')
  const language = published.languages[profile.language] ? profile.language : 'en'
  const { title, summary, sha256 } = published.languages[language] ?? published.languages.en
  return { version, templateId: published.templateId, language, title, summary, sha256 }
}

/** What somebody is asked to accept, as of now: one round trip. */
export async function offerOf(link: OpenApprovalLink): Promise<Offer> {
  const { contract, organization, profile } = link
  const [document, above] = await Promise.all([documentOffered(link), organizationsAbove(organization)])
  const customer = partyOf(organization)
  const provider = partyOf(above.provider ?? organization)
  const statement = approvalStatement(profile.language, customer.name, document.title)
  const fingerprint = fingerprintOf([
    document.version,
    document.language,
    document.title,
    document.summary,
    document.sha256,
    customer.name,
    customer.companyNumber,
    provider.name,
    provider.companyNumber,
    contract.term?.startsOn,
    contract.term?.months,
    approvalStatementVersion,
    profile.language,
    statement,
  ])
  return { document, customer, provider, statement, above, fingerprint }
}

const fingerprintOf = (shown: readonly (string | number | undefined)[]): string =>
  createHash('sha256').update(JSON.stringify(shown)).digest('base64url')
