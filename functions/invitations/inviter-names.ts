import type { InvitationRecord } from '../../shared/table/invitation.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'

/** What an invitee is told about who invites: the name, and the organization where it is another one. Nothing for the deployer. */
export async function inviterNames({
  inviter,
  organizationId,
}: Pick<InvitationRecord, 'inviter' | 'organizationId'>): Promise<{
  inviterName?: string
  inviterOrganizationName?: string
}> {
  if (!inviter.profileId || !inviter.organizationId) return {}
  const abroad = inviter.organizationId !== organizationId
  const [profile, organization] = await Promise.all([
    getProfile({ organizationId: inviter.organizationId, profileId: inviter.profileId }),
    abroad ? getOrganization(inviter.organizationId) : undefined,
  ])
  const inviterName = [profile?.firstName, profile?.lastName].filter((name) => name !== undefined).join(' ')
  return { ...(inviterName && { inviterName }), ...(organization && { inviterOrganizationName: organization.name }) }
}
