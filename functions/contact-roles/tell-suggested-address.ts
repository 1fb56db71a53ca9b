import { administratorsOf } from '../../shared/frame/administrators.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { log } from '../../shared/platform/log.ts'
import { getActivity, valuesOf } from '../../shared/table/activity.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { suggestedAddressMail } from './suggested-address-mail.ts'

/** Tells the administrators, each once, at which address a contact would like to be reached: it stands sealed in the activity alone. */
export const tellSuggestedAddress = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, subject, at, now } = event
  const [contact, organization, activity] = await Promise.all([
    subject && getProfile({ organizationId, profileId: subject }),
    getOrganization(organizationId),
    getActivity({ organizationId, activityId }),
  ])
  const suggestedEmail = contact && activity && valuesOf(activity, contact.sealKey).after.email
  if (!contact || !suggestedEmail || !organization || organization.status === 'removed')
    return log('info', 'mail.not-due', { activityId })
  const names = [contact.firstName, contact.lastName].filter((name) => name !== undefined).join(' ')
  const administrators = await administratorsOf(organizationId, now)
  await mailEach(event, organization, administrators, (reading) =>
    suggestedAddressMail({
      ...reading,
      contactName: contact.displayName ?? (names || contact.email),
      email: contact.email,
      suggestedEmail,
      askedAt: at,
    }),
  )
}

export const handler = eventFunction(tellSuggestedAddress)
