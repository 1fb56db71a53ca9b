import type { ContractKind } from '../../shared/domain/contract.ts'
import type { Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { approvalMailTexts } from './approval-mail-texts.ts'
import type { ReachableBy } from './approval-page.tsx'

/** The mail that asks somebody to approve a contract. */
export type ApprovalMail = Addressee & {
  readonly language: Language
  readonly appName: string
  /** Why it comes: for the first time, again, because they are the Commercial Contact now, or handed over to them. */
  readonly because: 'first' | 'reminder' | 'moved' | 'handed-over'
  readonly kind: ContractKind
  /** The customer and the provider, as they are registered. */
  readonly organizationName: string
  readonly providerName: string
  readonly requester: { readonly name: string | undefined; readonly organizationName: string } | undefined
  /** Of the document. */
  readonly title: string
  readonly reference: string
  /** The only address in the mail. */
  readonly link: string
  readonly deadlineAt: string
  readonly timeZone: string
  readonly now: string
  readonly call: ReachableBy | undefined
  /** Who reads an answer to it, by name; undefined where nobody does. */
  readonly answeredBy: string | undefined
  /** Who handed it over. */
  readonly handedOverBy?: string | undefined
}

const dayMilliseconds = 24 * 3600 * 1000

/** Asks somebody who may never have heard of us, on their phone, to look at a document and to decide (K4). */
export function approvalMail(mail: ApprovalMail): WrittenMail {
  const { language, appName, because, kind, organizationName, providerName, requester, title, reference, call } = mail
  const texts = approvalMailTexts[language]
  const until = writtenTime({ at: mail.deadlineAt, timeZone: mail.timeZone, language })
  const daysLeft = Math.round((Date.parse(mail.deadlineAt) - Date.parse(mail.now)) / dayMilliseconds)
  return renderMail({
    language,
    appName,
    to: mail,
    subject: texts[because].subject(title, organizationName),
    preheader: texts.preheader(providerName, until),
    heading: texts[because].heading,
    blocks: [
      { kind: 'paragraph', text: texts.asks[kind](providerName, organizationName) },
      { kind: 'paragraph', text: texts[because].why(mail.handedOverBy) },
      ...(because === 'reminder' ? [{ kind: 'paragraph', text: texts.left(daysLeft) } as const] : []),
      {
        kind: 'facts',
        rows: [
          { label: texts.document, value: title },
          { label: texts.forWhom, value: organizationName },
          ...(requester ? [{ label: texts.requestedBy, value: inWords(requester) }] : []),
          { label: texts.until, value: until },
          { label: texts.reference, value: reference },
        ],
      },
      { kind: 'button', label: texts.button, url: mail.link, orCopy: texts.orCopy },
      { kind: 'heading', text: texts.thereTitle },
      { kind: 'steps', items: texts.there },
      { kind: 'heading', text: texts.genuineTitle },
      { kind: 'paragraph', text: texts.genuine((call?.phone && call.name) || providerName, call?.phone, reference) },
    ],
    footer: [texts.doNotForward, ...(mail.answeredBy === undefined ? [] : [texts.reply(mail.answeredBy)])],
  })
}

const inWords = ({ name, organizationName }: NonNullable<ApprovalMail['requester']>): string =>
  name === undefined ? organizationName : `${name} (${organizationName})`
