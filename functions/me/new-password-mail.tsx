import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { type PersonToTell, peopleToTell } from './people-to-tell.ts'

export type NewPasswordMail = Addressee & {
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  /** The address that signs in, which is the address this goes to. */
  readonly email: string
  readonly changedAt: string
  readonly timeZone: string
  /** The sign-in page: the only address in the mail. */
  readonly signInUrl: string
  readonly administrators: readonly PersonToTell[]
}

type Texts = {
  readonly subject: (app: string) => string
  readonly preheader: string
  readonly heading: string
  readonly changed: (app: string) => string
  readonly when: string
  readonly address: string
  readonly consequence: string
  readonly button: string
  readonly orCopy: string
  readonly notYou: string
  readonly tell: (organization: string) => string
  readonly neverAsked: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    subject: (app) => `Your password for ${app} was changed`,
    preheader: 'What to do if it was not you.',
    heading: 'Your password was changed',
    changed: (app) =>
      `A new password for ${app} was chosen with a code that was sent to this address, because the old one was forgotten.`,
    when: 'Changed on',
    address: 'You sign in with',
    consequence:
      'You were signed out everywhere. Sign in with the new password and a code from your authenticator app, which stays the same.',
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
    notYou: 'Was it not you?',
    tell: (organization) =>
      `Then somebody else reads your mail. Change the password of your mailbox first. Then choose “Forgot your password?” on the sign-in page and set a new one, and tell an administrator of ${organization} at once.`,
    neverAsked: 'Nobody will ever ask you for your password or a code, on the phone or by e-mail.',
  },
  nl: {
    subject: (app) => `Uw wachtwoord voor ${app} is gewijzigd`,
    preheader: 'Wat u doet als u dit niet was.',
    heading: 'Uw wachtwoord is gewijzigd',
    changed: (app) =>
      `Er is een nieuw wachtwoord voor ${app} gekozen met een code die naar dit adres is gestuurd, omdat het oude vergeten was.`,
    when: 'Gewijzigd op',
    address: 'U meldt zich aan met',
    consequence:
      'U bent overal afgemeld. Meld u aan met het nieuwe wachtwoord en een code uit uw authenticator-app; die blijft dezelfde.',
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    notYou: 'Was u dat niet?',
    tell: (organization) =>
      `Dan leest iemand anders uw mail. Wijzig eerst het wachtwoord van uw mailbox. Kies daarna op de aanmeldpagina “Forgot your password?” en stel een nieuw wachtwoord in, en waarschuw meteen een beheerder van ${organization}.`,
    neverAsked: 'Niemand zal u ooit per telefoon of per mail om uw wachtwoord of een code vragen.',
  },
  fr: {
    subject: (app) => `Votre mot de passe pour ${app} a été modifié`,
    preheader: 'Que faire si ce n’était pas vous.',
    heading: 'Votre mot de passe a été modifié',
    changed: (app) =>
      `Un nouveau mot de passe pour ${app} a été choisi à l’aide d’un code envoyé à cette adresse, l’ancien ayant été oublié.`,
    when: 'Modifié le',
    address: 'Vous vous connectez avec',
    consequence:
      'Vous avez été déconnecté partout. Connectez-vous avec le nouveau mot de passe et un code de votre application d’authentification, qui reste la même.',
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    notYou: 'Ce n’était pas vous\u00a0?',
    tell: (organization) =>
      `Dans ce cas, quelqu’un d’autre lit vos e-mails. Changez d’abord le mot de passe de votre messagerie. Choisissez ensuite «\u00a0Forgot your password?\u00a0» sur la page de connexion pour définir un nouveau mot de passe, et prévenez immédiatement un administrateur chez ${organization}.`,
    neverAsked:
      'Personne ne vous demandera jamais votre mot de passe ni un code, que ce soit par téléphone ou par e-mail.',
  },
  de: {
    subject: (app) => `Ihr Passwort für ${app} wurde geändert`,
    preheader: 'Was zu tun ist, wenn Sie das nicht waren.',
    heading: 'Ihr Passwort wurde geändert',
    changed: (app) =>
      `Für ${app} wurde mit einem Code, der an diese Adresse ging, ein neues Passwort gewählt, weil das alte vergessen war.`,
    when: 'Geändert am',
    address: 'Sie melden sich an mit',
    consequence:
      'Sie wurden überall abgemeldet. Melden Sie sich mit dem neuen Passwort und einem Code aus Ihrer Authenticator-App an; diese bleibt dieselbe.',
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    notYou: 'Das waren Sie nicht?',
    tell: (organization) =>
      `Dann liest jemand anders Ihre E-Mails. Ändern Sie zuerst das Passwort Ihres Postfachs. Wählen Sie danach auf der Anmeldeseite „Forgot your password?“ und legen Sie ein neues Passwort fest, und informieren Sie bitte sofort die Administration von ${organization}.`,
    neverAsked: 'Niemand wird Sie je am Telefon oder per E-Mail nach Ihrem Passwort oder einem Code fragen.',
  },
}

/** The notice that a forgotten password was replaced (A14), and what to do if it was by somebody else. */
export function newPasswordMail(mail: NewPasswordMail): WrittenMail {
  const words = texts[mail.language]
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
          { label: words.address, value: mail.email },
        ],
      },
      { kind: 'paragraph', text: words.consequence },
      { kind: 'button', label: words.button, url: mail.signInUrl, orCopy: words.orCopy },
      { kind: 'heading', text: words.notYou },
      { kind: 'paragraph', text: words.tell(mail.organizationName) },
      ...peopleToTell(mail.administrators),
    ],
    footer: [words.neverAsked],
  })
}
