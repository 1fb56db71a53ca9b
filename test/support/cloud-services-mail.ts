import {
  MessageRejected,
  SESClient,
  SendEmailCommand,
  type SendEmailCommandInput,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
} from '@aws-sdk/client-ses'
import { mockClient } from 'aws-sdk-client-mock'
import PostalMime from 'postal-mime'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { settings } from './cloud-services-settings.ts'
import { handedOver, sesEvent, type TaggedMail, type Told } from './ses-events.ts'

/** A mail as SES took it. */
export type SentMail = {
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly replyTo?: string
  /** In base64. */
  readonly attachments?: readonly { readonly fileName: string; readonly mediaType: string; readonly content: string }[]
}

const ses = mockClient(SESClient)
const sent: SentMail[] = []
/** What SES tells of a mail goes by these. */
const envelopes = new WeakMap<SentMail, Pick<TaggedMail, 'messageId' | 'tags'>>()
let trouble: 'refuses' | 'is-down' | 'answers-nothing' | undefined

/** SES, which takes mails of the verified sender alone and keeps them for whoever looks. */
export function startMail(): void {
  ses.reset()
  ses.on(SendEmailCommand).callsFake(async (input: SendEmailCommandInput) => {
    const { Source, Destination, Message, ReplyToAddresses } = input
    if (trouble === 'is-down') throw new Error('connect ECONNREFUSED')
    if (trouble === 'refuses' || Source !== settings.SENDER_ADDRESS)
      throw new MessageRejected({ $metadata: {}, message: 'Email address is not verified.' })
    const [to, ...others] = Destination?.ToAddresses ?? []
    if (to === undefined || others.length > 0 || Destination?.CcAddresses || Destination?.BccAddresses)
      throw new Error('every mail goes to one person')
    return take(input, {
      to,
      subject: Message?.Subject?.Data ?? '',
      html: Message?.Body?.Html?.Data ?? '',
      text: Message?.Body?.Text?.Data ?? '',
      ...(ReplyToAddresses && { replyTo: ReplyToAddresses.join(', ') }),
    })
  })
  ses.on(SendRawEmailCommand).callsFake(async (input: SendRawEmailCommandInput) => {
    const { Source, Destinations, RawMessage } = input
    if (trouble === 'is-down') throw new Error('connect ECONNREFUSED')
    const {
      from,
      to = [],
      subject = '',
      html = '',
      text = '',
      replyTo,
      attachments,
    } = await PostalMime.parse(RawMessage?.Data ?? '')
    if (trouble === 'refuses' || Source !== settings.SENDER_ADDRESS || from?.address !== Source)
      throw new MessageRejected({ $metadata: {}, message: 'Email address is not verified.' })
    const [addressee, ...others] = to.map(({ address }) => address)
    if (addressee === undefined || others.length > 0 || Destinations?.join() !== addressee)
      throw new Error('every mail goes to one person')
    return take(input, {
      to: addressee,
      subject,
      html,
      text,
      ...(replyTo && { replyTo: replyTo.map(({ address }) => address).join(', ') }),
      attachments: attachments.map(({ filename, mimeType, content }) => ({
        fileName: filename ?? '',
        mediaType: mimeType,
        content: Buffer.from(content as ArrayBuffer).toString('base64'),
      })),
    })
  })
}

function take(input: SendEmailCommandInput | SendRawEmailCommandInput, mail: SentMail): { readonly MessageId: string } {
  sent.push(mail)
  envelopes.set(mail, envelopeOf(input, `message-${sent.length}`))
  if (trouble === 'answers-nothing') throw new Error('socket hang up')
  return { MessageId: `message-${sent.length}` }
}

/** SES takes an event's tags from the mail, of letters, digits, hyphens and underscores alone, and tells nothing without the set. */
function envelopeOf(
  { ConfigurationSetName, Tags = [] }: SendEmailCommandInput | SendRawEmailCommandInput,
  messageId: string,
) {
  if (ConfigurationSetName !== settings.MAIL_CONFIGURATION_SET) throw new Error('ConfigurationSetDoesNotExist')
  const tags = Object.fromEntries(Tags.map(({ Name = '', Value = '' }) => [Name, Value]))
  for (const text of Object.entries(tags).flat())
    if (!/^[\w-]{1,256}$/.test(text)) throw new Error(`InvalidParameterValue: ${text}`)
  return { messageId, tags }
}

/** The event that SES puts on the account's own bus about a mail. */
export function wholeEventOf(mail: SentMail, told: Told, at = new Date().toISOString()) {
  const envelope = envelopes.get(mail)
  if (!envelope) throw new Error('SES has sent no such mail')
  return sesEvent(told, { ...mail, ...envelope }, settings.MAIL_CONFIGURATION_SET, at)
}

/** What the function that follows mails is handed of it. */
export const toldOf = (mail: SentMail, told: Told, at?: string): object => handedOver(wholeEventOf(mail, told, at))

/** Has SES tell what became of a mail. */
export async function tell(mail: SentMail | undefined, told: Told, at?: string): Promise<void> {
  if (!mail) throw new Error('there is no such mail')
  await invoke(await loadHandler('notifications', 'follow-mails'), toldOf(mail, told, at))
}

export const keptMail = { keep: () => sent, bringBack: (mails: readonly SentMail[]) => sent.push(...mails) }

/** Everything that was sent to an address so far, the oldest first. */
export const mailsTo = (address: string): readonly SentMail[] => sent.filter((mail) => mail.to === address)

/** Everything that was sent to anyone so far. */
export const allMails = (): readonly SentMail[] => sent

/** The path of the link in the newest mail to an address that has one, be it under a path such as `/activate/`. Throws where there is none. */
export function linkTo(address: string, under = '/'): string {
  const newest = mailsTo(address)
    .map(({ text }) => text.split(settings.PUBLIC_URL)[1]?.split(/\s/)[0])
    .filter((path) => path?.startsWith(under))
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
