import { administratorsOf } from '../../shared/frame/administrators.ts'
import { everywhere, signOutIn } from '../../shared/frame/belongings.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { signInAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { log } from '../../shared/platform/log.ts'
import { getIdentity, type IdentityRecord } from '../../shared/table/identity.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { doerIn } from './membership.ts'
import { newPasswordMail } from './new-password-mail.tsx'

/**
 * What follows when somebody has chosen a new password after forgetting it (A14): organizations that did not fit into the
 * transaction end the older tokens as well, and the address is told.
 */
export const followPasswordReset = async (event: ActivityEvent): Promise<void> => {
  const { organizationId, activityId, subject, about, at, now } = event
  // One activity an organization, and only the first of them is followed up.
  if (about.tells === undefined) return
  const [profile, organization] = await Promise.all([
    subject && getProfile({ organizationId, profileId: subject }),
    getOrganization(organizationId),
  ])
  const identity = profile?.identityId && (await getIdentity(profile.identityId))
  if (!profile || !organization || !identity) return log('info', 'mail.not-due', { activityId })

  await endTheRest(identity, event)
  const administrators = await administratorsOf(organizationId, now)
  const written = newPasswordMail({
    language: profile.language,
    appName: env('APP_NAME'),
    salutation: profile.salutation,
    firstName: profile.firstName,
    lastName: profile.lastName,
    organizationName: organization.name,
    email: identity.email,
    changedAt: at,
    timeZone: organization.timeZone,
    signInUrl: signInAddress(),
    administrators: administrators.filter(({ profileId }) => profileId !== profile.profileId),
  })
  await mailOnce({ activityId, organizationId, to: identity.email, reader: profile, now, ...written })
}

export const handler = eventFunction(followPasswordReset)

async function endTheRest(
  { identityId, tokensValidFrom }: IdentityRecord,
  { activityId, now, newId }: ActivityEvent,
): Promise<void> {
  const by = {
    principal: `user:${identityId}` as const,
    origin: { requestId: activityId, ipAddress: undefined, userAgent: undefined },
  }
  for await (const belonging of everywhere(identityId)) {
    if (belonging.access.tokensValidFrom >= tokensValidFrom) continue
    const how = { action: 'password.reset', about: {}, by: doerIn(belonging, by), now, newId } as const
    await commit(await signOutIn(belonging, how), newId('activity'))
  }
}
