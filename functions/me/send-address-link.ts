import { foldAddress } from '../../shared/domain/address.ts'
import { addressLinkStanding } from '../../shared/domain/address-change.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { confirmAddress, signInAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { deriveLinkToken, hashLinkToken } from '../../shared/platform/link-token.ts'
import { log } from '../../shared/platform/log.ts'
import { getAddressChange } from '../../shared/table/address-change.ts'
import { deferMail } from '../../shared/table/deferred-mail.ts'
import { findIdentity, getIdentity } from '../../shared/table/identity.ts'
import { countWithin } from '../../shared/table/limit.ts'
import { storeAddressLink } from '../../shared/table/link.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { addressInUseMail, confirmAddressMail } from './address-mails.tsx'

/**
 * Mails the link that confirms a new sign-in address (P8), as send-invitation mails an invitation's: derive, store on condition of
 * the request, send. An address that has a sign-in of its own gets no link, but is told. An address gets ten such mails a day over the whole
 * deployment: what is more waits until tomorrow, while the link would still work, and whoever asked learns nothing of it.
 */
export const sendAddressLink = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, subject, about, now, newId } = event
  const notDue = () => log('info', 'mail.not-due', { activityId })
  const [profile, organization] = await Promise.all([
    subject && getProfile({ organizationId, profileId: subject }),
    getOrganization(organizationId),
  ])
  if (!profile?.identityId || !organization) return notDue()
  const [change, identity] = await Promise.all([getAddressChange(profile.identityId), getIdentity(profile.identityId)])
  if (!change || !identity || change.generation !== about.generation) return notDue()
  const active = profile.status === 'active' && organization.status === 'active'
  const standing = addressLinkStanding(change, change.generation, { ...identity, active }, now)
  if (standing !== 'open') return notDue()
  const { email, expiresAt } = change
  const frame = { language: profile.language, appName: env('APP_NAME') }

  const wait = async () => {
    await commit([deferMail({ kind: 'address-link', organizationId, activityId }, now)], newId('activity'))
    log('info', 'mail.deferred', { activityId, mailsDeferred: 1 })
  }

  if (await findIdentity(email)) {
    const written = addressInUseMail({ ...frame, signInUrl: signInAddress() })
    const mayGo = () => countWithin('address-link-mails', foldAddress(email), now.slice(0, 10), now)
    const end = await mailOnce({ activityId, organizationId, to: email, reader: profile, now, ...written }, mayGo)
    return end === 'too-many' ? wait() : undefined
  }
  const { identityId, generation, nonce } = change
  const token = await deriveLinkToken({ purpose: 'address-change', id: identityId, generation, nonce })
  const stored = await storeAddressLink(hashLinkToken(token), change, { email, now }, () => newId('activity'))
  if (stored === 'moved') return notDue()
  if (stored === 'too-many') return wait()
  const { timeZone } = organization
  const written = confirmAddressMail({ ...frame, email, link: confirmAddress(token), expiresAt, timeZone })
  await mailOnce({ activityId, organizationId, to: email, reader: profile, now, ...written })
}

export const handler = eventFunction(sendAddressLink)
