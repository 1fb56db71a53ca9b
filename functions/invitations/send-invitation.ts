import { type ActivityId, type InvitationId, id } from '../../shared/domain/ids.ts'
import { linkStanding, newInvitation } from '../../shared/domain/invitation.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { noteDelivery } from '../../shared/frame/invitation-delivery.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { env } from '../../shared/platform/env.ts'
import { deriveLinkToken, hashLinkToken } from '../../shared/platform/link-token.ts'
import { log } from '../../shared/platform/log.ts'
import { deferMail } from '../../shared/table/deferred-mail.ts'
import { changeInvitation, getInvitation, type InvitationRecord } from '../../shared/table/invitation.ts'
import { countLinkMail, waitingSince } from '../../shared/table/inviting.ts'
import { storeLink } from '../../shared/table/link.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { invitationMail } from './invitation-mail.tsx'
import { inviterNames } from './inviter-names.ts'

/**
 * Mails the link of an invitation (I1, I2): derives the token, stores its hash on condition of the send number, then sends. A
 * retry derives the same link; an invitation that has moved on is left to the event of its later state. An address gets ten a day over
 * the whole deployment: what is more waits until tomorrow, and nobody who invites learns of it. While the organization is suspended it
 * waits from day to day, and so does what was made beyond its own mails of a day.
 */
export const sendInvitation = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, about, now, newId } = event
  // A contact may become a user without being invited yet, and a draft's address may change.
  if (about.invitationId === undefined) return
  const invitationId = id('invitation', String(about.invitationId))
  const made = await getInvitation({ organizationId, invitationId })
  if (!isDue(made, about.generation, now)) return log('info', 'mail.not-due', { activityId, invitationId })
  // It waits, and was written down with what made it.
  if (made.mailFrom !== undefined && made.mailFrom > now.slice(0, 10))
    return log('info', 'mail.deferred', { activityId, invitationId, mailsDeferred: 1 })

  let invitation = made
  const [profile, organization, inviter] = await Promise.all([
    getProfile({ organizationId, profileId: invitation.profileId }),
    getOrganization(organizationId),
    inviterNames(invitation),
  ])
  const wait = async () => {
    const waiting = changeInvitation(invitation, { ...invitation, delivery: 'deferred' })
    await commit([waiting, deferMail({ kind: 'invitation', organizationId, activityId }, now)], newId('activity'))
    log('info', 'mail.deferred', { activityId, invitationId, mailsDeferred: 1 })
  }
  if (organization?.status === 'suspended') return wait()
  if (!profile || organization?.status !== 'active') return log('info', 'mail.not-due', { activityId, invitationId })

  if (invitation.mailFrom !== undefined) {
    const days = organization.invitationDays
    const counted = await countedToday(invitation, { activityId, days, now }, () => newId('activity'))
    if (!counted) return log('info', 'mail.deferred', { activityId, invitationId, mailsDeferred: 1 })
    invitation = counted
  }
  const token = await deriveLinkToken({ purpose: 'activation', ...keyOf(invitation), nonce: invitation.nonce })
  const stored = await storeLink(hashLinkToken(token), invitation, { email: profile.email, now }, () =>
    newId('activity'),
  )
  if (stored === 'moved') return log('info', 'mail.not-due', { activityId, invitationId })
  if (stored === 'too-many') return wait()

  const written = invitationMail({
    language: profile.language,
    appName: env('APP_NAME'),
    salutation: profile.salutation,
    firstName: profile.firstName,
    lastName: profile.lastName,
    organizationName: organization.name,
    ...inviter,
    link: `${env('PUBLIC_URL')}/activate/${token}`,
    expiresAt: invitation.expiresAt,
    timeZone: organization.timeZone,
  })
  const { generation } = invitation
  const delivery = await mailOnce({
    activityId,
    organizationId,
    to: profile.email,
    reader: profile,
    delivers: { invitationId, generation },
    now,
    ...written,
  })
  await noteDelivery(invitation, generation, delivery)
}

export const handler = eventFunction(sendInvitation)

const keyOf = ({ invitationId, generation }: { invitationId: InvitationId; generation: number }) => ({
  id: invitationId,
  generation,
})

/**
 * Counts a mail that has waited for its organization's next day, once: then it waits no longer, and its link works from now on as long as
 * any. Where that day's mails have gone as well, it waits for the one after, and there is nothing to send.
 */
async function countedToday(
  waiting: InvitationRecord,
  { activityId, days, now }: { readonly activityId: ActivityId; readonly days: number; readonly now: string },
  newToken: () => string,
): Promise<InvitationRecord | undefined> {
  const { organizationId, mailFrom: _, ...rest } = waiting
  const { expiresAt } = newInvitation(now, days)
  const after = { ...rest, organizationId, expiresAt, sentAt: now, updatedAt: now, version: waiting.version + 1 }
  try {
    await commit([countLinkMail(organizationId, now), changeInvitation(waiting, after)], newToken())
    return after
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const again = { ...waiting, ...waitingSince(now, days), updatedAt: now }
    await commit(
      [changeInvitation(waiting, again), deferMail({ kind: 'invitation', organizationId, activityId }, now)],
      newToken(),
    )
    return undefined
  }
}

function isDue(
  invitation: InvitationRecord | undefined,
  generation: unknown,
  now: string,
): invitation is InvitationRecord {
  return (
    invitation !== undefined &&
    invitation.generation === generation &&
    linkStanding(invitation, invitation.generation, now) === 'open'
  )
}
