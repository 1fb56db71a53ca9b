import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import type { ReachableBy } from './approval-page.tsx'

/** The mail with the code by which an approver decides. */
export type CodeMail = Addressee & {
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  /** Six digits. */
  readonly code: string
  /** Of the document. */
  readonly title: string
  readonly reference: string
  readonly call: ReachableBy | undefined
}

/** Brings the six digits in its first line, so that a phone shows them without opening it; the subject, which others may see, does not. */
export function codeMail(mail: CodeMail): WrittenMail {
  const { language, appName, organizationName, code, title, reference, call } = mail
  const texts = codeTexts[language]
  return renderMail({
    language,
    appName,
    to: mail,
    subject: texts.subject(title),
    preheader: texts.preheader(code),
    heading: texts.heading(code),
    blocks: [
      { kind: 'paragraph', text: texts.what(organizationName) },
      {
        kind: 'facts',
        rows: [
          { label: texts.document, value: title },
          { label: texts.reference, value: reference },
        ],
      },
      { kind: 'paragraph', text: texts.notAsked(call?.name, call?.phone, reference) },
    ],
    footer: [texts.nobodyAsks],
  })
}

type CodeTexts = {
  readonly subject: (document: string) => string
  readonly preheader: (code: string) => string
  readonly heading: (code: string) => string
  readonly what: (organization: string) => string
  readonly document: string
  readonly reference: string
  readonly notAsked: (name: string | undefined, phone: string | undefined, reference: string) => string
  readonly nobodyAsks: string
}

const codeTexts: InEveryLanguage<CodeTexts> = {
  en: {
    subject: (document) => `Your code for “${document}”`,
    preheader: (code) => `${code} is your code. It works for ten minutes.`,
    heading: (code) => `Your code: ${code}`,
    what: (organization) =>
      `Type it on the page that you have open, to decide for ${organization}. It works for ten minutes, on that page alone.`,
    document: 'Document',
    reference: 'Reference',
    notAsked: (name, phone, reference) =>
      `You did not ask for a code? Then somebody else has your link: do not pass the code on, and call ${name ?? 'your provider'}${phone ? ` at ${phone}` : ''} with the reference ${reference}.`,
    nobodyAsks: 'Nobody will ever ask you for this code by phone or by mail.',
  },
  nl: {
    subject: (document) => `Uw code voor “${document}”`,
    preheader: (code) => `${code} is uw code. De code werkt tien minuten.`,
    heading: (code) => `Uw code: ${code}`,
    what: (organization) =>
      `Typ de code op de pagina die u open hebt, om te beslissen voor ${organization}. De code werkt tien minuten, en alleen op die pagina.`,
    document: 'Document',
    reference: 'Referentie',
    notAsked: (name, phone, reference) =>
      `Vroeg u geen code? Dan heeft iemand anders uw link: geef de code niet door, en bel ${name ?? 'uw dienstverlener'}${phone ? ` op ${phone}` : ''} met de referentie ${reference}.`,
    nobodyAsks: 'Niemand zal u deze code ooit per telefoon of per mail vragen.',
  },
  fr: {
    subject: (document) => `Votre code pour «\u00a0${document}\u00a0»`,
    preheader: (code) => `${code} est votre code. Il est valable dix minutes.`,
    heading: (code) => `Votre code\u00a0: ${code}`,
    what: (organization) =>
      `Saisissez-le sur la page que vous avez ouverte, pour décider au nom de ${organization}. Il est valable dix minutes, sur cette page seulement.`,
    document: 'Document',
    reference: 'Référence',
    notAsked: (name, phone, reference) =>
      `Vous n’avez pas demandé de code\u00a0? Alors quelqu’un d’autre a votre lien\u00a0: ne transmettez pas le code, et appelez ${name ?? 'votre prestataire'}${phone ? ` au ${phone}` : ''} avec la référence ${reference}.`,
    nobodyAsks: 'Personne ne vous demandera jamais ce code par téléphone ou par e-mail.',
  },
  de: {
    subject: (document) => `Ihr Code für „${document}“`,
    preheader: (code) => `${code} ist Ihr Code. Er gilt zehn Minuten.`,
    heading: (code) => `Ihr Code: ${code}`,
    what: (organization) =>
      `Geben Sie ihn auf der Seite ein, die Sie geöffnet haben, um für ${organization} zu entscheiden. Er gilt zehn Minuten, und nur auf dieser Seite.`,
    document: 'Dokument',
    reference: 'Referenz',
    notAsked: (name, phone, reference) =>
      `Sie haben keinen Code angefordert? Dann hat jemand anders Ihren Link: Geben Sie den Code nicht weiter, und rufen Sie ${name ?? 'Ihren Anbieter'}${phone ? ` unter ${phone}` : ''} an, mit der Referenz ${reference}.`,
    nobodyAsks: 'Niemand wird Sie je am Telefon oder per Mail nach diesem Code fragen.',
  },
}
