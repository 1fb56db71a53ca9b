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

/** SES will not take this mail, now or later: nothing was sent. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
}

/** Hands a mail to SES and gives its message id. Throws MailRefused where SES took a look and refused. */
export async function sendMail({ to, subject, html, text, replyTo }: Mail): Promise<string> {
  if (/[\r\n]/.test(subject)) throw new Error('a subject has one line')
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
  try {
    const { MessageId } = await ses.send(
      new SendEmailCommand({
        Source: env('SENDER_ADDRESS'),
        Destination: { ToAddresses: [to] },
        ...(replyTo !== undefined && { ReplyToAddresses: [replyTo] }),
        Message: { Subject: utf8(subject), Body: { Html: utf8(html), Text: utf8(text) } },
      }),
    )
    return MessageId ?? ''
  } catch (cause) {
    if (cause instanceof MessageRejected) throw new MailRefused('SES refused the mail', { cause })
    throw cause
  }
}
