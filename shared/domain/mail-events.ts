import type { MailOutcome } from './mail-outcome.ts'

/**
 * What SES tells on the account's default bus of mails with our configuration set, by `detail-type`, and what of it is handed over, by
 * path: ids, a time, a word. Addresses, headers and subjects, which stand beside them, are handed to nobody.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 */
export const mailEvents = {
  'Email Delivered': { outcome: 'delivered', paths: { at: '$.detail.delivery.timestamp' } },
  'Email Bounced': {
    outcome: 'bounced',
    paths: { at: '$.detail.bounce.timestamp', bounceType: '$.detail.bounce.bounceType' },
  },
  'Email Complaint Received': { outcome: 'complained', paths: { at: '$.detail.complaint.timestamp' } },
} as const satisfies Readonly<
  Record<string, { readonly outcome: MailOutcome; readonly paths: Readonly<Record<string, string>> }>
>

/** What is handed over of every one of them. */
export const everyMailEvent = { tags: '$.detail.mail.tags', messageId: '$.detail.mail.messageId' } as const
