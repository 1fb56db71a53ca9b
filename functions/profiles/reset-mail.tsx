import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

export type ResetMail = Addressee & {
  readonly language: Language
  readonly appName: string
  /** Where it was reset. */
  readonly organizationName: string
  /** The link that sets a new password and factor: the only address in the mail. */
  readonly link: string
  readonly resetAt: string
  readonly expiresAt: string
  readonly timeZone: string
}

type Texts = {
  readonly subject: (app: string) => string
  readonly preheader: (until: string) => string
  readonly heading: string
  readonly reset: (organization: string, app: string) => string
  readonly button: string
  readonly orCopy: string
  readonly when: string
  readonly worksUntil: string
  readonly how: string
  readonly steps: readonly string[]
  readonly notYou: string
  readonly tell: (organization: string) => string
  readonly doNotForward: string
  readonly neverAsked: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    subject: (app) => `Your sign-in to ${app} was reset`,
    preheader: (until) => `Set up your sign-in anew. The link works once, until ${until}.`,
    heading: 'Your sign-in was reset',
    reset: (organization, app) =>
      `An administrator of ${organization} has reset your sign-in to ${app}. Your password and your authenticator app no longer work, and you were signed out everywhere. With this link you set up new ones.`,
    button: 'Set up your sign-in',
    orCopy: 'Or copy this address into your browser:',
    when: 'Reset on',
    worksUntil: 'The link works once and expires on',
    how: 'What to do',
    steps: [
      'Have your phone at hand, with an authenticator app such as Microsoft Authenticator or Google Authenticator. Delete an old entry from it.',
      'Open the link above and choose a new password of at least 12 characters.',
      'Scan the QR code that appears with the app, and enter the six digits the app then shows.',
    ],
    notYou: 'Did you not ask for this?',
    tell: (organization) =>
      `Then ask an administrator of ${organization} why it was done, by phone or in person. Nobody but you can use the link, as long as nobody else reads your mail.`,
    doNotForward: 'Do not forward this mail. Whoever has the link can sign in as you.',
    neverAsked: 'Nobody will ever ask you for your password or a code, on the phone or by e-mail.',
  },
  nl: {
    subject: (app) => `Uw aanmelding bij ${app} is gereset`,
    preheader: (until) => `Stel uw aanmelding opnieuw in. De link werkt één keer, tot ${until}.`,
    heading: 'Uw aanmelding is gereset',
    reset: (organization, app) =>
      `Een beheerder van ${organization} heeft uw aanmelding bij ${app} gereset. Uw wachtwoord en uw authenticator-app werken niet meer en u bent overal afgemeld. Met deze link stelt u ze opnieuw in.`,
    button: 'Uw aanmelding instellen',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    when: 'Gereset op',
    worksUntil: 'De link werkt één keer en vervalt op',
    how: 'Wat u doet',
    steps: [
      'Houd uw telefoon bij de hand, met een authenticator-app zoals Microsoft Authenticator of Google Authenticator. Verwijder een oude vermelding daaruit.',
      'Open de link hierboven en kies een nieuw wachtwoord van minstens 12 tekens.',
      'Scan de QR-code die verschijnt met de app en vul de zes cijfers in die de app dan toont.',
    ],
    notYou: 'Heeft u dit niet gevraagd?',
    tell: (organization) =>
      `Vraag dan een beheerder van ${organization} waarom het gebeurd is, per telefoon of persoonlijk. Niemand anders kan de link gebruiken, zolang niemand anders uw mail leest.`,
    doNotForward: 'Stuur deze mail niet door. Wie de link heeft, kan zich als u aanmelden.',
    neverAsked: 'Niemand zal u ooit per telefoon of per mail om uw wachtwoord of een code vragen.',
  },
  fr: {
    subject: (app) => `Votre connexion à ${app} a été réinitialisée`,
    preheader: (until) => `Reconfigurez votre connexion. Le lien fonctionne une seule fois, jusqu’au ${until}.`,
    heading: 'Votre connexion a été réinitialisée',
    reset: (organization, app) =>
      `Un administrateur chez ${organization} a réinitialisé votre connexion à ${app}. Votre mot de passe et votre application d’authentification ne fonctionnent plus, et vous avez été déconnecté partout. Ce lien vous permet d’en configurer de nouveaux.`,
    button: 'Configurer votre connexion',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    when: 'Réinitialisée le',
    worksUntil: 'Le lien fonctionne une seule fois et expire le',
    how: 'Comment faire',
    steps: [
      'Gardez votre téléphone à portée de main, avec une application d’authentification comme Microsoft Authenticator ou Google Authenticator. Supprimez-en l’ancienne entrée.',
      'Ouvrez le lien ci-dessus et choisissez un nouveau mot de passe d’au moins 12 caractères.',
      'Scannez avec l’application le code QR qui s’affiche, puis saisissez les six chiffres qu’elle vous donne.',
    ],
    notYou: 'Vous n’avez rien demandé\u00a0?',
    tell: (organization) =>
      `Demandez alors à un administrateur chez ${organization} pourquoi cela a été fait, par téléphone ou de vive voix. Personne d’autre ne peut utiliser le lien, tant que personne d’autre ne lit vos e-mails.`,
    doNotForward: 'Ne transférez pas cet e-mail. Toute personne qui a le lien peut se connecter à votre place.',
    neverAsked:
      'Personne ne vous demandera jamais votre mot de passe ni un code, que ce soit par téléphone ou par e-mail.',
  },
  de: {
    subject: (app) => `Ihre Anmeldung bei ${app} wurde zurückgesetzt`,
    preheader: (until) => `Richten Sie Ihre Anmeldung neu ein. Der Link funktioniert einmal, bis ${until}.`,
    heading: 'Ihre Anmeldung wurde zurückgesetzt',
    reset: (organization, app) =>
      `Die Administration von ${organization} hat Ihre Anmeldung bei ${app} zurückgesetzt. Ihr Passwort und Ihre Authenticator-App gelten nicht mehr, und Sie wurden überall abgemeldet. Mit diesem Link richten Sie beides neu ein.`,
    button: 'Anmeldung einrichten',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    when: 'Zurückgesetzt am',
    worksUntil: 'Der Link funktioniert einmal und verfällt am',
    how: 'So geht es weiter',
    steps: [
      'Halten Sie Ihr Telefon bereit, mit einer Authenticator-App wie Microsoft Authenticator oder Google Authenticator. Löschen Sie einen alten Eintrag daraus.',
      'Öffnen Sie den Link oben und wählen Sie ein neues Passwort mit mindestens 12 Zeichen.',
      'Scannen Sie den QR-Code, der dann erscheint, mit der App und geben Sie die sechs Ziffern ein, die die App zeigt.',
    ],
    notYou: 'Sie haben das nicht verlangt?',
    tell: (organization) =>
      `Dann fragen Sie bei der Administration von ${organization} am Telefon oder persönlich nach dem Grund. Niemand außer Ihnen kann den Link verwenden, solange niemand sonst Ihre E-Mails liest.`,
    doNotForward: 'Leiten Sie diese E-Mail nicht weiter. Wer den Link hat, kann sich als Sie anmelden.',
    neverAsked: 'Niemand wird Sie je am Telefon oder per E-Mail nach Ihrem Passwort oder einem Code fragen.',
  },
}

/** The mail about a sign-in that was reset (A13, N6): what happened, the link that sets it up anew, and what to do if it is not wanted. */
export function resetMail(mail: ResetMail): WrittenMail {
  const words = texts[mail.language]
  const { organizationName, appName } = mail
  const until = writtenTime({ ...mail, at: mail.expiresAt })
  return renderMail({
    language: mail.language,
    appName,
    to: mail,
    subject: words.subject(appName),
    preheader: words.preheader(until),
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: words.reset(organizationName, appName) },
      { kind: 'button', label: words.button, url: mail.link, orCopy: words.orCopy },
      {
        kind: 'facts',
        rows: [
          { label: words.when, value: writtenTime({ ...mail, at: mail.resetAt }) },
          { label: words.worksUntil, value: until },
        ],
      },
      { kind: 'heading', text: words.how },
      { kind: 'steps', items: words.steps },
      { kind: 'heading', text: words.notYou },
      { kind: 'paragraph', text: words.tell(organizationName) },
    ],
    footer: [words.doNotForward, words.neverAsked],
  })
}
