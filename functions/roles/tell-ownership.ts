import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { nameOf } from '../../shared/domain/person-name.ts'
import { type Administrator, activeOwners } from '../../shared/frame/administrators.ts'
import { doerNameOf } from '../../shared/frame/doer.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { log } from '../../shared/platform/log.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { type OwnershipNews, ownershipMail } from './ownership-mail.tsx'

/**
 * Tells somebody who was made an owner, or is one no more, and every other owner when one is made (N6). Whoever is invited as one is told by the
 * invitation, and becomes one by accepting.
 */
export const tellOwnership = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, subject, about, at } = event
  const [is, was] = [about.roleId === ownerRoleId, about.roleBefore === ownerRoleId]
  const [profile, organization] = await Promise.all([
    subject && getProfile({ organizationId, profileId: subject }),
    getOrganization(organizationId),
  ])
  if (is === was || !profile?.user || profile.status === 'draft' || !organization)
    return log('info', 'mail.not-due', { activityId })
  const owners = is ? await activeOwners(organizationId) : []
  const readers: readonly (Administrator & { readonly news: OwnershipNews })[] = [
    ...(profile.status === 'active' ? [{ ...profile, news: is ? 'given' : 'taken' } as const] : []),
    ...owners
      .filter(({ profileId }) => profileId !== profile.profileId)
      .map((owner) => ({ ...owner, news: 'made' }) as const),
  ]
  const doerName = await doerNameOf(event)
  await mailEach(event, organization, readers, (reading, { news }) =>
    ownershipMail({ ...reading, news, name: nameOf(profile), email: profile.email, doerName, changedAt: at }),
  )
}

export const handler = eventFunction(tellOwnership)
