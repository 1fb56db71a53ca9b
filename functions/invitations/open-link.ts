import { linkStanding } from '../../shared/domain/invitation.ts'
import type { Language } from '../../shared/domain/language.ts'
import type { Page, Visitor } from '../../shared/frame/operation.ts'
import { activationAddress, signInAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { hashLinkToken } from '../../shared/platform/link-token.ts'
import type { AttemptRecord } from '../../shared/table/attempt.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { findIdentity, getIdentity, type IdentityRecord } from '../../shared/table/identity.ts'
import { getInvitation, type InvitationRecord, invitationKey, parseInvitation } from '../../shared/table/invitation.ts'
import { findLink } from '../../shared/table/link.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'
import { inviterToAsk } from './inviter-names.ts'
import { type LinkEnd, linkEndPage, statusOfLinkEnd } from './link-end-page.tsx'
import { type OpenReset, openResetLink } from './open-reset-link.ts'

/** Everything behind a link that may still be used: an invitation's, or that of a sign-in which was reset (A13). */
export type OpenLink = OpenInvitation | OpenReset

/** Everything behind the link of an invitation that is open. */
export type OpenInvitation = {
  readonly for: 'invitation'
  readonly token: string
  readonly invitation: InvitationRecord
  readonly profile: ProfileRecord
  readonly organization: OrganizationRecord
  /** The sign-in of the address, if it has one; it is still new, or the link would not be open. */
  readonly identity: IdentityRecord | undefined
}

/** A link that has come to its end: its page; and what stands behind one that has expired, where a new one can be asked for. */
export type EndedLink = {
  readonly ended: Page
  readonly expired?: Omit<OpenInvitation, 'for' | 'token' | 'identity'>
}

/**
 * Follows a link to what stands behind it, strongly, and changes nothing (I4). A link that has come to its end gives the page that
 * says so and what to do next (I12).
 */
export async function openLink(token: string, visitor: Visitor, now: string): Promise<OpenLink | EndedLink> {
  const link = await findLink(hashLinkToken(token))
  if (!link) return { ended: endPage({ end: 'unknown' }, visitor.language) }
  if (link.to === 'reset')
    return (await openResetLink(token, link, now)) ?? { ended: endPage({ end: 'unknown' }, visitor.language) }
  const items = await getItems([invitationKey(link), profileKey(link), organizationKey(link.organizationId)])
  const [invitation, profile, organization] = [
    parseInvitation(items[0]),
    parseProfile(items[1]),
    parseOrganization(items[2]),
  ]
  if (!invitation || !organization || organization.status === 'removed')
    return { ended: endPage({ end: 'unknown' }, visitor.language) }

  const language = profile?.language ?? organization.language
  const ended = (end: LinkEnd) => ({ ended: endPage(end, language) })
  const { name: organizationName, timeZone } = organization
  const signInUrl = signInAddress()
  const standing = linkStanding(invitation, link.generation, now)
  switch (standing) {
    case 'used':
      return ended({ end: 'used', organizationName, signInUrl })
    case 'replaced':
      return ended({ end: 'replaced', organizationName, sentAgainAt: invitation.sentAt, timeZone })
    case 'expired': {
      const end = { end: 'expired', expiredAt: invitation.expiresAt, timeZone, organizationName } as const
      const names = await inviterToAsk(invitation)
      // Nobody can be told where the deployer invited, and nothing can be sent while the organization is suspended.
      if (
        !waits(profile, invitation) ||
        invitation.inviter.principal === 'deployer' ||
        organization.status === 'suspended'
      )
        return ended({ ...end, ...names })
      const askAction = activationAddress(token, 'ask')
      return { ...ended({ ...end, ...names, askAction }), expired: { invitation, profile, organization } }
    }
    case 'revoked': {
      const end = invitation.revokedBecause === 'declined' ? 'declined' : 'revoked'
      return ended({ end, organizationName, ...(await inviterToAsk(invitation)) })
    }
    case 'open':
  }
  if (!waits(profile, invitation))
    return ended({ end: 'revoked', organizationName, ...(await inviterToAsk(invitation)) })
  if (organization.status === 'suspended') return ended({ end: 'organization-suspended', organizationName })
  const identityId = await findIdentity(profile.email)
  const identity = identityId && (await getIdentity(identityId))
  if (identity?.state === 'accepted') {
    // It may have become so by this very link, between the two reads.
    const again = await getInvitation(invitation)
    if (again?.state === 'accepted') return ended({ end: 'used', organizationName, signInUrl })
    return ended({ end: 'sign-in-instead', organizationName, email: profile.email, signInUrl })
  }
  return { for: 'invitation', token, invitation, profile, organization, identity }
}

/** What attempts and codes of a link are counted under: what it belongs to, and its send number. */
export const countedUnder = (link: OpenLink): Pick<AttemptRecord, 'linkOf' | 'generation'> =>
  link.for === 'reset'
    ? { linkOf: link.reset.identityId, generation: link.reset.generation }
    : { linkOf: link.invitation.invitationId, generation: link.invitation.generation }

/** The address that somebody signs in with once the link has been used. */
export const signInEmailOf = (link: OpenLink) => (link.for === 'reset' ? link.identity : link.profile).email

/** Whether somebody may still become a user by that very invitation. */
const waits = (
  profile: ProfileRecord | undefined,
  { invitationId }: Pick<InvitationRecord, 'invitationId'>,
): profile is ProfileRecord => profile?.status === 'invited' && profile.invitationId === invitationId

/** The page of a link that has come to an end, or goes no further for now. */
export const endPage = (end: LinkEnd, language: Language): Page => ({
  status: statusOfLinkEnd[end.end],
  html: linkEndPage({ language, appName: env('APP_NAME'), ...end }),
})
