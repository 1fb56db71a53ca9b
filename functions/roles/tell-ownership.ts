import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { nameOf } from '../../shared/domain/person-name.ts'
import { type Administrator, activeOwners } from '../../shared/frame/administrators.ts'
import { doerNameOf } from '../../shared/frame/doer.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { log } from '../../shared/platform/log.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { type OwnershipNews, ownershipMail } from './ownership-mail.tsx'

/**
 * Tells somebody who was made an owner, or is one no more, and every other owner when there is another (N6): by a default role, by accepting an
 * invitation as one, and by being active again. Whoever accepts knows it by the invitation.
 */
export const tellOwnership = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, subject, action, at } = event
  const [profile, organization] = await Promise.all([
    subject && getProfile({ organizationId, profileId: subject }),
    getOrganization(organizationId),
  ])
  const news = profile && profile.status === 'active' ? newsOf(event, profile) : undefined
  if (!profile || !organization || !news) return log('info', 'mail.not-due', { activityId })
  const owners = news === 'given' ? await activeOwners(organizationId) : []
  const readers: readonly (Administrator & { readonly news: OwnershipNews })[] = [
    ...(action === 'invitation.accepted' ? [] : [{ ...profile, news }]),
    ...owners
      .filter(({ profileId }) => profileId !== profile.profileId)
      .map((owner) => ({ ...owner, news: 'made' }) as const),
  ]
  const doerName = await doerNameOf(event)
  await mailEach(event, organization, readers, (reading, reader) =>
    ownershipMail({
      ...reading,
      news: reader.news,
      name: nameOf(profile),
      email: profile.email,
      doerName,
      changedAt: at,
    }),
  )
}

export const handler = eventFunction(tellOwnership)

function newsOf({ action, about }: ActivityEvent, { defaultRole }: ProfileRecord): 'given' | 'taken' | undefined {
  if (action === 'invitation.accepted' || action === 'profile.reactivated')
    return defaultRole?.roleId === ownerRoleId ? 'given' : undefined
  const [is, was] = [about.roleId === ownerRoleId, about.roleBefore === ownerRoleId]
  if (is === was) return undefined
  return is ? 'given' : 'taken'
}
