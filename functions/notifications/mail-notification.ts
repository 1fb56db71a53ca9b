import { id } from '../../shared/domain/ids.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { env } from '../../shared/platform/env.ts'
import { log } from '../../shared/platform/log.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { getNotification, type NotifiedRecipient, recordNotificationDelivery } from '../../shared/table/notification.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'
import { notificationMail, type Reader } from './notification-mail.ts'
import { providerOf } from './provider-help.ts'
import { securityOperationsIn } from './security-operations.ts'

/** So many mails are on their way at the same time. */
const atOnce = 10

/**
 * Mails a notification to each of its recipients, once and in their language. What became of each mail is noted as it happens, so that
 * whatever ends the run, the next one goes on with those who still wait.
 */
export const mailNotification = async ({ organizationId, activityId, about, now }: ActivityEvent): Promise<void> => {
  const notificationId = id('notification', String(about.notificationId))
  const [notification, organization] = await Promise.all([
    getNotification({ organizationId, notificationId }),
    getOrganization(organizationId),
  ])
  const provider = organization && (await providerOf(organization))
  if (!notification || !organization || !provider) return log('info', 'mail.not-due', { activityId })
  const waiting = Object.entries(notification.recipients).filter(([, { state }]) => state === 'queued')
  const readers = await readersOf(
    waiting.map(([, recipient]) => recipient),
    organization,
    provider,
  )

  const mail = async (
    reader: Reader | undefined,
    { profileId, organizationId: of }: NotifiedRecipient,
    hash: string,
  ) => {
    // Whoever has gone since, or is deactivated, receives nothing (P6).
    if (!reader) return 'failed'
    const written = notificationMail({ notification, reader, organization, provider, appName: env('APP_NAME') })
    return mailOnce({
      activityId,
      organizationId,
      to: reader.email,
      reader: profileId && { organizationId: of ?? organizationId, profileId },
      delivers: { notificationId, recipient: hash },
      now,
      ...written,
    })
  }
  let failure: unknown
  for (let first = 0; first < waiting.length; first += atOnce) {
    const some = waiting.slice(first, first + atOnce).map(async ([recipientHash, recipient], at) => {
      const state = await mail(readers[first + at], recipient, recipientHash)
      await recordNotificationDelivery(organizationId, notificationId, recipientHash, state)
    })
    for (const end of await Promise.allSettled(some)) if (end.status === 'rejected') failure ??= end.reason
  }
  if (failure !== undefined) throw failure
}

export const handler = eventFunction(mailNotification)

/** Whom the mails go to, as they are at this moment: nobody's address stands in the notification. */
async function readersOf(
  recipients: readonly NotifiedRecipient[],
  { organizationId }: OrganizationRecord,
  provider: OrganizationRecord,
): Promise<readonly (Reader | undefined)[]> {
  const operations = securityOperationsIn(provider)
  const items = await getItems(
    recipients.flatMap(({ profileId, organizationId: of = organizationId }) =>
      profileId ? [profileKey({ organizationId: of, profileId })] : [],
    ),
  )
  const profiles = new Map(items.flatMap((item) => parseProfile(item) ?? []).map((one) => [one.profileId, one]))
  return recipients.map(({ profileId, why }) => {
    if (profileId === undefined)
      return operations?.email === undefined
        ? undefined
        : { email: operations.email, salutation: 'none', language: provider.language, user: false, why }
    const profile = profiles.get(profileId)
    return profile?.status === 'active' ? { ...profile, why } : undefined
  })
}
