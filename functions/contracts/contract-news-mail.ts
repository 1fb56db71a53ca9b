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
  | 'agreement-not-signed'
  | 'outdated'

/** Tells somebody what became of a contract, and what to do about it. Reasons and questions are not in it: they stand in the contract. */
export function contractNewsMail(
  mail: Reading & { readonly news: ContractNews; readonly title: string; readonly reference: string },
): WrittenMail {
  const { language, appName, organizationName, news, title, reference, signInUrl } = mail
  const texts = contractNewsTexts[language]
  const { subject, heading, what, next } = texts.news[news]
  return renderMail({
    language,
    appName,
    to: mail,
    subject: subject(title, organizationName),
    preheader: what(organizationName),
    heading,
    blocks: [
      { kind: 'paragraph', text: what(organizationName) },
      {
        kind: 'facts',
        rows: [
          { label: texts.document, value: title },
          { label: texts.organization, value: organizationName },
          { label: texts.reference, value: reference },
        ],
      },
      { kind: 'paragraph', text: next },
      { kind: 'button', label: texts.button, url: signInUrl, orCopy: texts.orCopy },
    ],
    footer: [texts.footer],
  })
}
