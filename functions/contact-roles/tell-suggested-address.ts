import { administratorsOf } from '../../shared/frame/administrators.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { signInAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { log } from '../../shared/platform/log.ts'
import { getActivity, valuesOf } from '../../shared/table/activity.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { suggestedAddressMail } from './suggested-address-mail.ts'

/** Tells the administrators, each once, at which address a contact would like to be reached: it stands sealed in the activity alone. */
export const tellSuggestedAddress = async ({
  activityId,
  organizationId,
  subject,
  at,
  now,
}: ActivityEvent): Promise<void> => {
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
  const ends = await Promise.allSettled(
    administrators.map((reader) => {
      const { email, language, salutation, firstName, lastName } = reader
      const written = suggestedAddressMail({
        language,
        appName: env('APP_NAME'),
        salutation,
        firstName,
        lastName,
        organizationName: organization.name,
        contactName: contact.displayName ?? (names || contact.email),
        email: contact.email,
        suggestedEmail,
        askedAt: at,
        timeZone: organization.timeZone,
        signInUrl: signInAddress(),
      })
      return mailOnce({ activityId, organizationId, to: email, reader, now, ...written })
    }),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

export const handler = eventFunction(tellSuggestedAddress)
