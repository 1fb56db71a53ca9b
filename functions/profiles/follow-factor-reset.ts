import { everywhere, signOutIn } from '../../shared/frame/belongings.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { activationAddress } from '../../shared/platform/addresses.ts'
import { removeUser } from '../../shared/platform/directory.ts'
import { env } from '../../shared/platform/env.ts'
import { deriveLinkToken, hashLinkToken } from '../../shared/platform/link-token.ts'
import { log } from '../../shared/platform/log.ts'
import { raiseTokensValidFrom } from '../../shared/table/access.ts'
import { getActivity } from '../../shared/table/activity.ts'
import { advanceFactorReset, type FactorResetRecord, getFactorReset } from '../../shared/table/factor-reset.ts'
import { endTokens, getIdentity } from '../../shared/table/identity.ts'
import { storeResetLink } from '../../shared/table/link.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { resetMail } from './reset-mail.tsx'

/**
 * What follows when a sign-in was reset (A13): first the directory lets go of the old password and factor, then a link is mailed that
 * sets new ones. The user is taken out once a reset, before there is a link: an event that comes twice or late ends nothing new.
 */
export const followFactorReset = async (event: ActivityEvent): Promise<void> => {
  const { organizationId, activityId, subject, about, at, now } = event
  // One activity an organization, and only the first of them is followed up.
  if (about.tells === undefined) return
  const notDue = () => log('info', 'mail.not-due', { activityId })
  const [profile, organization] = await Promise.all([
    subject && getProfile({ organizationId, profileId: subject }),
    getOrganization(organizationId),
  ])
  const [found, identity] = profile?.identityId
    ? await Promise.all([getFactorReset(profile.identityId), getIdentity(profile.identityId)])
    : []
  if (!profile || !identity || !found || found.generation !== about.generation || found.state === 'done')
    return notDue()
  const reset = found.state === 'requested' ? await letGo(found, event) : found
  if (profile.status !== 'active' || organization?.status !== 'active' || now >= reset.expiresAt) return notDue()

  const { identityId, generation, nonce, expiresAt } = reset
  const token = await deriveLinkToken({ purpose: 'factor-reset', id: identityId, generation, nonce })
  if (!(await storeResetLink(hashLinkToken(token), reset, event.newId('activity')))) return notDue()
  const written = resetMail({
    language: profile.language,
    appName: env('APP_NAME'),
    salutation: profile.salutation,
    firstName: profile.firstName,
    lastName: profile.lastName,
    organizationName: organization.name,
    link: activationAddress(token),
    resetAt: at,
    expiresAt,
    timeZone: organization.timeZone,
  })
  // A profile may still have an address that its person has given up (P8): the link goes to the one they sign in with.
  await mailOnce({ activityId, organizationId, to: identity.email, reader: profile, now, ...written })
}

export const handler = eventFunction(followFactorReset)

/**
 * Ends the old sign-in, and with it whatever token it gave out until it ended; organizations that did not fit into the transaction of
 * the reset get their activity. Only then may a link set a new one.
 */
async function letGo(reset: FactorResetRecord, event: ActivityEvent): Promise<FactorResetRecord> {
  const { organizationId, activityId, now, newId } = event
  const { identityId } = reset
  const [activity, identity] = await Promise.all([
    getActivity({ organizationId, activityId }),
    getIdentity(identityId),
    removeUser(identityId),
  ])
  if (!activity || !identity) throw new Error('a reset without its activity, or of nobody')
  const { actor: principal, actorProfile, actingFor, origin } = activity
  const profile = actorProfile && { organizationId: actingFor ?? organizationId, profileId: actorProfile }
  const by = { principal, ...(profile && { profile }), actingFor, origin }
  const endedAt = Math.floor(Date.now() / 1000) + 1
  for await (const belonging of everywhere(identityId)) {
    const { tokensValidFrom } = belonging.access
    if (tokensValidFrom * 1000 > Date.parse(reset.requestedAt)) await raiseTokensValidFrom(belonging.access, endedAt)
    else
      await commit(await signOutIn(belonging, { action: 'factor.reset', about: {}, by, now, newId }), newId('activity'))
  }
  await commit(
    [endTokens(identity, Math.max(identity.tokensValidFrom, endedAt), now), advanceFactorReset(reset, 'open')],
    newId('activity'),
  )
  return { ...reset, state: 'open' }
}
