import type { ActivityId } from '../domain/ids.ts'
import { log } from '../platform/log.ts'
import { type Mail, MailRefused, sendMail } from '../platform/mailer.ts'
import { claimMail, markMailSent, releaseMail } from '../table/mail-claim.ts'

/** As long as a function that mails may run: a claim is nobody else's for that time. */
export const mailLeaseSeconds = 30

/**
 * Sends a mail about an activity once per recipient: it is claimed before SES is asked, and marked after. Where SES' answer never
 * came it is sent again when the lease is over. `failed` when SES refuses it for good. Throws where another run holds the claim
 * or SES is out of reach, so that the event comes again.
 */
export async function mailOnce({
  activityId,
  now,
  ...mail
}: Mail & { readonly activityId: ActivityId; readonly now: string }): Promise<'sent' | 'failed'> {
  const claim = await claimMail(activityId, mail.to, now, mailLeaseSeconds)
  if (claim === 'sent') return 'sent'
  if (claim === 'elsewhere') throw new Error('another run is sending this mail')
  try {
    const messageId = await sendMail(mail)
    await markMailSent(activityId, mail.to, messageId)
    log('info', 'mail.sent', { activityId, mailsSent: 1 })
    return 'sent'
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    await releaseMail(activityId, mail.to)
    return 'failed'
  }
}
