import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

export type OrphanedKeysMail = Addressee & {
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  /** Who made them, where they have a name that is still known. */
  readonly makerName?: string | undefined
  readonly keys: readonly { readonly name: string; readonly expiresAt: string }[]
  readonly timeZone: string
  /** The sign-in page: the only address in the mail. */
  readonly signInUrl: string
}

type Texts = {
  readonly subject: (organization: string) => string
  readonly preheader: string
  readonly heading: string
  readonly what: (maker: string, organization: string) => string
  readonly somebody: string
  readonly worksUntil: (date: string) => string
  readonly todo: string
  readonly button: string
  readonly orCopy: string
  readonly footer: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    subject: (organization) => `API keys of ${organization} to look at`,
    preheader: 'Whoever made them could not make them any more. They work on.',
    heading: 'API keys to look at',
    what: (maker, organization) =>
      `${maker} made these API keys of ${organization}, and could not make them any more: their access has ended or changed. The keys work on, so that no program stops.`,
    somebody: 'Somebody',
    worksUntil: (date) => `works until ${date}`,
    todo: 'Keep a key that a program needs, and rotate it if whoever made it may know its text. Revoke what nobody needs.',
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
    footer: 'You get this mail because you administer the organization.',
  },
  nl: {
    subject: (organization) => `API-sleutels van ${organization} om te bekijken`,
    preheader: 'Wie ze maakte, zou ze niet meer kunnen maken. Ze blijven werken.',
    heading: 'API-sleutels om te bekijken',
    what: (maker, organization) =>
      `${maker} heeft deze API-sleutels van ${organization} gemaakt en zou ze nu niet meer kunnen maken: de toegang is beëindigd of gewijzigd. De sleutels blijven werken, zodat geen programma stilvalt.`,
    somebody: 'Iemand',
    worksUntil: (date) => `werkt tot ${date}`,
    todo: 'Houd een sleutel die een programma nodig heeft, en vernieuw hem als wie hem maakte de tekst kan kennen. Trek in wat niemand nodig heeft.',
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    footer: 'U krijgt deze mail omdat u de organisatie beheert.',
  },
  fr: {
    subject: (organization) => `Clés d’API de ${organization} à vérifier`,
    preheader: 'Qui les a créées ne pourrait plus le faire. Elles fonctionnent toujours.',
    heading: 'Clés d’API à vérifier',
    what: (maker, organization) =>
      `${maker} a créé ces clés d’API de ${organization} et ne pourrait plus le faire\u00a0: son accès a pris fin ou a changé. Les clés fonctionnent toujours, pour qu’aucun programme ne s’arrête.`,
    somebody: 'Une personne',
    worksUntil: (date) => `valable jusqu’au ${date}`,
    todo: 'Gardez une clé dont un programme a besoin, et renouvelez-la si la personne qui l’a créée peut en connaître le texte. Révoquez ce dont personne n’a besoin.',
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    footer: 'Vous recevez cet e-mail parce que vous administrez l’organisation.',
  },
  de: {
    subject: (organization) => `API-Schlüssel von ${organization} zur Prüfung`,
    preheader: 'Wer sie erstellt hat, könnte es nicht mehr. Sie funktionieren weiter.',
    heading: 'API-Schlüssel zur Prüfung',
    what: (maker, organization) =>
      `${maker} hat diese API-Schlüssel von ${organization} erstellt und könnte es jetzt nicht mehr: Der Zugang wurde beendet oder geändert. Die Schlüssel funktionieren weiter, damit kein Programm stehen bleibt.`,
    somebody: 'Jemand',
    worksUntil: (date) => `funktioniert bis ${date}`,
    todo: 'Behalten Sie einen Schlüssel, den ein Programm braucht, und erneuern Sie ihn, wenn die Person, die ihn erstellt hat, seinen Text kennen kann. Widerrufen Sie, was niemand braucht.',
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    footer: 'Sie erhalten diese E-Mail, weil Sie die Organisation verwalten.',
  },
}

/** The mail about keys that work on without whoever made them: which, until when, and what to do about them. */
export function orphanedKeysMail(mail: OrphanedKeysMail): WrittenMail {
  const { language, appName, organizationName, makerName, keys, timeZone, signInUrl } = mail
  const words = texts[language]
  return renderMail({
    language,
    appName,
    to: mail,
    subject: words.subject(organizationName),
    preheader: words.preheader,
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: words.what(makerName ?? words.somebody, organizationName) },
      {
        kind: 'facts',
        rows: keys.map(({ name, expiresAt }) => ({
          label: name,
          value: words.worksUntil(writtenTime({ at: expiresAt, timeZone, language })),
        })),
      },
      { kind: 'paragraph', text: words.todo },
      { kind: 'button', label: words.button, url: signInUrl, orCopy: words.orCopy },
    ],
    footer: [words.footer],
  })
}
