import type { Language } from '../../shared/domain/language.ts'
import { destinationOf, mayBeMuted, type Subject } from '../../shared/domain/notification-categories.ts'
import type { Why } from '../../shared/domain/recipients.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { type MailBlock, renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import type { NotificationRecord } from '../../shared/table/notification.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import { type NotificationTexts, notificationTexts } from './notification-texts.ts'
import { type SecurityOperations, securityOperationsIn } from './security-operations.ts'

/** Somebody who gets the mail, and why. */
export type Reader = Addressee & {
  readonly email: string
  readonly language: Language
  /** They sign in here. */
  readonly user: boolean
  readonly why: Why
}

export type NotificationMail = {
  readonly notification: Pick<NotificationRecord, 'category' | 'severity' | 'subject' | 'text'>
  readonly reader: Reader
  readonly organization: Pick<OrganizationRecord, 'name'>
  readonly provider: Pick<OrganizationRecord, 'name' | 'help'>
  readonly appName: string
}

/**
 * A message of the provider as one recipient reads it: what it says in their language, or in English, whom to turn to, and why it comes to
 * them. Answers go to the security operations centre where the message names it, and else to the provider's Service Desk.
 */
export function notificationMail(mail: NotificationMail): WrittenMail & { readonly replyTo: string | undefined } {
  const { notification, reader, organization, provider, appName } = mail
  const { language } = reader
  const words = notificationTexts[language]
  const text = notification.text[language] ?? notification.text.en
  const paragraphs = text.split(/\n+/)
  const operations = destinationOf(subjectOf(notification)).namesSecurityOperations && securityOperationsIn(provider)
  const replyTo = operations ? (operations.email ?? undefined) : provider.help?.serviceDesk?.email
  return {
    ...renderMail({
      language,
      appName,
      to: reader,
      subject: notification.subject[language] ?? notification.subject.en,
      preheader: paragraphs[0] ?? '',
      heading: notification.subject[language] ?? notification.subject.en,
      blocks: [
        ...paragraphs.map((paragraph): MailBlock => ({ kind: 'paragraph', text: paragraph })),
        {
          kind: 'facts',
          rows: [
            { label: words.about, value: organization.name },
            ...(notification.severity
              ? [{ label: words.severity, value: words.severities[notification.severity] }]
              : []),
          ],
        },
        ...(operations ? whomToTurnTo(operations, words) : []),
      ],
      footer: [
        words.sentBy(provider.name, appName),
        ...whyLines(mail, words),
        replyTo === undefined ? words.noReplies : words.replies(replyTo),
      ],
    }),
    replyTo,
  }
}

/** A notification that was written has the severity that its category takes. */
function subjectOf({ category, severity }: NotificationMail['notification']): Subject {
  if (category !== 'security-incident') return { category }
  if (!severity) throw new Error('a security incident has a severity')
  return { category, severity }
}

function whomToTurnTo({ name, email, phone }: SecurityOperations, words: NotificationTexts): readonly MailBlock[] {
  const rows = [
    { label: words.name, value: name },
    { label: words.email, value: email },
    { label: words.phone, value: phone },
  ].flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]))
  return [
    { kind: 'heading', text: words.securityOperations },
    { kind: 'facts', rows },
  ]
}

function whyLines(
  { notification, reader, organization: { name }, provider, appName }: NotificationMail,
  words: NotificationTexts,
): readonly string[] {
  const { why } = reader
  const instead = 'insteadOf' in why && why.insteadOf ? [words.insteadOf(words.roles[why.insteadOf], name)] : []
  const mayMute = (why.as === 'holder' || why.as === 'deputy') && mayBeMuted(notification.category)
  return [
    ...(why.as === 'holder' || why.as === 'deputy'
      ? [
          why.contactRole === 'watchlist'
            ? words.why.watchlist(name)
            : words.why[why.as](words.roles[why.contactRole], name),
        ]
      : why.as === 'security-operations'
        ? [words.why['security-operations'](provider.name)]
        : [words.why[why.as](name)]),
    ...instead,
    ...(why.as === 'administrator' ? [words.nameSomebody(appName)] : []),
    ...(mayMute ? [reader.user ? words.switchOff.user(appName) : words.switchOff.contact(name)] : []),
  ]
}
