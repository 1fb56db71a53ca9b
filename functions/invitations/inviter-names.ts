import type { InvitationRecord } from '../../shared/table/invitation.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'

type Invited = Pick<InvitationRecord, 'inviter' | 'organizationId'>

/** What an invitee is told about who invites: the name, and the organization where it is another one. Nothing for the deployer. */
export async function inviterNames({
  inviter,
  organizationId,
}: Invited): Promise<{ inviterName?: string; inviterOrganizationName?: string }> {
  if (!inviter.profileId || !inviter.organizationId) return {}
  const abroad = inviter.organizationId !== organizationId
  const [profile, organization] = await Promise.all([
    getProfile({ organizationId: inviter.organizationId, profileId: inviter.profileId }),
    abroad ? getOrganization(inviter.organizationId) : undefined,
  ])
  const inviterName = nameOf(profile)
  return { ...(inviterName && { inviterName }), ...(organization && { inviterOrganizationName: organization.name }) }
}

/** Whom an invitee can ask: the inviter, while they are active; without a name, it is an administrator. */
export async function inviterToAsk({ inviter }: Invited): Promise<{ inviterName?: string }> {
  const { organizationId, profileId } = inviter
  const profile = organizationId && profileId ? await getProfile({ organizationId, profileId }) : undefined
  const inviterName = profile?.status === 'active' ? nameOf(profile) : ''
  return inviterName ? { inviterName } : {}
}

const nameOf = (profile: Pick<ProfileRecord, 'firstName' | 'lastName'> | undefined): string =>
  [profile?.firstName, profile?.lastName].filter((name) => name !== undefined).join(' ')
