import type { ActivityId, OrganizationId } from '../domain/ids.ts'
import { mailLeaseSeconds } from '../domain/mail-lease.ts'
import { log, loggableError } from '../platform/log.ts'
import { type Mail, MailRefused, sendMail } from '../platform/mailer.ts'
import { claimMail, type MailClaim, markMailSent, recipientOf, releaseMail } from '../table/mail-claim.ts'

type MailOfActivity = Mail & {
  readonly activityId: ActivityId
  /** Where the activity happened. */
  readonly organizationId: OrganizationId
  /** Whose address it is, where it is somebody's profile: marked when mail does not arrive there. */
  readonly reader?: MailClaim['reader'] | undefined
  /** Where it is shown what became of this mail. */
  readonly delivers?: MailClaim['delivers'] | undefined
  readonly now: string
}

/**
 * Sends a mail about an activity once per recipient: it is claimed before SES is asked, and marked after. Where SES' answer never
 * came it is sent again when the lease is over. `failed` when SES refuses it for good. Throws where another run holds the claim
 * or SES is out of reach, so that the event comes again; never once SES has taken the mail. With `mayGo`, which is asked by whoever is
 * about to send and by nobody else, so that it may count: `too-many` where it says no, and nothing is sent. `send` is how it goes out.
 */
export function mailOnce(mail: MailOfActivity, mayGo?: undefined, send?: typeof sendMail): Promise<'sent' | 'failed'>
export function mailOnce(mail: MailOfActivity, mayGo: () => Promise<boolean>): Promise<'sent' | 'failed' | 'too-many'>
export async function mailOnce(
  { activityId, organizationId, reader, delivers, now, ...mail }: MailOfActivity,
  mayGo: () => Promise<boolean> = async () => true,
  send: typeof sendMail = sendMail,
): Promise<'sent' | 'failed' | 'too-many'> {
  const claim = await claimMail(activityId, mail.to, now, mailLeaseSeconds, { organizationId, reader, delivers })
  if (claim === 'sent') return 'sent'
  if (claim === 'elsewhere') throw new Error('another run is sending this mail')
  if (!(await mayGo())) {
    await releaseMail(activityId, mail.to)
    return 'too-many'
  }
  try {
    const messageId = await send(mail, {
      organization: organizationId,
      activity: activityId,
      recipient: recipientOf(mail.to),
    })
    await rememberSent(activityId, mail.to, messageId)
    log('info', 'mail.sent', { activityId, mailsSent: 1 })
    return 'sent'
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    await releaseMail(activityId, mail.to)
    return 'failed'
  }
}

const mostTries = 3

/** The mail is on its way: an event that came again because this could not be written down would send it twice. */
async function rememberSent(activityId: ActivityId, to: string, messageId: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await markMailSent(activityId, to, messageId)
    } catch (error) {
      if (tries === mostTries) return log('error', 'mail.sent-unmarked', { activityId, ...loggableError(error) })
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** tries))
    }
  }
}
