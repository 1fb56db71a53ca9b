import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

export type SuggestedAddressMail = Addressee & {
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  readonly contactName: string
  readonly email: string
  readonly suggestedEmail: string
  readonly askedAt: string
  readonly timeZone: string
  /** The sign-in page: the only address in the mail. */
  readonly signInUrl: string
}

type Texts = {
  readonly subject: (organization: string) => string
  readonly preheader: string
  readonly heading: string
  readonly what: (name: string, organization: string) => string
  readonly until: string
  readonly suggested: string
  readonly askedAt: string
  readonly todo: (app: string) => string
  readonly otherwise: string
  readonly button: string
  readonly orCopy: string
  readonly footer: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    subject: (organization) => `A contact of ${organization} asks for another address`,
    preheader: 'It changes once an administrator has set it.',
    heading: 'A contact asks for another address',
    what: (name, organization) =>
      `${name}, a contact of ${organization}, would like to be reached at another e-mail address. They asked for it by the link that went to the present one.`,
    until: 'Present address',
    suggested: 'Address asked for',
    askedAt: 'Asked on',
    todo: (app) =>
      `If you know that it is right, sign in to ${app} and change the address. A mail goes there then, and it counts once it is confirmed there.`,
    otherwise: 'If you are not sure, ask them first, by phone for example. Nothing happens by itself.',
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
    footer: 'You get this mail because you administer the organization.',
  },
  nl: {
    subject: (organization) => `Een contactpersoon van ${organization} vraagt om een ander adres`,
    preheader: 'Het verandert zodra een beheerder het heeft ingesteld.',
    heading: 'Een contactpersoon vraagt om een ander adres',
    what: (name, organization) =>
      `${name}, contactpersoon van ${organization}, wil graag op een ander e-mailadres bereikt worden. Dat is gevraagd met de link die naar het huidige adres ging.`,
    until: 'Huidig adres',
    suggested: 'Gevraagd adres',
    askedAt: 'Gevraagd op',
    todo: (app) =>
      `Weet u dat het klopt? Meld u dan aan bij ${app} en wijzig het adres. Er gaat dan een mail naartoe, en het telt zodra het daar is bevestigd.`,
    otherwise: 'Twijfelt u, vraag het dan eerst na, bijvoorbeeld per telefoon. Er gebeurt niets vanzelf.',
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    footer: 'U krijgt deze mail omdat u de organisatie beheert.',
  },
  fr: {
    subject: (organization) => `Un contact de ${organization} demande une autre adresse`,
    preheader: 'Elle change dès qu’un administrateur l’a enregistrée.',
    heading: 'Un contact demande une autre adresse',
    what: (name, organization) =>
      `${name}, contact de ${organization}, souhaite être joint à une autre adresse e-mail. La demande a été faite par le lien envoyé à l’adresse actuelle.`,
    until: 'Adresse actuelle',
    suggested: 'Adresse demandée',
    askedAt: 'Demandé le',
    todo: (app) =>
      `Si vous savez qu’elle est exacte, connectez-vous à ${app} et modifiez l’adresse. Un e-mail y est alors envoyé, et elle compte dès qu’elle y est confirmée.`,
    otherwise: 'En cas de doute, renseignez-vous d’abord, par téléphone par exemple. Rien ne se fait tout seul.',
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    footer: 'Vous recevez cet e-mail parce que vous administrez l’organisation.',
  },
  de: {
    subject: (organization) => `Eine Kontaktperson von ${organization} bittet um eine andere Adresse`,
    preheader: 'Sie ändert sich, sobald die Administration sie eingetragen hat.',
    heading: 'Eine Kontaktperson bittet um eine andere Adresse',
    what: (name, organization) =>
      `${name}, Kontaktperson von ${organization}, möchte unter einer anderen E-Mail-Adresse erreicht werden. Darum wurde mit dem Link gebeten, der an die bisherige ging.`,
    until: 'Bisherige Adresse',
    suggested: 'Gewünschte Adresse',
    askedAt: 'Gewünscht am',
    todo: (app) =>
      `Wenn Sie wissen, dass sie stimmt, melden Sie sich bei ${app} an und ändern Sie die Adresse. Dann geht eine E-Mail dorthin, und sie zählt, sobald sie dort bestätigt ist.`,
    otherwise:
      'Wenn Sie nicht sicher sind, fragen Sie vorher nach, zum Beispiel am Telefon. Von selbst geschieht nichts.',
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    footer: 'Sie erhalten diese E-Mail, weil Sie die Organisation administrieren.',
  },
}

/** Tells an administrator that a contact would like to be reached elsewhere, which only they can set (C8). */
export function suggestedAddressMail(mail: SuggestedAddressMail): WrittenMail {
  const { language, appName, organizationName } = mail
  const words = texts[language]
  return renderMail({
    language,
    appName,
    to: mail,
    subject: words.subject(organizationName),
    preheader: words.preheader,
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: words.what(mail.contactName, organizationName) },
      {
        kind: 'facts',
        rows: [
          { label: words.until, value: mail.email },
          { label: words.suggested, value: mail.suggestedEmail },
          { label: words.askedAt, value: writtenTime({ ...mail, at: mail.askedAt }) },
        ],
      },
      { kind: 'paragraph', text: words.todo(appName) },
      { kind: 'button', label: words.button, url: mail.signInUrl, orCopy: words.orCopy },
      { kind: 'paragraph', text: words.otherwise },
    ],
    footer: [words.footer],
  })
}
