import { addressHeardOf } from '../../shared/domain/address-state.ts'
import type { MailOutcome } from '../../shared/domain/mail-outcome.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { noteDelivery } from '../../shared/frame/invitation-delivery.ts'
import { type MailEvent, mailEventFunction } from '../../shared/frame/mail-event-function.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { log } from '../../shared/platform/log.ts'
import { type MailClaim, noteOutcome, recipientOf } from '../../shared/table/mail-claim.ts'
import { getMailbox, noteMailbox, whileMailbox } from '../../shared/table/mailbox.ts'
import { recordNotificationDelivery } from '../../shared/table/notification.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'

/**
 * What follows from what SES tells of a mail (N5, I9): its claim remembers the outcome, the invitation or notification that it carried
 * shows it, and whoever still has the address is marked where mail comes back for good or is complained of, until it arrives again.
 * A mail that comes back for now changes nothing: SES says so of readers on holiday, too.
 */
export const followMails = async (event: MailEvent): Promise<void> => {
  const { outcome, at, messageId, tags, now } = event
  const { activity: activityId, recipient } = tags
  if (outcome === 'comes-back-for-now') return log('info', 'mail.back-for-now', { activityId })
  const claim = await noteOutcome({ activityId, recipient, messageId }, outcome, at)
  if (!claim) return log('warn', 'mail.unclaimed', { activityId })
  log('info', 'mail.followed', { activityId, [counted[outcome]]: 1 })
  await show(claim, event, outcome)
  if (!claim.reader) return
  const mailbox = { organizationId: claim.reader.organizationId, recipient }
  await noteMailbox(mailbox, { outcome, at, now })
  await untilDecided(() => mark(claim.reader, event))
}

export const handler = mailEventFunction(followMails)

const counted = { delivered: 'mailsDelivered', bounced: 'mailsBounced', complained: 'mailsComplainedOf' } as const

/** A complaint comes after the delivery, which it does not undo. */
async function show({ delivers }: MailClaim, { tags }: MailEvent, outcome: MailOutcome): Promise<void> {
  if (!delivers || outcome === 'complained') return
  const { organization: organizationId } = tags
  if ('invitationId' in delivers)
    return noteDelivery({ organizationId, invitationId: delivers.invitationId }, delivers.generation, outcome)
  await recordNotificationDelivery(organizationId, delivers.notificationId, delivers.recipient, outcome)
}

/** Has the profile say what is known of the mails to its address by now, whoever told it. */
async function mark(reader: MailClaim['reader'], { tags, now, newId }: MailEvent): Promise<void> {
  if (!reader) return
  const { activity: activityId, recipient } = tags
  const [profile, organization, mailbox] = await Promise.all([
    getProfile(reader),
    getOrganization(reader.organizationId),
    getMailbox({ organizationId: reader.organizationId, recipient }),
  ])
  if (!profile || !organization || organization.status === 'removed' || recipientOf(profile.email) !== recipient) return
  const standing = addressHeardOf(profile, mailbox)
  if (!standing) return
  const fails = standing.addressState === 'undeliverable'
  const { writes } = await changePeopleUnasked(
    {
      organization,
      by: {
        principal: 'system:follow-mails',
        organization,
        origin: { requestId: activityId, ipAddress: undefined, userAgent: undefined },
      },
      now,
      newId,
    },
    [
      {
        before: profile,
        after: { ...profile, ...standing, updatedAt: now },
        action: fails ? 'address.undeliverable' : 'address.deliverable',
        about: { ...(fails && mailbox.failedBecause && { because: mailbox.failedBecause }) },
      },
    ],
  )
  await commit([...writes, whileMailbox(mailbox)], newId('activity'))
}
