import type { InEveryLanguage } from '../../shared/domain/language.ts'

/** Every word of the mails about a new sign-in address. */
export type AddressMailTexts = {
  readonly confirm: {
    readonly subject: (app: string) => string
    readonly preheader: (until: string) => string
    readonly heading: string
    readonly asked: (app: string) => string
    readonly button: string
    readonly newAddress: string
    readonly worksUntil: string
    readonly stays: string
    readonly notYou: string
    readonly doNotForward: string
  }
  readonly inUse: {
    readonly subject: (app: string) => string
    readonly preheader: string
    readonly heading: string
    readonly why: (app: string) => string
    readonly wasYou: string
    readonly button: string
    readonly notYou: string
  }
  readonly changed: {
    readonly subject: (app: string) => string
    readonly preheader: string
    readonly heading: string
    readonly changed: (app: string) => string
    readonly when: string
    readonly oldAddress: string
    readonly newAddress: string
    readonly consequence: string
    readonly notYou: string
    readonly tell: (organization: string) => string
    readonly neverAsked: string
  }
  readonly orCopy: string
}

export const addressMailTexts: InEveryLanguage<AddressMailTexts> = {
  en: {
    confirm: {
      subject: (app) => `Confirm your new sign-in address for ${app}`,
      preheader: (until) => `Your address changes once you confirm it. The link works until ${until}.`,
      heading: 'Confirm your new sign-in address',
      asked: (app) =>
        `Somebody who signs in to ${app} asked to use this e-mail address from now on. If that was you, open the page and confirm it.`,
      button: 'See what will change',
      newAddress: 'New sign-in address',
      worksUntil: 'The link works once and expires on',
      stays: 'Until you confirm, you sign in with the address you have. Password and authenticator app stay the same.',
      notYou: 'If you did not ask for this, you need not do anything: nothing changes.',
      doNotForward: 'Do not forward this mail.',
    },
    inUse: {
      subject: (app) => `This address already has an account in ${app}`,
      preheader: 'Nothing was changed.',
      heading: 'This address already has an account',
      why: (app) =>
        `Somebody asked to sign in to ${app} with this e-mail address in place of another. It has an account of its own already, so nothing was changed.`,
      wasYou: 'If it was you, sign in with this address, or choose another one for the other account.',
      button: 'Sign in',
      notYou: 'If it was not you, you need not do anything.',
    },
    changed: {
      subject: (app) => `Your sign-in address for ${app} has changed`,
      preheader: 'What to do if it was not you.',
      heading: 'Your sign-in address has changed',
      changed: (app) => `You sign in to ${app} with another e-mail address from now on. The new address was confirmed.`,
      when: 'Changed on',
      oldAddress: 'Address until now',
      newAddress: 'New address',
      consequence: 'You were signed out everywhere. This address no longer signs in.',
      notYou: 'Was it not you?',
      tell: (organization) =>
        `Then somebody else has your session or your password. Tell an administrator of ${organization} at once, so that this access can be ended.`,
      neverAsked: 'Nobody will ever ask you for your password or a code, on the phone or by e-mail.',
    },
    orCopy: 'Or copy this address into your browser:',
  },
  nl: {
    confirm: {
      subject: (app) => `Bevestig uw nieuwe aanmeldadres voor ${app}`,
      preheader: (until) => `Uw adres verandert zodra u het bevestigt. De link werkt tot ${until}.`,
      heading: 'Bevestig uw nieuwe aanmeldadres',
      asked: (app) =>
        `Iemand die zich bij ${app} aanmeldt, vroeg om voortaan dit e-mailadres te gebruiken. Was u dat, open dan de pagina en bevestig het.`,
      button: 'Bekijk wat er verandert',
      newAddress: 'Nieuw aanmeldadres',
      worksUntil: 'De link werkt één keer en vervalt op',
      stays:
        'Tot u bevestigt, meldt u zich aan met het adres dat u heeft. Wachtwoord en authenticator-app blijven dezelfde.',
      notYou: 'Heeft u dit niet gevraagd? Dan hoeft u niets te doen: er verandert niets.',
      doNotForward: 'Stuur deze mail niet door.',
    },
    inUse: {
      subject: (app) => `Dit adres heeft al een account in ${app}`,
      preheader: 'Er is niets gewijzigd.',
      heading: 'Dit adres heeft al een account',
      why: (app) =>
        `Iemand vroeg om zich bij ${app} met dit e-mailadres aan te melden in plaats van met een ander. Het heeft al een eigen account, dus er is niets gewijzigd.`,
      wasYou: 'Was u dat, meld u dan met dit adres aan, of kies een ander adres voor het andere account.',
      button: 'Aanmelden',
      notYou: 'Was u dat niet, dan hoeft u niets te doen.',
    },
    changed: {
      subject: (app) => `Uw aanmeldadres voor ${app} is gewijzigd`,
      preheader: 'Wat u doet als u dit niet was.',
      heading: 'Uw aanmeldadres is gewijzigd',
      changed: (app) =>
        `U meldt zich bij ${app} voortaan aan met een ander e-mailadres. Het nieuwe adres is bevestigd.`,
      when: 'Gewijzigd op',
      oldAddress: 'Adres tot nu toe',
      newAddress: 'Nieuw adres',
      consequence: 'U bent overal afgemeld. Met dit adres kunt u zich niet meer aanmelden.',
      notYou: 'Was u dat niet?',
      tell: (organization) =>
        `Dan heeft iemand anders uw sessie of uw wachtwoord. Waarschuw meteen een beheerder van ${organization}, zodat deze toegang kan worden beëindigd.`,
      neverAsked: 'Niemand zal u ooit per telefoon of per mail om uw wachtwoord of een code vragen.',
    },
    orCopy: 'Of kopieer dit adres naar uw browser:',
  },
  fr: {
    confirm: {
      subject: (app) => `Confirmez votre nouvelle adresse de connexion à ${app}`,
      preheader: (until) => `Votre adresse change dès que vous la confirmez. Le lien fonctionne jusqu’au ${until}.`,
      heading: 'Confirmez votre nouvelle adresse de connexion',
      asked: (app) =>
        `Une personne qui se connecte à ${app} a demandé à utiliser désormais cette adresse e-mail. Si c’est vous, ouvrez la page et confirmez-la.`,
      button: 'Voir ce qui va changer',
      newAddress: 'Nouvelle adresse de connexion',
      worksUntil: 'Le lien fonctionne une seule fois et expire le',
      stays:
        'Tant que vous ne confirmez pas, vous vous connectez avec l’adresse que vous avez. Le mot de passe et l’application d’authentification restent les mêmes.',
      notYou: 'Si vous n’avez rien demandé, vous n’avez rien à faire\u00a0: rien ne change.',
      doNotForward: 'Ne transférez pas cet e-mail.',
    },
    inUse: {
      subject: (app) => `Cette adresse a déjà un compte dans ${app}`,
      preheader: 'Rien n’a été modifié.',
      heading: 'Cette adresse a déjà un compte',
      why: (app) =>
        `Quelqu’un a demandé à se connecter à ${app} avec cette adresse e-mail à la place d’une autre. Elle a déjà son propre compte\u00a0: rien n’a été modifié.`,
      wasYou:
        'Si c’était vous, connectez-vous avec cette adresse, ou choisissez une autre adresse pour l’autre compte.',
      button: 'Se connecter',
      notYou: 'Si ce n’était pas vous, vous n’avez rien à faire.',
    },
    changed: {
      subject: (app) => `Votre adresse de connexion à ${app} a changé`,
      preheader: 'Que faire si ce n’était pas vous.',
      heading: 'Votre adresse de connexion a changé',
      changed: (app) =>
        `Vous vous connectez désormais à ${app} avec une autre adresse e-mail. La nouvelle adresse a été confirmée.`,
      when: 'Modifiée le',
      oldAddress: 'Adresse jusqu’à présent',
      newAddress: 'Nouvelle adresse',
      consequence: 'Vous avez été déconnecté partout. Cette adresse ne permet plus de se connecter.',
      notYou: 'Ce n’était pas vous\u00a0?',
      tell: (organization) =>
        `Dans ce cas, quelqu’un d’autre a votre session ou votre mot de passe. Prévenez immédiatement un administrateur chez ${organization}, afin que cet accès soit supprimé.`,
      neverAsked:
        'Personne ne vous demandera jamais votre mot de passe ni un code, que ce soit par téléphone ou par e-mail.',
    },
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
  },
  de: {
    confirm: {
      subject: (app) => `Bestätigen Sie Ihre neue Anmeldeadresse für ${app}`,
      preheader: (until) => `Ihre Adresse ändert sich, sobald Sie sie bestätigen. Der Link gilt bis: ${until}.`,
      heading: 'Bestätigen Sie Ihre neue Anmeldeadresse',
      asked: (app) =>
        `Jemand, der sich bei ${app} anmeldet, möchte künftig diese E-Mail-Adresse verwenden. Wenn Sie das waren, öffnen Sie die Seite und bestätigen Sie sie.`,
      button: 'Ansehen, was sich ändert',
      newAddress: 'Neue Anmeldeadresse',
      worksUntil: 'Der Link funktioniert einmal und verfällt am',
      stays:
        'Bis Sie bestätigen, melden Sie sich mit Ihrer bisherigen Adresse an. Passwort und Authenticator-App bleiben dieselben.',
      notYou: 'Wenn Sie das nicht verlangt haben, müssen Sie nichts tun: Es ändert sich nichts.',
      doNotForward: 'Leiten Sie diese E-Mail nicht weiter.',
    },
    inUse: {
      subject: (app) => `Diese Adresse hat bei ${app} bereits ein Konto`,
      preheader: 'Es wurde nichts geändert.',
      heading: 'Diese Adresse hat bereits ein Konto',
      why: (app) =>
        `Jemand wollte sich bei ${app} mit dieser E-Mail-Adresse anstelle einer anderen anmelden. Sie hat bereits ein eigenes Konto, deshalb wurde nichts geändert.`,
      wasYou:
        'Wenn Sie das waren, melden Sie sich mit dieser Adresse an, oder wählen Sie für das andere Konto eine andere.',
      button: 'Anmelden',
      notYou: 'Wenn Sie das nicht waren, müssen Sie nichts tun.',
    },
    changed: {
      subject: (app) => `Ihre Anmeldeadresse für ${app} wurde geändert`,
      preheader: 'Was zu tun ist, wenn Sie das nicht waren.',
      heading: 'Ihre Anmeldeadresse wurde geändert',
      changed: (app) =>
        `Sie melden sich bei ${app} künftig mit einer anderen E-Mail-Adresse an. Die neue Adresse wurde bestätigt.`,
      when: 'Geändert am',
      oldAddress: 'Bisherige Adresse',
      newAddress: 'Neue Adresse',
      consequence: 'Sie wurden überall abgemeldet. Mit dieser Adresse ist keine Anmeldung mehr möglich.',
      notYou: 'Das waren Sie nicht?',
      tell: (organization) =>
        `Dann hat jemand anders Ihre Sitzung oder Ihr Passwort. Informieren Sie bitte sofort die Administration von ${organization}, damit dieser Zugang gesperrt werden kann.`,
      neverAsked: 'Niemand wird Sie je am Telefon oder per E-Mail nach Ihrem Passwort oder einem Code fragen.',
    },
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
  },
}
