import { addressLinkStanding } from '../../shared/domain/address-change.ts'
import type { Language } from '../../shared/domain/language.ts'
import type { Page, Visitor } from '../../shared/frame/operation.ts'
import { signInAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { hashLinkToken } from '../../shared/platform/link-token.ts'
import { type AddressChangeRecord, addressChangeKey, parseAddressChange } from '../../shared/table/address-change.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { type IdentityRecord, identityKey, parseIdentity } from '../../shared/table/identity.ts'
import { findAddressLink } from '../../shared/table/link.ts'
import { organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'
import { type AddressEnd, addressEndPage, statusOfAddressEnd } from './address-pages.tsx'

/** Everything behind a link that may still confirm a new address. */
export type OpenAddressLink = {
  readonly token: string
  readonly change: AddressChangeRecord
  readonly identity: IdentityRecord
  readonly language: Language
}

/** Follows a link to the change it confirms, strongly, and changes nothing (I4); or gives the page that its end has (I12). */
export async function openAddressLink(
  token: string,
  visitor: Visitor,
  now: string,
): Promise<OpenAddressLink | { readonly ended: Page }> {
  const link = await findAddressLink(hashLinkToken(token))
  if (!link) return { ended: addressEnd({ end: 'unknown' }, visitor.language) }
  const items = await getItems([
    addressChangeKey(link.identityId),
    identityKey(link.identityId),
    profileKey(link),
    organizationKey(link.organizationId),
  ])
  const [change, identity] = [parseAddressChange(items[0]), parseIdentity(items[1])]
  const [profile, organization] = [parseProfile(items[2]), parseOrganization(items[3])]
  const language = profile?.language ?? visitor.language
  const ended = (end: AddressEnd) => ({ ended: addressEnd(end, language) })
  if (!change || identity?.state !== 'accepted') return ended({ end: 'unknown' })

  const { tokensValidFrom } = identity
  const active = profile?.status === 'active' && organization?.status === 'active'
  switch (addressLinkStanding(change, link.generation, { tokensValidFrom, active }, now)) {
    case 'used':
      return ended({ end: 'used', email: change.email })
    case 'replaced':
      return ended({ end: 'replaced' })
    case 'withdrawn':
      return ended({ end: 'withdrawn' })
    case 'expired':
      return ended({ end: 'expired', expiredAt: change.expiresAt, timeZone: organization?.timeZone ?? 'UTC' })
    case 'open':
      return { token, change, identity, language }
  }
}

/** The page of a link that has come to an end, or goes no further for now. */
export const addressEnd = (end: AddressEnd, language: Language): Page => ({
  status: statusOfAddressEnd[end.end],
  html: addressEndPage({ language, appName: env('APP_NAME'), signInUrl: signInAddress(), ...end }),
})
