import { addressStateOf } from '../../shared/domain/address-state.ts'
import { answerableUntil, contactLinkStanding } from '../../shared/domain/contact-question.ts'
import type { Language } from '../../shared/domain/language.ts'
import { type AskedContact, isContact } from '../../shared/frame/contact-question.ts'
import type { Page, Visitor } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'
import { hashLinkToken } from '../../shared/platform/link-token.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { findContactLink } from '../../shared/table/link.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'
import { type ContactEnd, contactEndPage, statusOfContactEnd } from './contact-end-page.tsx'
import { standsFor } from './stands-for.ts'

/** Everything behind the link of a contact that may still be used. */
export type OpenContactLink = {
  readonly token: string
  readonly contact: AskedContact
  readonly organization: OrganizationRecord
}

/** Follows a link to the contact whom it asks, strongly, and changes nothing (I4); or gives the page that its end has (I12). */
export async function openContactLink(
  token: string,
  visitor: Visitor,
  now: string,
): Promise<OpenContactLink | { readonly ended: Page }> {
  const unknown = { ended: contactEnd({ end: 'unknown' }, visitor.language) }
  const link = await findContactLink(hashLinkToken(token))
  if (!link) return unknown
  const items = await getItems([profileKey(link), organizationKey(link.organizationId)])
  const [contact, organization] = [parseProfile(items[0]), parseOrganization(items[1])]
  if (!organization || organization.status === 'removed') return unknown

  const { name: organizationName, timeZone } = organization
  const ended = (end: ContactEnd) => ({ ended: contactEnd(end, contact?.language ?? organization.language) })
  if (!contact || !isContact(contact) || standsFor(contact, now).length === 0)
    return ended({ end: 'no-contact', organizationName })
  const { question } = contact
  switch (contactLinkStanding(question, link.generation, addressStateOf(contact), now)) {
    case 'replaced':
      return ended({ end: 'replaced', organizationName, askedAt: question.askedAt, timeZone })
    case 'disowned':
      return ended({ end: 'disowned', organizationName })
    case 'expired':
      return ended({ end: 'expired', organizationName, expiredAt: answerableUntil(question), timeZone })
    case 'open':
  }
  if (organization.status === 'suspended') return ended({ end: 'organization-suspended', organizationName })
  return { token, contact, organization }
}

/** The page of a link that has come to an end, or goes no further for now. */
export const contactEnd = (end: ContactEnd, language: Language): Page => ({
  status: statusOfContactEnd[end.end],
  html: contactEndPage({ language, appName: env('APP_NAME'), ...end }),
})
