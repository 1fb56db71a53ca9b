import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

export type InvitationMail = Addressee & {
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  /** Absent when the deployer invites. */
  readonly inviterName?: string | undefined
  /** Given when the inviter acts from another organization. */
  readonly inviterOrganizationName?: string | undefined
  /** The activation link: the only address in the mail. */
  readonly link: string
  readonly expiresAt: string
  readonly timeZone: string
  /** The mail's Reply-To, where it has one: the mail then says whom an answer reaches. */
  readonly replyTo?: string | undefined
}

type Texts = {
  readonly subject: (organization: string, app: string) => string
  readonly preheader: (until: string) => string
  readonly heading: (organization: string) => string
  readonly inviter: (name: string, organization: string) => string
  readonly invitedBy: (inviter: string, organization: string, app: string) => string
  readonly invited: (organization: string, app: string) => string
  readonly button: string
  readonly orCopy: string
  readonly worksUntil: string
  readonly firstTime: string
  readonly steps: readonly string[]
  readonly later: string
  readonly notExpected: string
  readonly doNotForward: string
  readonly reply: (address: string) => string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    subject: (organization, app) => `Your invitation to ${organization} in ${app}`,
    preheader: (until) => `Activate your access. The link works once, until ${until}.`,
    heading: (organization) => `You are invited to ${organization}`,
    inviter: (name, organization) => `${name} (${organization})`,
    invitedBy: (inviter, organization, app) => `${inviter} invites you to join ${organization} in ${app}.`,
    invited: (organization, app) => `You are invited to join ${organization} in ${app}.`,
    button: 'Activate your access',
    orCopy: 'Or copy this address into your browser:',
    worksUntil: 'The link works once and expires on',
    firstTime: 'Signing in for the first time',
    steps: [
      'Install an authenticator app on your phone if you have none yet, such as Microsoft Authenticator or Google Authenticator. You need one.',
      'Open the link above and choose a password of at least 12 characters.',
      'Scan the QR code that appears with the app, and enter the six digits the app then shows.',
    ],
    later: 'From then on you sign in with your e-mail address, your password and a code from the app.',
    notExpected: 'If you did not expect this invitation, you need not do anything: it expires by itself.',
    doNotForward: 'Do not forward this mail. Whoever has the link can activate the access in your place.',
    reply: (address) => `Questions? A reply to this mail goes to ${address}.`,
  },
  nl: {
    subject: (organization, app) => `Uw uitnodiging voor ${organization} in ${app}`,
    preheader: (until) => `Activeer uw toegang. De link werkt één keer, tot ${until}.`,
    heading: (organization) => `U bent uitgenodigd voor ${organization}`,
    inviter: (name, organization) => `${name} (${organization})`,
    invitedBy: (inviter, organization, app) => `${inviter} nodigt u uit om ${app} te gebruiken voor ${organization}.`,
    invited: (organization, app) => `U bent uitgenodigd om ${app} te gebruiken voor ${organization}.`,
    button: 'Uw toegang activeren',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    worksUntil: 'De link werkt één keer en vervalt op',
    firstTime: 'De eerste keer aanmelden',
    steps: [
      'Installeer een authenticator-app op uw telefoon als u er nog geen heeft, bijvoorbeeld Microsoft Authenticator of Google Authenticator. Zonder gaat het niet.',
      'Open de link hierboven en kies een wachtwoord van minstens 12 tekens.',
      'Scan de QR-code die verschijnt met de app en vul de zes cijfers in die de app dan toont.',
    ],
    later: 'Daarna meldt u zich aan met uw e-mailadres, uw wachtwoord en een code uit de app.',
    notExpected: 'Had u deze uitnodiging niet verwacht? Dan hoeft u niets te doen: ze vervalt vanzelf.',
    doNotForward: 'Stuur deze mail niet door. Wie de link heeft, kan de toegang in uw plaats activeren.',
    reply: (address) => `Vragen? Een antwoord op deze mail gaat naar ${address}.`,
  },
  fr: {
    subject: (organization, app) => `Votre invitation à rejoindre ${organization} dans ${app}`,
    preheader: (until) => `Activez votre accès. Le lien fonctionne une seule fois, jusqu’au ${until}.`,
    heading: (organization) => `Votre invitation à rejoindre ${organization}`,
    inviter: (name, organization) => `${name} (${organization})`,
    invitedBy: (inviter, organization, app) => `${inviter} vous invite à rejoindre ${organization} dans ${app}.`,
    invited: (organization, app) => `Vous avez reçu une invitation à rejoindre ${organization} dans ${app}.`,
    button: 'Activer votre accès',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    worksUntil: 'Le lien fonctionne une seule fois et expire le',
    firstTime: 'Votre première connexion',
    steps: [
      'Installez une application d’authentification sur votre téléphone si vous n’en avez pas encore, par exemple Microsoft Authenticator ou Google Authenticator. Elle est indispensable.',
      'Ouvrez le lien ci-dessus et choisissez un mot de passe d’au moins 12 caractères.',
      'Scannez avec l’application le code QR qui s’affiche, puis saisissez les six chiffres qu’elle vous donne.',
    ],
    later: 'Ensuite, vous vous connecterez avec votre adresse e-mail, votre mot de passe et un code de l’application.',
    notExpected: 'Si vous n’attendiez pas cette invitation, vous n’avez rien à faire\u00a0: elle expirera d’elle-même.',
    doNotForward: 'Ne transférez pas cet e-mail. Toute personne qui a le lien peut activer l’accès à votre place.',
    reply: (address) => `Des questions\u00a0? Une réponse à cet e-mail parvient à ${address}.`,
  },
  de: {
    subject: (organization, app) => `Ihre Einladung zu ${organization} in ${app}`,
    preheader: (until) => `Aktivieren Sie Ihren Zugang. Der Link funktioniert einmal, bis ${until}.`,
    heading: (organization) => `Ihre Einladung zu ${organization}`,
    inviter: (name, organization) => `${name} (${organization})`,
    invitedBy: (inviter, organization, app) => `${inviter} lädt Sie ein, ${app} für ${organization} zu nutzen.`,
    invited: (organization, app) => `Sie sind eingeladen, ${app} für ${organization} zu nutzen.`,
    button: 'Zugang aktivieren',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    worksUntil: 'Der Link funktioniert einmal und verfällt am',
    firstTime: 'Die erste Anmeldung',
    steps: [
      'Installieren Sie auf Ihrem Telefon eine Authenticator-App, falls Sie noch keine haben, zum Beispiel Microsoft Authenticator oder Google Authenticator. Ohne sie geht es nicht.',
      'Öffnen Sie den Link oben und wählen Sie ein Passwort mit mindestens 12 Zeichen.',
      'Scannen Sie den QR-Code, der dann erscheint, mit der App und geben Sie die sechs Ziffern ein, die die App zeigt.',
    ],
    later: 'Danach melden Sie sich mit Ihrer E-Mail-Adresse, Ihrem Passwort und einem Code aus der App an.',
    notExpected:
      'Wenn Sie diese Einladung nicht erwartet haben, müssen Sie nichts tun: Die Einladung verfällt von selbst.',
    doNotForward: 'Leiten Sie diese E-Mail nicht weiter. Wer den Link hat, kann den Zugang an Ihrer Stelle aktivieren.',
    reply: (address) => `Fragen? Eine Antwort auf diese E-Mail geht an ${address}.`,
  },
}

/** The mail that carries an activation link, with the instructions for signing in for the first time (I1). */
export function invitationMail(mail: InvitationMail): WrittenMail {
  const words = texts[mail.language]
  const { organizationName, inviterName, inviterOrganizationName, appName } = mail
  const until = writtenTime({ at: mail.expiresAt, timeZone: mail.timeZone, language: mail.language })
  const inviter =
    inviterName !== undefined && inviterOrganizationName !== undefined
      ? words.inviter(inviterName, inviterOrganizationName)
      : inviterName
  return renderMail({
    language: mail.language,
    appName,
    to: mail,
    subject: words.subject(organizationName, appName),
    preheader: words.preheader(until),
    heading: words.heading(organizationName),
    blocks: [
      {
        kind: 'paragraph',
        text:
          inviter === undefined
            ? words.invited(organizationName, appName)
            : words.invitedBy(inviter, organizationName, appName),
      },
      { kind: 'button', label: words.button, url: mail.link, orCopy: words.orCopy },
      { kind: 'facts', rows: [{ label: words.worksUntil, value: until }] },
      { kind: 'heading', text: words.firstTime },
      { kind: 'steps', items: words.steps },
      { kind: 'paragraph', text: words.later },
    ],
    footer: [words.notExpected, words.doNotForward, ...(mail.replyTo === undefined ? [] : [words.reply(mail.replyTo)])],
  })
}
