import { foldAddress } from '../../shared/domain/address.ts'
import type { InvitationId } from '../../shared/domain/ids.ts'
import { invitationStatus } from '../../shared/domain/invitation.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { SignedInCaller } from '../../shared/frame/caller.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import {
  type InvitationRecord,
  invitationKey,
  listInvitationsOf,
  parseInvitation,
} from '../../shared/table/invitation.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'
import { Moved } from '../../shared/table/transaction.ts'

/** An invitation that the person whose address it was sent to may accept or decline. */
export type MyInvitation = {
  readonly invitation: InvitationRecord
  readonly profile: ProfileRecord
  readonly organization: OrganizationRecord
}

/**
 * The open invitation of that id to the address that the caller signs in with (I6): found by the address' hash, and read strongly
 * after that. Throws `not-found` for one to anybody else, and what became of it where it is open no more.
 */
export async function myInvitation(
  { identity }: SignedInCaller,
  invitationId: InvitationId,
  now: string,
): Promise<MyInvitation> {
  const { email } = identity
  const [found] = (await listInvitationsOf({ email, invitationId, limit: 1 })).items
  if (!found) throw new Problem('not-found')
  const items = await getItems([invitationKey(found), profileKey(found), organizationKey(found.organizationId)])
  const [invitation, profile, organization] = [
    parseInvitation(items[0]),
    parseProfile(items[1]),
    parseOrganization(items[2]),
  ]
  if (!invitation || !organization || organization.status === 'removed') throw new Problem('not-found')
  switch (invitationStatus(invitation, now)) {
    case 'accepted':
      throw new Problem('invitation-accepted')
    case 'revoked':
      throw new Problem(
        invitation.revokedBecause === 'inviter-lost-access' ? 'inviter-lost-access' : 'invitation-revoked',
      )
    case 'expired':
      throw new Problem('invitation-expired')
    case 'pending':
  }
  // A pending invitation and its profile name each other, so one of the two was read before somebody else's change, the other after.
  if (profile && !(profile.status === 'invited' && profile.invitationId === invitationId))
    throw new Moved('an invitation that was pending when it was read')
  if (!profile || !isOfferOf(profile, { invitationId, email })) throw new Problem('not-found')
  if (organization.status === 'suspended')
    throw new Problem('forbidden', {
      detail:
        'The organization is suspended; the invitation can be accepted once whoever administers it has resumed it.',
    })
  return { invitation, profile, organization }
}

/** Whether a profile waits for that very invitation, under that address. */
export const isOfferOf = (
  profile: Pick<ProfileRecord, 'status' | 'invitationId' | 'email'>,
  { invitationId, email }: Pick<InvitationRecord, 'invitationId'> & Pick<ProfileRecord, 'email'>,
): boolean =>
  profile.status === 'invited' &&
  profile.invitationId === invitationId &&
  foldAddress(profile.email) === foldAddress(email)

/** The person, deciding about the place that they are offered. */
export const offeredTo = ({ principal, origin }: SignedInCaller, { profile, organization }: MyInvitation) => ({
  principal,
  origin,
  profile,
  organization,
})
