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

/**
 * The same part of a whole event, for one that lay among the dead letters of the bus as it came; undefined where it is none that SES tells of
 * our mails.
 */
export function handedOver(event: unknown): object | undefined {
  const type = valueAt(event, '$.detail-type')
  const told = Object.entries(mailEvents).find(([detailType]) => detailType === type)?.[1]
  if (!told || valueAt(event, '$.detail.mail') === undefined) return undefined
  const paths = Object.entries({ ...everyMailEvent, ...told.paths })
  return { 'detail-type': type, detail: Object.fromEntries(paths.map(([name, path]) => [name, valueAt(event, path)])) }
}

const valueAt = (of: unknown, path: string): unknown =>
  path
    .split('.')
    .slice(1)
    .reduce((value, name) => Reflect.get(Object(value), name), of)
