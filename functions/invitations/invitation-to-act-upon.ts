import { everythingGiven } from '../../shared/domain/may-grant.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import { getInvitation, type InvitationKey, type InvitationRecord } from '../../shared/table/invitation.ts'
import { whileWithoutOwner } from '../../shared/table/owners.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'

/** Reads the invitation that an act is about; 409 `invitation-accepted` for one that nothing can be done about any more. */
export async function unacceptedInvitation(key: InvitationKey): Promise<InvitationRecord> {
  const invitation = await getInvitation(key)
  if (!invitation) throw new Problem('not-found')
  if (invitation.state === 'accepted') throw new Problem('invitation-accepted')
  return invitation
}

/** The profile that an invitation is of, as long as it is the newest one of somebody who may still become a user by it (I3). */
export async function invitedProfile(invitation: InvitationRecord): Promise<ProfileRecord> {
  const profile = await getProfile(invitation)
  if (!profile) throw new Problem('profile-removed')
  if (profile.invitationId !== invitation.invitationId) throw new Problem('newer-invitation')
  if (profile.status === 'deactivated') throw new Problem('deactivated')
  if (!profile.user) throw new Problem('not-a-user')
  return profile
}

/**
 * Asks whether the caller could give everything that the invitation gives (A4, A5): throws `cannot-grant`, `owner-only` or `has-owner`.
 * The reason that owners were told when it was made holds for as long as it is not withdrawn (O3). Answers the conditions under which
 * this stays true.
 */
export async function requireMayGive(
  caller: OrganizationCaller,
  invitation: InvitationRecord,
  profile: ProfileRecord,
  now: string,
): Promise<readonly Write[]> {
  const { organization } = caller
  const definitions = await definitionsFor(organization, profile)
  const held = everythingGiven(profile, { organization, definitions }, now)
  const { onlyWithoutOwner } = await requireGrant(caller, held, now, invitation.inviter.reasonGiven)
  return onlyWithoutOwner ? [whileWithoutOwner(organization.organizationId)] : []
}
