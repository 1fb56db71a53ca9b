import { everyMailEvent, mailEvents } from '../../shared/domain/mail-events.ts'

/** What SES tells of a mail; `comes back for now` is a bounce that is not permanent. */
export type Told = 'delivered' | 'bounced' | 'complained' | 'comes back for now'

/** A mail that an event is about. */
export type TaggedMail = {
  readonly to: string
  readonly subject: string
  readonly messageId: string
  readonly tags: Readonly<Record<string, string>>
}

/**
 * An event as SES puts it on the account's default bus, with everything that it says, addresses and headers included.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 */
export function sesEvent(told: Told, { to, subject, messageId, tags }: TaggedMail, set: string, at: string) {
  const sender = 'no-reply@rolecall.example'
  const mail = {
    timestamp: at,
    source: sender,
    sourceArn: 'arn:aws:ses:eu-west-1:000000000000:identity/rolecall.example',
    sendingAccountId: '000000000000',
    messageId,
    destination: [to],
    headersTruncated: false,
    headers: [
      { name: 'From', value: sender },
      { name: 'To', value: to },
      { name: 'Subject', value: subject },
    ],
    commonHeaders: { from: [sender], to: [to], messageId, subject },
    tags: {
      'ses:operation': ['SendEmail'],
      'ses:configuration-set': [set],
      'ses:source-ip': ['192.0.2.7'],
      'ses:from-domain': ['rolecall.example'],
      'ses:caller-identity': ['rolecall'],
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
    },
  }
  return {
    version: '0',
    id: '00000000-0000-4000-8000-000000000000',
    'detail-type': detailTypes[told],
    source: 'aws.ses',
    account: '000000000000',
    time: at,
    region: 'eu-west-1',
    resources: [`arn:aws:ses:eu-west-1:000000000000:configuration-set/${set}`],
    detail: { eventType: eventTypes[told], mail, ...said(told, to, at) },
  }
}

const detailTypes = {
  delivered: 'Email Delivered',
  bounced: 'Email Bounced',
  complained: 'Email Complaint Received',
  'comes back for now': 'Email Bounced',
} as const satisfies Record<Told, keyof typeof mailEvents>

const eventTypes = {
  delivered: 'Delivery',
  bounced: 'Bounce',
  complained: 'Complaint',
  'comes back for now': 'Bounce',
} as const satisfies Record<Told, string>

function said(told: Told, to: string, timestamp: string) {
  switch (told) {
    case 'delivered':
      return {
        delivery: {
          timestamp,
          processingTimeMillis: 731,
          recipients: [to],
          smtpResponse: '250 ok',
          reportingMTA: 'a6-1.smtp-out.eu-west-1.amazonses.com',
        },
      }
    case 'complained':
      return {
        complaint: {
          complainedRecipients: [{ emailAddress: to }],
          timestamp,
          feedbackId: '0100019ab-feedback-000000',
          complaintSubType: null,
          complaintFeedbackType: 'abuse',
          arrivalDate: timestamp,
        },
      }
    default:
      return {
        bounce: {
          bounceType: told === 'bounced' ? 'Permanent' : 'Transient',
          bounceSubType: told === 'bounced' ? 'NoEmail' : 'MailboxFull',
          bouncedRecipients: [
            { emailAddress: to, action: 'failed', status: '5.1.1', diagnosticCode: `smtp; 550 5.1.1 ${to}: unknown` },
          ],
          timestamp,
          feedbackId: '0100019ab-feedback-000000',
          reportingMTA: 'dns; a6-1.smtp-out.eu-west-1.amazonses.com',
        },
      }
  }
}

/** What the rules hand over of an event, as infra/constructs/mail-function.ts has them do. Throws where the event lacks any of it. */
export function handedOver(event: ReturnType<typeof sesEvent>): object {
  const paths = { ...everyMailEvent, ...mailEvents[event['detail-type']].paths }
  const detail = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, valueAt(event, path)]))
  return { 'detail-type': event['detail-type'], detail }
}

/** The value at a path such as `$.detail.mail.tags`, as EventBridge finds it. */
export function valueAt(event: object, path: string): unknown {
  const found = path
    .replace(/^\$\./, '')
    .split('.')
    .reduce<unknown>((value, name) => Reflect.get(Object(value), name), event)
  if (found === undefined) throw new Error(`the event has nothing at ${path}`)
  return found
}
