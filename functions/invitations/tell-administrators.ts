import { id } from '../../shared/domain/ids.ts'
import { type Administrator, activeOwners, administratorsOf } from '../../shared/frame/administrators.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { log } from '../../shared/platform/log.ts'
import { getActivity, valuesOf } from '../../shared/table/activity.ts'
import { getInvitation, type InvitationRecord } from '../../shared/table/invitation.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { administratorMail, type InvitationNews } from './administrator-mail.tsx'
import { inviterNames } from './inviter-names.ts'

/**
 * Tells whoever can do something about an invitation: the inviter when a new link is asked for (I12), or the administrators where
 * the inviter is active no more; the administrators when it was withdrawn because the inviter lost access (I10); all owners when
 * somebody is to be one of them for a reason (O3).
 */
export const tellAdministrators = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, about, now } = event
  const news = newsOf(event)
  if (!news) return
  const invitationId = id('invitation', String(about.invitationId))
  const invitation = await getInvitation({ organizationId, invitationId })
  const [profile, organization] = await Promise.all([
    invitation && getProfile({ organizationId, profileId: invitation.profileId }),
    getOrganization(organizationId),
  ])
  if (!invitation || !profile || !organization) return log('info', 'mail.not-due', { activityId, invitationId })
  const recipients = await recipientsOf(news, invitation, now)
  const inviter = await inviterNames(invitation)
  const reason = news === 'owner-invited' ? await reasonIn(event, profile) : undefined
  const invitedName = [profile.firstName, profile.lastName].filter((name) => name !== undefined).join(' ')

  await mailEach(event, organization, recipients, (reading) =>
    administratorMail({
      ...reading,
      news,
      ...(invitedName && { invitedName }),
      invitedEmail: profile.email,
      ...inviter,
      reason,
      sentAt: invitation.sentAt,
    }),
  )
}

export const handler = eventFunction(tellAdministrators)

function newsOf({ action, about }: ActivityEvent): InvitationNews | undefined {
  if (action === 'invitation.asked-for') return 'asked-for'
  if (about.because === 'reason-given') return 'owner-invited'
  return about.because === 'inviter-lost-access' ? 'withdrawn' : undefined
}

async function recipientsOf(
  news: InvitationNews,
  invitation: InvitationRecord,
  now: string,
): Promise<readonly Administrator[]> {
  if (news === 'owner-invited') return activeOwners(invitation.organizationId)
  const inviter = news === 'asked-for' ? await activeInviter(invitation) : undefined
  return inviter ? [inviter] : administratorsOf(invitation.organizationId, now)
}

/** The inviter's own words stand sealed in the activity, and nowhere else. */
async function reasonIn({ organizationId, activityId }: ActivityEvent, { sealKey }: ProfileRecord) {
  const activity = await getActivity({ organizationId, activityId })
  return activity && valuesOf(activity, sealKey).after.reason
}

async function activeInviter({
  inviter: { organizationId, profileId },
}: InvitationRecord): Promise<Administrator | undefined> {
  const profile = organizationId && profileId ? await getProfile({ organizationId, profileId }) : undefined
  return profile?.user && profile.status === 'active' ? profile : undefined
}
