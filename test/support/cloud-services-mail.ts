import { MessageRejected, SESClient, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-ses'
import { mockClient } from 'aws-sdk-client-mock'
import { settings } from './cloud-services-settings.ts'

/** A mail as SES took it. */
export type SentMail = {
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly replyTo?: string
}

const ses = mockClient(SESClient)
const sent: SentMail[] = []
let trouble: 'refuses' | 'is-down' | 'answers-nothing' | undefined

/** SES, which takes mails of the verified sender alone and keeps them for whoever looks. */
export function startMail(): void {
  ses.reset()
  ses
    .on(SendEmailCommand)
    .callsFake(async ({ Source, Destination, Message, ReplyToAddresses }: SendEmailCommandInput) => {
      if (trouble === 'is-down') throw new Error('connect ECONNREFUSED')
      if (trouble === 'refuses' || Source !== settings.SENDER_ADDRESS)
        throw new MessageRejected({ $metadata: {}, message: 'Email address is not verified.' })
      const [to, ...others] = Destination?.ToAddresses ?? []
      if (to === undefined || others.length > 0 || Destination?.CcAddresses || Destination?.BccAddresses)
        throw new Error('every mail goes to one person')
      sent.push({
        to,
        subject: Message?.Subject?.Data ?? '',
        html: Message?.Body?.Html?.Data ?? '',
        text: Message?.Body?.Text?.Data ?? '',
        ...(ReplyToAddresses && { replyTo: ReplyToAddresses.join(', ') }),
      })
      if (trouble === 'answers-nothing') throw new Error('socket hang up')
      return { MessageId: `message-${sent.length}` }
    })
}

export const keptMail = { keep: () => sent, bringBack: (mails: readonly SentMail[]) => sent.push(...mails) }

/** Everything that was sent to an address so far, the oldest first. */
export const mailsTo = (address: string): readonly SentMail[] => sent.filter((mail) => mail.to === address)

/** Everything that was sent to anyone so far. */
export const allMails = (): readonly SentMail[] => sent

/** The path of the link in the newest mail to an address that has one: `/activate/…`. Throws where there is none. */
export function linkTo(address: string): string {
  const newest = mailsTo(address)
    .map(({ text }) => text.split(settings.PUBLIC_URL)[1]?.split(/\s/)[0])
    .filter((path) => path !== undefined)
    .at(-1)
  if (newest === undefined) throw new Error(`no mail with a link went to ${address}`)
  return newest
}

/** While it runs, SES refuses every mail, cannot be reached, or takes it and its answer gets lost. */
export async function whileMail<Result>(now: NonNullable<typeof trouble>, act: () => Promise<Result>): Promise<Result> {
  trouble = now
  try {
    return await act()
  } finally {
    trouble = undefined
  }
}
