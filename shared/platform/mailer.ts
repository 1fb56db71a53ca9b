import { MessageRejected, SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import { env } from './env.ts'

const ses = new SESClient({})

/** A mail to one person. */
export type Mail = {
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  /** Who gets an answer to it; the sender itself reads none. */
  readonly replyTo?: string | undefined
}

/**
 * By what an event of SES is found to be about this mail: ids, and the address as its claim names it. SES takes letters, digits, hyphens and
 * underscores alone.
 */
export type MailTags = { readonly organization: string; readonly activity: string; readonly recipient: string }

/** SES will not take this mail, now or later: nothing was sent. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
}

/**
 * Hands a mail to SES and gives its message id; what becomes of it, SES tells with its tags. Throws MailRefused where SES took a look and
 * refused.
 */
export async function sendMail({ to, subject, html, text, replyTo }: Mail, tags: MailTags): Promise<string> {
  if (/[\r\n]/.test(subject)) throw new Error('a subject has one line')
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
  try {
    const { MessageId } = await ses.send(
      new SendEmailCommand({
        Source: env('SENDER_ADDRESS'),
        Destination: { ToAddresses: [to] },
        ...(replyTo !== undefined && { ReplyToAddresses: [replyTo] }),
        ConfigurationSetName: env('MAIL_CONFIGURATION_SET'),
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        Message: { Subject: utf8(subject), Body: { Html: utf8(html), Text: utf8(text) } },
      }),
    )
    return MessageId ?? ''
  } catch (cause) {
    if (cause instanceof MessageRejected) throw new MailRefused('SES refused the mail', { cause })
    throw cause
  }
}
