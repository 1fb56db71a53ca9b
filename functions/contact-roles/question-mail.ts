import type { Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { contactTexts } from './contact-texts.ts'
import type { NamerNames } from './namer.ts'
import { questionMailTexts } from './question-mail-texts.ts'
import { roleTexts } from './role-texts.ts'
import type { StandsFor } from './stands-for.ts'

export type QuestionMail = Addressee &
  NamerNames & {
    readonly language: Language
    readonly appName: string
    readonly organizationName: string
    /** Why they are asked, and whether it is for the first time. */
    readonly asks: 'named' | 'yearly' | 'reminder'
    /** Mail at this address was proved to reach them before. */
    readonly verified: boolean
    readonly standsFor: StandsFor
    /** What is known of them, which they are to look at once a year. */
    readonly known: readonly { readonly detail: 'name' | 'phone' | 'language'; readonly value: string }[]
    /** The link to their page: the only address in the mail. */
    readonly link: string
    readonly answerUntil: string
    readonly timeZone: string
  }

/** Asks a contact whether it is them, and says by whom they were named, for which organization and what that means (C8). */
export function questionMail(mail: QuestionMail): WrittenMail {
  const { language, appName, organizationName, asks, standsFor, known, link } = mail
  const texts = questionMailTexts[language]
  const words = texts[asks]
  const until = writtenTime({ ...mail, at: mail.answerUntil })
  return renderMail({
    language,
    appName,
    to: mail,
    subject: words.subject(organizationName),
    preheader: words.preheader,
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: asks === 'named' ? namedBy(mail) : words.what(organizationName) },
      {
        kind: 'facts',
        rows: [
          ...standsFor.map(({ contactRole, as }) => {
            const { name, means } = roleTexts[language][contactRole]
            return { label: as === 'deputy' ? contactTexts[language].deputy(name) : name, value: means }
          }),
          ...(asks === 'named' ? [] : known.map(({ detail, value }) => ({ label: texts.details[detail], value }))),
        ],
      },
      { kind: 'button', label: words.button, url: link, orCopy: texts.orCopy },
      { kind: 'paragraph', text: words.there },
      { kind: 'facts', rows: [{ label: texts.worksUntil, value: until }] },
    ],
    footer: [asks === 'named' && mail.verified ? texts.saysNothing : words.otherwise, texts.doNotForward],
  })
}

function namedBy({ language, namerName, namerOrganizationName, organizationName }: QuestionMail): string {
  const { lead, leadBy, leadFrom } = contactTexts[language].named
  if (namerName === undefined) return lead(organizationName)
  if (namerOrganizationName === undefined) return leadBy(namerName, organizationName)
  return leadFrom(namerName, namerOrganizationName, organizationName)
}
