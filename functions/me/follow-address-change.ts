import { foldAddress, maskedAddress, parseEmailAddress } from '../../shared/domain/address.ts'
import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { administratorsOf } from '../../shared/frame/administrators.ts'
import { type Belonging, everywhere } from '../../shared/frame/belongings.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { changeSignInAddress } from '../../shared/platform/directory.ts'
import { env } from '../../shared/platform/env.ts'
import { log } from '../../shared/platform/log.ts'
import { type ActivityRecord, getActivity, valuesOf } from '../../shared/table/activity.ts'
import { getIdentity, type IdentityRecord } from '../../shared/table/identity.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { addressChangedMail } from './address-mails.tsx'
import { moveAddress } from './move-address.ts'

/**
 * What follows when somebody signs in with another address (P8): Cognito learns of it and ends every session, profiles that did not
 * fit into the transaction follow, and the old address is told. It goes by what the identity says now, so that a later change
 * is never undone by the event of an earlier one.
 */
export const followAddressChange = async (event: ActivityEvent): Promise<void> => {
  const { organizationId, activityId, about } = event
  // One activity an organization, and only the first of them is followed up.
  if (about.tells === undefined) return
  const activity = await getActivity({ organizationId, activityId })
  const identityId = activity?.actor.startsWith('user:') ? activity.actor.slice('user:'.length) : undefined
  const identity = isId('identity', identityId) ? await getIdentity(identityId) : undefined
  if (!activity || !identity) return log('info', 'mail.not-due', { activityId })

  await changeSignInAddress(identity.identityId, identity.email)
  for await (const belonging of everywhere(identity.identityId)) await follow(belonging, identity, activity, event)
  await tellOldAddress(activity, identity, event)
}

export const handler = eventFunction(followAddressChange)

/** A profile that still has another address than its sign-in gets it, an organization a transaction. */
async function follow(
  belonging: Belonging,
  { identityId, email }: IdentityRecord,
  { origin, about }: ActivityRecord,
  { activityId, now, newId }: ActivityEvent,
): Promise<void> {
  if (foldAddress(belonging.profile.email) === foldAddress(email)) return
  const taken = new Problem('address-taken')
  const by = { principal: `user:${identityId}` as const, origin }
  const { generation = 0 } = about
  try {
    await commit(
      await moveAddress(belonging, email, { about: { generation }, by, taken, now, newId }),
      newId('activity'),
    )
  } catch (error) {
    // Another profile got the address meanwhile: this one keeps its own, and an administrator decides between them.
    if (error !== taken) throw error
    log('warn', 'address-change.left-behind', { activityId, organizationId: belonging.profile.organizationId })
  }
}

async function tellOldAddress(
  activity: ActivityRecord,
  identity: IdentityRecord,
  { organizationId, subject, activityId, at, now }: ActivityEvent,
): Promise<void> {
  const [profile, organization] = await Promise.all([
    subject && getProfile({ organizationId, profileId: subject }),
    getOrganization(organizationId),
  ])
  const old = profile && addressBefore(activity, profile)
  if (!profile || !organization || !old) return log('info', 'mail.not-due', { activityId })
  const administrators = await administratorsOf(organizationId, now)
  const written = addressChangedMail({
    language: profile.language,
    appName: env('APP_NAME'),
    salutation: profile.salutation,
    firstName: profile.firstName,
    lastName: profile.lastName,
    organizationName: organization.name,
    oldEmail: old,
    maskedNewEmail: maskedAddress(identity.email),
    changedAt: at,
    timeZone: organization.timeZone,
    administrators: administrators.filter(({ profileId }) => profileId !== profile.profileId),
  })
  await mailOnce({ activityId, organizationId, to: old, reader: profile, now, ...written })
}

/** The address before stands in the activity, sealed with the person's key. */
function addressBefore(activity: ActivityRecord, profile: ProfileRecord) {
  return parseEmailAddress(valuesOf(activity, profile.sealKey).before.email ?? '')
}
