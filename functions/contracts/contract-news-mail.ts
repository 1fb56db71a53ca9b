import type { Reading } from '../../shared/frame/mail-each.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { contractNewsTexts } from './contract-news-texts.ts'

/** What can be told of a contract. */
export type ContractNews =
  | 'waits-for-contact'
  | 'undeliverable'
  | 'question'
  | 'handed-over'
  | 'approved'
  | 'declined'
  | 'expired'
  | 'cancelled'
  | 'organization-removed'
  | 'agreement-not-signed'
  | 'outdated'

export type ContractNewsMail = Reading & {
  readonly news: ContractNews
  /** Whether whoever was asked to decide reads it, who may have no account, or somebody who can look the contract up. */
  readonly as: 'approver' | 'other'
  /** Of the document. */
  readonly title: string
  readonly reference: string
  /** Who decides or has decided, where it is about them and they have a name. */
  readonly approverName: string | undefined
}

/** Tells somebody what became of a contract, and what to do about it. Reasons and questions are not in it: they stand in the contract. */
export function contractNewsMail(mail: ContractNewsMail): WrittenMail {
  const { language, appName, organizationName, news, title, reference, approverName, signInUrl } = mail
  const texts = contractNewsTexts[language]
  const { subject, heading, what, next, nextOfApprover } = texts.news[news]
  const facts = [
    { label: texts.document, value: title },
    { label: texts.organization, value: organizationName },
    ...(approverName === undefined ? [] : [{ label: texts.approver, value: approverName }]),
    { label: texts.reference, value: reference },
  ]
  const isApprover = mail.as === 'approver'
  return renderMail({
    language,
    appName,
    to: mail,
    subject: subject(title, organizationName),
    preheader: what(organizationName),
    heading,
    blocks: [
      { kind: 'paragraph', text: what(organizationName) },
      { kind: 'facts', rows: facts },
      { kind: 'paragraph', text: (isApprover && nextOfApprover) || next },
      ...(isApprover ? [] : [{ kind: 'button', label: texts.button, url: signInUrl, orCopy: texts.orCopy } as const]),
    ],
    footer: [isApprover ? texts.footerOfApprover : texts.footer],
  })
}
