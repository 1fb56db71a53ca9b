import type { Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { addressMailTexts } from './address-mail-texts.ts'
import { type PersonToTell, peopleToTell } from './people-to-tell.ts'

type Frame = { readonly language: Language; readonly appName: string }

/** An address that nobody has confirmed may belong to anyone, so it is greeted without a name. */
const nobodyKnown: Addressee = { salutation: 'none' }

/** The mail to a new address, with the link that confirms it: the only address of a page in it. */
export function confirmAddressMail(
  mail: Frame & {
    readonly email: string
    readonly link: string
    readonly expiresAt: string
    readonly timeZone: string
  },
): WrittenMail {
  const { confirm: words, orCopy } = addressMailTexts[mail.language]
  const until = writtenTime({ ...mail, at: mail.expiresAt })
  return renderMail({
    language: mail.language,
    appName: mail.appName,
    to: nobodyKnown,
    subject: words.subject(mail.appName),
    preheader: words.preheader(until),
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: words.asked(mail.appName) },
      { kind: 'button', label: words.button, url: mail.link, orCopy },
      {
        kind: 'facts',
        rows: [
          { label: words.newAddress, value: mail.email },
          { label: words.worksUntil, value: until },
        ],
      },
      { kind: 'paragraph', text: words.stays },
    ],
    footer: [words.notYou, words.doNotForward],
  })
}

/** The mail to an address that somebody wants to sign in with, and that has a sign-in of its own: no link, nothing changed. */
export function addressInUseMail(mail: Frame & { readonly signInUrl: string }): WrittenMail {
  const { inUse: words, orCopy } = addressMailTexts[mail.language]
  return renderMail({
    language: mail.language,
    appName: mail.appName,
    to: nobodyKnown,
    subject: words.subject(mail.appName),
    preheader: words.preheader,
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: words.why(mail.appName) },
      { kind: 'paragraph', text: words.wasYou },
      { kind: 'button', label: words.button, url: mail.signInUrl, orCopy },
    ],
    footer: [words.notYou],
  })
}

/** The notice to the old address (P8): that it changed, and whom to tell if it was somebody else. The new one is masked. */
export function addressChangedMail(
  mail: Frame &
    Addressee & {
      readonly organizationName: string
      readonly oldEmail: string
      readonly maskedNewEmail: string
      readonly changedAt: string
      readonly timeZone: string
      readonly administrators: readonly PersonToTell[]
    },
): WrittenMail {
  const { changed: words } = addressMailTexts[mail.language]
  return renderMail({
    language: mail.language,
    appName: mail.appName,
    to: mail,
    subject: words.subject(mail.appName),
    preheader: words.preheader,
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: words.changed(mail.appName) },
      {
        kind: 'facts',
        rows: [
          { label: words.when, value: writtenTime({ ...mail, at: mail.changedAt }) },
          { label: words.oldAddress, value: mail.oldEmail },
          { label: words.newAddress, value: mail.maskedNewEmail },
        ],
      },
      { kind: 'paragraph', text: words.consequence },
      { kind: 'heading', text: words.notYou },
      { kind: 'paragraph', text: words.tell(mail.organizationName) },
      ...peopleToTell(mail.administrators),
    ],
    footer: [words.neverAsked],
  })
}
