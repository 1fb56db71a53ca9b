import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

export type AcceptanceMail = Addressee & {
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  /** By its link, with a password and an app to be chosen, or by somebody who signs in already (I6). */
  readonly through: 'link' | 'sign-in'
  /** The address that signs in, which is the address this goes to. */
  readonly email: string
  readonly acceptedAt: string
  readonly timeZone: string
  /** The sign-in page: the only address in the mail. */
  readonly signInUrl: string
  /** Whom to tell if it was somebody else, beside the organization's administrators. */
  readonly inviterName?: string | undefined
}

type Texts = {
  readonly subject: (organization: string, app: string) => string
  readonly preheader: string
  readonly heading: (organization: string) => string
  readonly accepted: (organization: string, app: string) => string
  readonly acceptedSignedIn: (organization: string, app: string) => string
  readonly when: string
  readonly address: string
  readonly how: string
  readonly button: string
  readonly orCopy: string
  readonly notYou: string
  readonly tell: (whom: string) => string
  readonly tellSignedIn: (whom: string) => string
  readonly administrator: (organization: string) => string
  readonly orAdministrator: (inviter: string, organization: string) => string
  readonly neverAsked: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    subject: (organization, app) => `Your access to ${organization} in ${app} is active`,
    preheader: 'How to sign in, and what to do if this was not you.',
    heading: (organization) => `Your access to ${organization} is active`,
    accepted: (organization, app) =>
      `The invitation to join ${organization} in ${app} was accepted: a password was chosen and an authenticator app was connected.`,
    acceptedSignedIn: (organization, app) =>
      `The invitation to join ${organization} in ${app} was accepted by somebody who signed in with this address.`,
    when: 'Accepted on',
    address: 'You sign in with',
    how: 'To sign in, you need this address, your password and a code from your authenticator app.',
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
    notYou: 'Was it not you?',
    tell: (whom) =>
      `Then somebody else has used the link that was sent to you. Tell ${whom} at once, so that this access can be ended.`,
    tellSignedIn: (whom) =>
      `Then somebody else can sign in as you. Change your password at once and tell ${whom}, so that this access can be ended.`,
    administrator: (organization) => `an administrator of ${organization}`,
    orAdministrator: (inviter, organization) => `${inviter} or an administrator of ${organization}`,
    neverAsked: 'Nobody will ever ask you for your password or a code, on the phone or by e-mail.',
  },
  nl: {
    subject: (organization, app) => `Uw toegang tot ${organization} in ${app} is actief`,
    preheader: 'Hoe u zich aanmeldt, en wat u doet als u dit niet was.',
    heading: (organization) => `Uw toegang tot ${organization} is actief`,
    accepted: (organization, app) =>
      `De uitnodiging om ${app} te gebruiken voor ${organization} is aanvaard: er is een wachtwoord gekozen en een authenticator-app gekoppeld.`,
    acceptedSignedIn: (organization, app) =>
      `De uitnodiging om ${app} te gebruiken voor ${organization} is aanvaard door iemand die met dit adres was aangemeld.`,
    when: 'Aanvaard op',
    address: 'U meldt zich aan met',
    how: 'Om u aan te melden heeft u dit adres, uw wachtwoord en een code uit uw authenticator-app nodig.',
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    notYou: 'Was u dat niet?',
    tell: (whom) =>
      `Dan heeft iemand anders de link gebruikt die naar u is gestuurd. Waarschuw meteen ${whom}, zodat deze toegang kan worden beëindigd.`,
    tellSignedIn: (whom) =>
      `Dan kan iemand anders zich in uw naam aanmelden. Verander meteen uw wachtwoord en waarschuw ${whom}, zodat deze toegang kan worden beëindigd.`,
    administrator: (organization) => `een beheerder van ${organization}`,
    orAdministrator: (inviter, organization) => `${inviter} of een beheerder van ${organization}`,
    neverAsked: 'Niemand zal u ooit per telefoon of per mail om uw wachtwoord of een code vragen.',
  },
  fr: {
    subject: (organization, app) => `Votre accès à ${organization} dans ${app} est actif`,
    preheader: 'Comment vous connecter, et que faire si ce n’était pas vous.',
    heading: (organization) => `Votre accès à ${organization} est actif`,
    accepted: (organization, app) =>
      `L’invitation à rejoindre ${organization} dans ${app} a été acceptée\u00a0: un mot de passe a été choisi et une application d’authentification a été connectée.`,
    acceptedSignedIn: (organization, app) =>
      `L’invitation à rejoindre ${organization} dans ${app} a été acceptée par une personne connectée avec cette adresse.`,
    when: 'Acceptée le',
    address: 'Vous vous connectez avec',
    how: 'Pour vous connecter, il vous faut cette adresse, votre mot de passe et un code de votre application d’authentification.',
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    notYou: 'Ce n’était pas vous\u00a0?',
    tell: (whom) =>
      `Dans ce cas, quelqu’un d’autre a utilisé le lien qui vous a été envoyé. Prévenez immédiatement ${whom}, afin que cet accès soit supprimé.`,
    tellSignedIn: (whom) =>
      `Dans ce cas, quelqu’un d’autre peut se connecter à votre place. Changez immédiatement votre mot de passe et prévenez ${whom}, afin que cet accès soit supprimé.`,
    administrator: (organization) => `un administrateur chez ${organization}`,
    orAdministrator: (inviter, organization) => `${inviter} ou un administrateur chez ${organization}`,
    neverAsked:
      'Personne ne vous demandera jamais votre mot de passe ni un code, que ce soit par téléphone ou par e-mail.',
  },
  de: {
    subject: (organization, app) => `Ihr Zugang zu ${organization} in ${app} ist aktiv`,
    preheader: 'Wie Sie sich anmelden, und was zu tun ist, wenn Sie das nicht waren.',
    heading: (organization) => `Ihr Zugang zu ${organization} ist aktiv`,
    accepted: (organization, app) =>
      `Die Einladung, ${app} für ${organization} zu nutzen, wurde angenommen: Ein Passwort wurde gewählt und eine Authenticator-App verbunden.`,
    acceptedSignedIn: (organization, app) =>
      `Die Einladung, ${app} für ${organization} zu nutzen, wurde von jemandem angenommen, der mit dieser Adresse angemeldet war.`,
    when: 'Angenommen am',
    address: 'Sie melden sich an mit',
    how: 'Zur Anmeldung brauchen Sie diese Adresse, Ihr Passwort und einen Code aus Ihrer Authenticator-App.',
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    notYou: 'Das waren Sie nicht?',
    tell: (whom) =>
      `Dann hat jemand anderes den Link benutzt, der an Sie gesendet wurde. Informieren Sie bitte sofort ${whom}, damit dieser Zugang gesperrt werden kann.`,
    tellSignedIn: (whom) =>
      `Dann kann sich jemand anderes in Ihrem Namen anmelden. Ändern Sie bitte sofort Ihr Passwort und informieren Sie ${whom}, damit dieser Zugang gesperrt werden kann.`,
    administrator: (organization) => `die Administration von ${organization}`,
    orAdministrator: (inviter, organization) => `${inviter} oder die Administration von ${organization}`,
    neverAsked: 'Niemand wird Sie je am Telefon oder per E-Mail nach Ihrem Passwort oder einem Code fragen.',
  },
}

/** The mail that tells an address that its invitation was accepted, so that its owner hears of it if it was somebody else (I5). */
export function acceptanceMail(mail: AcceptanceMail): WrittenMail {
  const words = texts[mail.language]
  const { organizationName, inviterName, appName } = mail
  const signedIn = mail.through === 'sign-in'
  const acceptedAt = writtenTime({ at: mail.acceptedAt, timeZone: mail.timeZone, language: mail.language })
  const whom =
    inviterName === undefined
      ? words.administrator(organizationName)
      : words.orAdministrator(inviterName, organizationName)
  return renderMail({
    language: mail.language,
    appName,
    to: mail,
    subject: words.subject(organizationName, appName),
    preheader: words.preheader,
    heading: words.heading(organizationName),
    blocks: [
      { kind: 'paragraph', text: (signedIn ? words.acceptedSignedIn : words.accepted)(organizationName, appName) },
      {
        kind: 'facts',
        rows: [
          { label: words.when, value: acceptedAt },
          { label: words.address, value: mail.email },
        ],
      },
      { kind: 'paragraph', text: words.how },
      { kind: 'button', label: words.button, url: mail.signInUrl, orCopy: words.orCopy },
      { kind: 'heading', text: words.notYou },
      { kind: 'paragraph', text: (signedIn ? words.tellSignedIn : words.tell)(whom) },
    ],
    footer: [words.neverAsked],
  })
}
