import { MessageRejected, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { env } from './env.ts'
import { type Mail, MailRefused, type MailTags } from './mailer.ts'

const ses = new SESClient({})

/** A file that goes along with a mail. */
export type Attachment = { readonly fileName: string; readonly mediaType: string; readonly content: Buffer }

/** The same as `sendMail`, with files: SES takes these only as a whole message in MIME, which is composed here. */
export const sendMailWith =
  (attachments: readonly Attachment[]) =>
  async ({ to, subject, html, text, replyTo }: Mail, tags: MailTags): Promise<string> => {
    if (/[\r\n]/.test(subject)) throw new Error('a subject has one line')
    const message = new MailComposer({
      from: env('SENDER_ADDRESS'),
      to,
      subject,
      html,
      text,
      ...(replyTo !== undefined && { replyTo }),
      attachments: attachments.map(({ fileName, mediaType, content }) => ({
        filename: fileName,
        contentType: mediaType,
        content,
      })),
      // Nothing is fetched and nothing is read from disk for a mail.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    try {
      const { MessageId } = await ses.send(
        new SendRawEmailCommand({
          Source: env('SENDER_ADDRESS'),
          Destinations: [to],
          ConfigurationSetName: env('MAIL_CONFIGURATION_SET'),
          Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
          RawMessage: { Data: await message.compile().build() },
        }),
      )
      return MessageId ?? ''
    } catch (cause) {
      if (cause instanceof MessageRejected) throw new MailRefused('SES refused the mail', { cause })
      throw cause
    }
  }
