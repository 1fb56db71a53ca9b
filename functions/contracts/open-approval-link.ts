import type { Approver } from '../../shared/domain/contract.ts'
import { approvalLinkStanding, type Signatory } from '../../shared/domain/contract-lifecycle.ts'
import type { Language } from '../../shared/domain/language.ts'
import type { Page, Visitor } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'
import { hashLinkToken } from '../../shared/platform/link-token.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { type Contacts, listContacts } from '../../shared/table/contact.ts'
import { type ContractRecord, contractKey, parseContract } from '../../shared/table/contract.ts'
import { findApprovalLink } from '../../shared/table/link.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'
import { type ApprovalEnd, approvalEndPage, statusOfApprovalEnd } from './approval-end-page.tsx'
import { signatoriesOf } from './contract-situation.ts'
import { readWayToAsk } from './way-to-ask.ts'

/** Everything behind the link of a contract that may still be decided by whoever it was sent to. */
export type OpenApprovalLink = {
  readonly token: string
  readonly contract: ContractRecord & { readonly approver: Approver }
  readonly organization: OrganizationRecord
  readonly profile: ProfileRecord
  readonly contacts: Contacts
}

/**
 * Follows a link to the contract that it is about, strongly, and changes nothing (I4); or gives the page that its end has (I12). Whoever it was sent
 * to must still be the one who may approve, at the address it was sent to, at this very moment (K7, K10).
 */
export async function openApprovalLink(
  token: string,
  visitor: Visitor,
  now: string,
): Promise<OpenApprovalLink | { readonly ended: Page }> {
  const unknown = { ended: approvalEnd({ end: 'unknown' }, visitor.language) }
  const link = await findApprovalLink(hashLinkToken(token))
  if (!link) return unknown
  const [items, contacts] = await Promise.all([
    getItems([contractKey(link), organizationKey(link.organizationId), profileKey(link)]),
    listContacts(link.organizationId),
  ])
  const [contract, organization] = [parseContract(items[0]), parseOrganization(items[1])]
  const profile = parseProfile(items[2])
  if (!contract || !organization || organization.status === 'removed') return unknown

  const language = profile?.language ?? organization.language
  const { name: organizationName, timeZone } = organization
  const { document, decision, endedAt, approver } = contract
  const of = { organizationName, timeZone, title: document.title[language] ?? document.title.en }
  const byReader = decision?.profileId === link.profileId
  const way = () => readWayToAsk(contract, organization, language)
  const ended = (end: ApprovalEnd) => ({ ended: approvalEnd(end, language) })
  const standing = approvalLinkStanding(contract, link, await signatoriesOf(contract, organization, contacts), now)
  switch (standing) {
    case 'approved':
      return ended({ end: 'approved', ...of, at: decision?.at ?? now, byReader })
    case 'declined':
      return ended({ end: 'declined', ...of, at: decision?.at ?? now, byReader, way: await way() })
    case 'cancelled':
      return ended({ end: 'cancelled', ...of, at: endedAt ?? now, way: await way() })
    case 'expired':
      return ended({ end: 'expired', ...of, at: approver?.deadlineAt ?? endedAt ?? now, way: await way() })
    case 'replaced':
      return ended({ end: 'replaced', ...of })
    case 'moved':
      return ended({ end: organization.status === 'suspended' ? 'suspended' : 'moved', ...of })
    case 'open':
  }
  if (organization.status === 'suspended') return ended({ end: 'suspended', ...of })
  if (!approver || !profile) return ended({ end: 'moved', ...of })
  return { token, contract: { ...contract, approver }, organization, profile, contacts }
}

/** The page of a link that has come to an end, or goes no further for now. */
export const approvalEnd = (end: ApprovalEnd, language: Language): Page => ({
  status: statusOfApprovalEnd[end.end],
  html: approvalEndPage({ language, appName: env('APP_NAME'), ...end }),
})

/** Somebody to whom an approver may hand over: another Commercial Contact who could decide at this moment. */
export type Successor = Pick<Signatory, 'profileId' | 'email'> & { readonly name: string }
