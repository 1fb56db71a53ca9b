import type { InEveryLanguage } from '../../shared/domain/language.ts'

/** What can be wrong with a chosen password. `refused` is the directory's own no. */
export type PasswordFault = 'missing' | 'too-short' | 'too-long' | 'refused'
/** What can be wrong with a name (P7): `not-allowed` is about its characters. */
export type NameFault = 'missing' | 'too-long' | 'not-allowed'
/** What can be wrong with a code: `malformed` is anything but six digits. */
export type CodeFault = 'missing' | 'malformed' | 'wrong'

type Ending = { readonly title: string; readonly next: string }

/** Every word of the activation pages. `whom` below is a name, or `administrator` of the organization in its place. */
export type ActivationTexts = {
  readonly steps: readonly [password: string, factor: string]
  readonly administrator: (organization: string) => string
  readonly password: {
    readonly title: string
    readonly invitedBy: (inviter: string, organization: string, app: string) => string
    readonly invited: (organization: string, app: string) => string
    readonly afterReset: (app: string) => string
    readonly needTitle: string
    readonly need: string
    readonly firstName: string
    readonly lastName: string
    readonly email: string
    readonly emailHint: string
    readonly password: string
    readonly passwordHint: string
    readonly submit: string
    readonly after: string
  }
  readonly factor: {
    readonly title: string
    readonly saved: string
    readonly openTitle: string
    readonly open: string
    readonly scanTitle: string
    readonly qrCode: (email: string) => string
    readonly thisDevice: string
    readonly typeKey: string
    readonly codeTitle: string
    readonly code: string
    readonly codeHint: string
    readonly submit: string
    readonly shownOnce: string
    readonly againTitle: string
    readonly again: (email: string) => string
    readonly noEntry: string
    readonly startAgain: string
    readonly triesLeft: (tries: number) => string
  }
  readonly activated: {
    readonly title: string
    readonly lead: (organization: string) => string
    readonly afterReset: string
    readonly how: (email: string) => string
    readonly keepApp: string
  }
  readonly signIn: string
  readonly tryAgain: string
  readonly startAgain: string
  readonly ask: string
  readonly faults: {
    readonly password: Readonly<Record<PasswordFault, string>>
    readonly firstName: Readonly<Record<NameFault, string>>
    readonly lastName: Readonly<Record<NameFault, string>>
    readonly code: Readonly<Record<CodeFault, string>>
  }
  readonly ends: {
    readonly used: Ending & { readonly notYou: (organization: string) => string }
    readonly replaced: { readonly title: string; readonly next: (sentAt: string) => string }
    readonly expired: {
      readonly title: string
      readonly since: (expiredAt: string) => string
      readonly willTell: (whom: string) => string
      readonly askWhom: (whom: string) => string
    }
    readonly asked: { readonly title: string; readonly next: (whom: string) => string }
    readonly revoked: { readonly title: string; readonly next: (whom: string) => string }
    readonly declined: { readonly title: string; readonly next: (whom: string) => string }
    readonly unknown: Ending
    readonly signInInstead: { readonly title: string; readonly next: (email: string, organization: string) => string }
    readonly busy: Ending
    readonly startAgain: Ending
    readonly tooManyInAttempt: Ending
    readonly tooManyInLink: { readonly title: string; readonly next: (whom: string) => string }
    readonly suspended: { readonly title: string; readonly next: (organization: string) => string }
  }
}

// One file in spite of its length: four languages side by side are compared, not searched.
export const activationTexts: InEveryLanguage<ActivationTexts> = {
  en: {
    steps: ['Password', 'Authenticator app'],
    administrator: (organization) => `an administrator of ${organization}`,
    password: {
      title: 'Choose your password',
      invitedBy: (inviter, organization, app) => `${inviter} invites you to join ${organization} in ${app}.`,
      invited: (organization, app) => `You are invited to join ${organization} in ${app}.`,
      afterReset: (app) =>
        `Your sign-in to ${app} was reset. Choose a new password and connect your authenticator app anew; the old ones no longer work.`,
      needTitle: 'Have your phone at hand',
      need: 'After the password, you connect an authenticator app, such as Microsoft Authenticator or Google Authenticator. If you have none yet, install one now.',
      firstName: 'First name',
      lastName: 'Last name',
      email: 'E-mail address',
      emailHint: 'You sign in with this address.',
      password: 'Password',
      passwordHint: 'At least 12 characters. A few unrelated words in a row are strong and easy to remember.',
      submit: 'Continue',
      after: 'Nobody will ever ask you for your password or a code, on the phone or by e-mail.',
    },
    factor: {
      title: 'Connect your authenticator app',
      saved: 'Your password is set. One more step and you can sign in.',
      openTitle: 'Open the app on your phone',
      open: 'Add an account in it. In Microsoft Authenticator, choose “Other account”.',
      scanTitle: 'Scan this code with the app',
      qrCode: (email) => `QR code for the authenticator app, account ${email}`,
      thisDevice: 'Open in the app on this device',
      typeKey: 'Or type this key into the app:',
      codeTitle: 'Enter the code the app now shows',
      code: 'Six-digit code',
      codeHint: 'The app shows a new one every 30 seconds.',
      submit: 'Finish',
      shownOnce:
        'This code and key are shown only now. If you leave before you have finished, open the link in your mail again and start over.',
      againTitle: 'Enter the code from your app',
      again: (email) => `Open your authenticator app, find the entry for ${email} and enter the code it shows now.`,
      noEntry:
        'Is the entry not in your app? Delete what is left of it and start again with your password: you then get a new key.',
      startAgain: 'Start again with the password',
      triesLeft: (tries) => (tries === 1 ? 'You have one more try.' : `You have ${tries} more tries.`),
    },
    activated: {
      title: 'You are all set',
      lead: (organization) => `Your access to ${organization} is active.`,
      afterReset: 'Your new password and your authenticator app are set.',
      how: (email) => `Sign in with ${email}, your password and a code from your authenticator app.`,
      keepApp:
        'Keep the app: it gives you the code each time you sign in. Before you change phones, move the entry to the new one.',
    },
    signIn: 'Sign in',
    tryAgain: 'Try again',
    startAgain: 'Start again',
    ask: 'Ask for a new link',
    faults: {
      password: {
        missing: 'Choose a password.',
        'too-short': 'The password is too short: use at least 12 characters.',
        'too-long': 'The password is too long: use at most 256 characters.',
        refused: 'This password cannot be used. Choose another one that does not begin or end with a space.',
      },
      firstName: {
        missing: 'Enter your first name.',
        'too-long': 'The first name is too long: use at most 100 characters.',
        'not-allowed': 'The first name contains characters that cannot be used, such as @, < or >, or a web address.',
      },
      lastName: {
        missing: 'Enter your last name.',
        'too-long': 'The last name is too long: use at most 100 characters.',
        'not-allowed': 'The last name contains characters that cannot be used, such as @, < or >, or a web address.',
      },
      code: {
        missing: 'Enter the code that your app shows.',
        malformed: 'The code has six digits, such as 123456.',
        wrong: 'That code is not right. Wait for the next one and enter it while the app shows it.',
      },
    },
    ends: {
      used: {
        title: 'This invitation has been accepted',
        next: 'Its link works only once. Sign in with your e-mail address, your password and a code from your authenticator app.',
        notYou: (organization) => `Was it not you? Then tell an administrator of ${organization} at once.`,
      },
      replaced: {
        title: 'There is a newer link for you',
        next: (sentAt) =>
          `A new link was sent to you on ${sentAt}, and this one stopped working. Open the newest mail; if you cannot find it, look among your junk mail.`,
      },
      expired: {
        title: 'This link has expired',
        since: (expiredAt) => `It worked until ${expiredAt}.`,
        willTell: (whom) => `Ask for a new one here, and we will tell ${whom}.`,
        askWhom: (whom) => `Ask ${whom} to send you the invitation again.`,
      },
      asked: {
        title: 'A new link was asked for',
        next: (whom) =>
          `We have told ${whom}. As soon as the invitation is sent again, you get a mail with a new link. If it does not come, you can ask again in an hour.`,
      },
      revoked: {
        title: 'This invitation was withdrawn',
        next: (whom) => `If you think that is a mistake, ask ${whom}.`,
      },
      declined: {
        title: 'You declined this invitation',
        next: (whom) =>
          `Nothing was activated. If you have changed your mind, ask ${whom} to send you the invitation again.`,
      },
      unknown: {
        title: 'This link does not work',
        next: 'Part of the address may be missing. Open the link straight from the mail, or copy the whole of it. If that does not help, ask whoever invited you for a new invitation.',
      },
      signInInstead: {
        title: 'You already have an account',
        next: (email, organization) =>
          `Sign in with ${email}. There you find the invitation to ${organization}, to accept or to decline.`,
      },
      busy: {
        title: 'A password is being set in another window',
        next: 'Go on in the window or tab you opened before. If there is none, wait a minute and try again.',
      },
      startAgain: {
        title: 'Please start again',
        next: 'For your safety this step waits for only 15 minutes, and for one window at a time. Start again with your password; you then get a new key. If your app already has an entry for it, delete that first.',
      },
      tooManyInAttempt: {
        title: 'Too many wrong codes',
        next: 'Start again with your password; you then get a new key. Delete the old entry from your app first, and check that your phone sets its time by itself: with the wrong time, it shows wrong codes.',
      },
      tooManyInLink: {
        title: 'This link is locked',
        next: (whom) => `Too many wrong codes were entered. Ask ${whom} to send you the invitation again.`,
      },
      suspended: {
        title: 'The invitation is on hold',
        next: (organization) =>
          `Access to ${organization} is suspended at the moment, so nobody can activate it. Your link works again as soon as that is over, if it has not expired by then.`,
      },
    },
  },
  nl: {
    steps: ['Wachtwoord', 'Authenticator-app'],
    administrator: (organization) => `een beheerder van ${organization}`,
    password: {
      title: 'Kies uw wachtwoord',
      invitedBy: (inviter, organization, app) => `${inviter} nodigt u uit om ${app} te gebruiken voor ${organization}.`,
      invited: (organization, app) => `U bent uitgenodigd om ${app} te gebruiken voor ${organization}.`,
      afterReset: (app) =>
        `Uw aanmelding bij ${app} is gereset. Kies een nieuw wachtwoord en koppel uw authenticator-app opnieuw; de oude werken niet meer.`,
      needTitle: 'Houd uw telefoon bij de hand',
      need: 'Na het wachtwoord koppelt u een authenticator-app, zoals Microsoft Authenticator of Google Authenticator. Heeft u er nog geen? Installeer er dan nu een.',
      firstName: 'Voornaam',
      lastName: 'Achternaam',
      email: 'E-mailadres',
      emailHint: 'Met dit adres meldt u zich aan.',
      password: 'Wachtwoord',
      passwordHint:
        'Minstens 12 tekens. Een paar woorden die niets met elkaar te maken hebben, zijn sterk en makkelijk te onthouden.',
      submit: 'Verder',
      after: 'Niemand zal u ooit per telefoon of per mail om uw wachtwoord of een code vragen.',
    },
    factor: {
      title: 'Koppel uw authenticator-app',
      saved: 'Uw wachtwoord is ingesteld. Nog één stap en u kunt zich aanmelden.',
      openTitle: 'Open de app op uw telefoon',
      open: 'Voeg er een account toe. Kies in Microsoft Authenticator voor ‘Ander account’.',
      scanTitle: 'Scan deze code met de app',
      qrCode: (email) => `QR-code voor de authenticator-app, account ${email}`,
      thisDevice: 'Openen in de app op dit toestel',
      typeKey: 'Of typ deze sleutel over in de app:',
      codeTitle: 'Vul de code in die de app nu toont',
      code: 'Code van zes cijfers',
      codeHint: 'De app toont elke 30 seconden een nieuwe.',
      submit: 'Voltooien',
      shownOnce:
        'Deze code en sleutel ziet u alleen nu. Stopt u voordat alles klaar is? Open dan de link in uw mail opnieuw en begin van voren af aan.',
      againTitle: 'Vul de code uit uw app in',
      again: (email) => `Open uw authenticator-app, zoek ${email} op en vul de code in die er nu staat.`,
      noEntry:
        'Staat het account niet in uw app? Verwijder wat er nog van staat en begin opnieuw met uw wachtwoord: u krijgt dan een nieuwe sleutel.',
      startAgain: 'Opnieuw beginnen met het wachtwoord',
      triesLeft: (tries) =>
        tries === 1 ? 'U kunt het nog één keer proberen.' : `U kunt het nog ${tries} keer proberen.`,
    },
    activated: {
      title: 'Alles is klaar',
      lead: (organization) => `Uw toegang tot ${organization} is actief.`,
      afterReset: 'Uw nieuwe wachtwoord en uw authenticator-app zijn ingesteld.',
      how: (email) => `Meld u aan met ${email}, uw wachtwoord en een code uit uw authenticator-app.`,
      keepApp:
        'Verwijder de app niet: u heeft de code telkens nodig om u aan te melden. Krijgt u een andere telefoon, zet het account dan eerst over.',
    },
    signIn: 'Aanmelden',
    tryAgain: 'Opnieuw proberen',
    startAgain: 'Opnieuw beginnen',
    ask: 'Nieuwe link vragen',
    faults: {
      password: {
        missing: 'Kies een wachtwoord.',
        'too-short': 'Het wachtwoord is te kort: gebruik minstens 12 tekens.',
        'too-long': 'Het wachtwoord is te lang: gebruik hoogstens 256 tekens.',
        refused: 'Dit wachtwoord kan niet. Kies een ander, dat niet met een spatie begint of eindigt.',
      },
      firstName: {
        missing: 'Vul uw voornaam in.',
        'too-long': 'De voornaam is te lang: gebruik hoogstens 100 tekens.',
        'not-allowed': 'De voornaam bevat tekens die niet kunnen, zoals @, < of >, of een webadres.',
      },
      lastName: {
        missing: 'Vul uw achternaam in.',
        'too-long': 'De achternaam is te lang: gebruik hoogstens 100 tekens.',
        'not-allowed': 'De achternaam bevat tekens die niet kunnen, zoals @, < of >, of een webadres.',
      },
      code: {
        missing: 'Vul de code in die uw app toont.',
        malformed: 'De code bestaat uit zes cijfers, bijvoorbeeld 123456.',
        wrong: 'Die code klopt niet. Wacht op de volgende en vul die in zolang de app hem toont.',
      },
    },
    ends: {
      used: {
        title: 'Deze uitnodiging is al aanvaard',
        next: 'De link werkt maar één keer. Meld u aan met uw e-mailadres, uw wachtwoord en een code uit uw authenticator-app.',
        notYou: (organization) => `Was u dat niet? Waarschuw dan meteen een beheerder van ${organization}.`,
      },
      replaced: {
        title: 'Er is een nieuwere link voor u',
        next: (sentAt) =>
          `Op ${sentAt} kreeg u een nieuwe link; deze werkt sindsdien niet meer. Open de nieuwste mail. Vindt u die niet, kijk dan bij de ongewenste mail.`,
      },
      expired: {
        title: 'Deze link is verlopen',
        since: (expiredAt) => `Hij werkte tot ${expiredAt}.`,
        willTell: (whom) => `Vraag hier een nieuwe; we laten het weten aan ${whom}.`,
        askWhom: (whom) => `Vraag ${whom} om u de uitnodiging opnieuw te sturen.`,
      },
      asked: {
        title: 'Er is een nieuwe link gevraagd',
        next: (whom) =>
          `We hebben het laten weten aan ${whom}. Zodra de uitnodiging opnieuw wordt verstuurd, krijgt u een mail met een nieuwe link. Komt die niet, dan kunt u het over een uur opnieuw vragen.`,
      },
      revoked: {
        title: 'Deze uitnodiging is ingetrokken',
        next: (whom) => `Denkt u dat dat een vergissing is? Vraag het dan aan ${whom}.`,
      },
      declined: {
        title: 'U heeft deze uitnodiging geweigerd',
        next: (whom) =>
          `Er is niets geactiveerd. Heeft u zich bedacht? Vraag dan aan ${whom} om u de uitnodiging opnieuw te sturen.`,
      },
      unknown: {
        title: 'Deze link werkt niet',
        next: 'Misschien ontbreekt er een stuk van het adres. Open de link rechtstreeks vanuit de mail, of kopieer hem in zijn geheel. Helpt dat niet, vraag dan een nieuwe uitnodiging aan wie u heeft uitgenodigd.',
      },
      signInInstead: {
        title: 'U heeft al een account',
        next: (email, organization) =>
          `Meld u aan met ${email}. Daar vindt u de uitnodiging van ${organization}, om te aanvaarden of te weigeren.`,
      },
      busy: {
        title: 'In een ander venster wordt een wachtwoord ingesteld',
        next: 'Ga verder in het venster of tabblad dat u eerder opende. Is dat er niet, wacht dan een minuut en probeer het opnieuw.',
      },
      startAgain: {
        title: 'Begin even opnieuw',
        next: 'Voor uw veiligheid wacht deze stap maar 15 minuten, en op één venster tegelijk. Begin opnieuw met uw wachtwoord; u krijgt dan een nieuwe sleutel. Staat het account al in uw app, verwijder het dan eerst.',
      },
      tooManyInAttempt: {
        title: 'Te veel foute codes',
        next: 'Begin opnieuw met uw wachtwoord; u krijgt dan een nieuwe sleutel. Verwijder eerst het oude account uit uw app en kijk na of uw telefoon de tijd automatisch instelt: met een verkeerde tijd toont hij verkeerde codes.',
      },
      tooManyInLink: {
        title: 'Deze link is vergrendeld',
        next: (whom) => `Er zijn te veel foute codes ingevuld. Vraag ${whom} om u de uitnodiging opnieuw te sturen.`,
      },
      suspended: {
        title: 'De uitnodiging kan nu niet worden gebruikt',
        next: (organization) =>
          `De toegang tot ${organization} is op dit moment opgeschort, zodat niemand die kan activeren. Daarna werkt uw link weer, als hij dan niet verlopen is.`,
      },
    },
  },
  fr: {
    steps: ['Mot de passe', 'Application'],
    administrator: (organization) => `un administrateur chez ${organization}`,
    password: {
      title: 'Choisissez votre mot de passe',
      invitedBy: (inviter, organization, app) => `${inviter} vous invite à rejoindre ${organization} dans ${app}.`,
      invited: (organization, app) => `Vous avez reçu une invitation à rejoindre ${organization} dans ${app}.`,
      afterReset: (app) =>
        `Votre connexion à ${app} a été réinitialisée. Choisissez un nouveau mot de passe et associez de nouveau votre application d’authentification\u00a0; les anciens ne fonctionnent plus.`,
      needTitle: 'Gardez votre téléphone à portée de main',
      need: 'Après le mot de passe, vous connecterez une application d’authentification, par exemple Microsoft Authenticator ou Google Authenticator. Si vous n’en avez pas encore, installez-en une dès maintenant.',
      firstName: 'Prénom',
      lastName: 'Nom',
      email: 'Adresse e-mail',
      emailHint: 'Vous vous connecterez avec cette adresse.',
      password: 'Mot de passe',
      passwordHint: 'Au moins 12 caractères. Quelques mots sans rapport entre eux sont sûrs et faciles à retenir.',
      submit: 'Continuer',
      after:
        'Personne ne vous demandera jamais votre mot de passe ni un code, que ce soit par téléphone ou par e-mail.',
    },
    factor: {
      title: 'Connectez votre application d’authentification',
      saved: 'Votre mot de passe est enregistré. Encore une étape et vous pourrez vous connecter.',
      openTitle: 'Ouvrez l’application sur votre téléphone',
      open: 'Ajoutez-y un compte. Dans Microsoft Authenticator, choisissez «\u00a0Autre compte\u00a0».',
      scanTitle: 'Scannez ce code avec l’application',
      qrCode: (email) => `Code QR pour l’application d’authentification, compte ${email}`,
      thisDevice: 'Ouvrir dans l’application sur cet appareil',
      typeKey: 'Ou saisissez cette clé dans l’application\u00a0:',
      codeTitle: 'Saisissez le code affiché par l’application',
      code: 'Code à six chiffres',
      codeHint: 'L’application en affiche un nouveau toutes les 30 secondes.',
      submit: 'Terminer',
      shownOnce:
        'Ce code QR et cette clé ne s’affichent que maintenant. Si vous partez avant d’avoir terminé, rouvrez le lien reçu par e-mail et recommencez.',
      againTitle: 'Saisissez le code de votre application',
      again: (email) =>
        `Ouvrez votre application d’authentification, cherchez le compte ${email} et saisissez le code qu’elle affiche maintenant.`,
      noEntry:
        'Le compte n’est pas dans votre application\u00a0? Supprimez ce qu’il en reste et recommencez avec votre mot de passe\u00a0: vous recevrez une nouvelle clé.',
      startAgain: 'Recommencer avec le mot de passe',
      triesLeft: (tries) => (tries === 1 ? 'Il vous reste un essai.' : `Il vous reste ${tries} essais.`),
    },
    activated: {
      title: 'Tout est prêt',
      lead: (organization) => `Votre accès à ${organization} est actif.`,
      afterReset: 'Votre nouveau mot de passe et votre application d’authentification sont configurés.',
      how: (email) =>
        `Connectez-vous avec ${email}, votre mot de passe et un code de votre application d’authentification.`,
      keepApp:
        'Gardez l’application\u00a0: elle vous donne un code à chaque connexion. Avant de changer de téléphone, transférez-y le compte.',
    },
    signIn: 'Se connecter',
    tryAgain: 'Réessayer',
    startAgain: 'Recommencer',
    ask: 'Demander un nouveau lien',
    faults: {
      password: {
        missing: 'Choisissez un mot de passe.',
        'too-short': 'Le mot de passe est trop court\u00a0: il faut au moins 12 caractères.',
        'too-long': 'Le mot de passe est trop long\u00a0: il faut au plus 256 caractères.',
        refused:
          'Ce mot de passe ne peut pas être utilisé. Choisissez-en un autre, qui ne commence ni ne se termine par un espace.',
      },
      firstName: {
        missing: 'Saisissez votre prénom.',
        'too-long': 'Le prénom est trop long\u00a0: il faut au plus 100 caractères.',
        'not-allowed':
          'Le prénom contient des caractères qui ne peuvent pas être utilisés, comme @, < ou >, ou une adresse web.',
      },
      lastName: {
        missing: 'Saisissez votre nom.',
        'too-long': 'Le nom est trop long\u00a0: il faut au plus 100 caractères.',
        'not-allowed':
          'Le nom contient des caractères qui ne peuvent pas être utilisés, comme @, < ou >, ou une adresse web.',
      },
      code: {
        missing: 'Saisissez le code affiché par votre application.',
        malformed: 'Le code comporte six chiffres, par exemple 123456.',
        wrong: 'Ce code n’est pas le bon. Attendez le suivant et saisissez-le pendant que l’application l’affiche.',
      },
    },
    ends: {
      used: {
        title: 'Cette invitation a déjà été acceptée',
        next: 'Son lien ne fonctionne qu’une fois. Connectez-vous avec votre adresse e-mail, votre mot de passe et un code de votre application d’authentification.',
        notYou: (organization) =>
          `Ce n’était pas vous\u00a0? Prévenez immédiatement un administrateur chez ${organization}.`,
      },
      replaced: {
        title: 'Un lien plus récent vous attend',
        next: (sentAt) =>
          `Un nouveau lien vous a été envoyé le ${sentAt}, et celui-ci ne fonctionne plus. Ouvrez l’e-mail le plus récent\u00a0; si vous ne le trouvez pas, regardez dans vos courriers indésirables.`,
      },
      expired: {
        title: 'Ce lien a expiré',
        since: (expiredAt) => `Il a fonctionné jusqu’au ${expiredAt}.`,
        willTell: (whom) => `Demandez-en un nouveau ici\u00a0: nous préviendrons ${whom}.`,
        askWhom: (whom) => `Demandez à ${whom} de vous renvoyer l’invitation.`,
      },
      asked: {
        title: 'Votre demande est transmise',
        next: (whom) =>
          `Nous avons prévenu ${whom}. Dès que l’invitation sera renvoyée, vous recevrez un e-mail avec un nouveau lien. S’il n’arrive pas, vous pourrez refaire la demande dans une heure.`,
      },
      revoked: {
        title: 'Cette invitation a été retirée',
        next: (whom) => `Si vous pensez que c’est une erreur, adressez-vous à ${whom}.`,
      },
      declined: {
        title: 'Vous avez refusé cette invitation',
        next: (whom) =>
          `Rien n’a été activé. Si vous avez changé d’avis, demandez à ${whom} de vous renvoyer l’invitation.`,
      },
      unknown: {
        title: 'Ce lien ne fonctionne pas',
        next: 'Il manque peut-être une partie de l’adresse. Ouvrez le lien directement depuis l’e-mail, ou copiez-le en entier. Si cela ne suffit pas, demandez une nouvelle invitation à la personne qui vous a envoyé l’invitation.',
      },
      signInInstead: {
        title: 'Vous avez déjà un compte',
        next: (email, organization) =>
          `Connectez-vous avec ${email}. Vous y trouverez l’invitation de ${organization}, que vous pourrez accepter ou refuser.`,
      },
      busy: {
        title: 'Un mot de passe est en cours d’enregistrement dans une autre fenêtre',
        next: 'Continuez dans la fenêtre ou l’onglet que vous avez ouvert auparavant. S’il n’y en a pas, patientez une minute et réessayez.',
      },
      startAgain: {
        title: 'Veuillez recommencer',
        next: 'Pour votre sécurité, cette étape n’attend que 15 minutes, et une seule fenêtre à la fois. Recommencez avec votre mot de passe\u00a0: vous recevrez une nouvelle clé. Si le compte figure déjà dans votre application, supprimez-le d’abord.',
      },
      tooManyInAttempt: {
        title: 'Trop de codes erronés',
        next: 'Recommencez avec votre mot de passe\u00a0: vous recevrez une nouvelle clé. Supprimez d’abord l’ancien compte de votre application, et vérifiez que votre téléphone se met à l’heure automatiquement\u00a0: à la mauvaise heure, il affiche de mauvais codes.',
      },
      tooManyInLink: {
        title: 'Ce lien est bloqué',
        next: (whom) => `Trop de codes erronés ont été saisis. Demandez à ${whom} de vous renvoyer l’invitation.`,
      },
      suspended: {
        title: 'L’invitation est en attente',
        next: (organization) =>
          `L’accès à ${organization} est actuellement suspendu\u00a0; personne ne peut donc l’activer. Votre lien fonctionnera de nouveau ensuite, s’il n’a pas expiré d’ici là.`,
      },
    },
  },
  de: {
    steps: ['Passwort', 'Authenticator-App'],
    administrator: (organization) => `die Administration von ${organization}`,
    password: {
      title: 'Wählen Sie Ihr Passwort',
      invitedBy: (inviter, organization, app) => `${inviter} lädt Sie ein, ${app} für ${organization} zu nutzen.`,
      invited: (organization, app) => `Sie sind eingeladen, ${app} für ${organization} zu nutzen.`,
      afterReset: (app) =>
        `Ihre Anmeldung bei ${app} wurde zurückgesetzt. Wählen Sie ein neues Passwort und verbinden Sie Ihre Authenticator-App neu; die bisherigen gelten nicht mehr.`,
      needTitle: 'Halten Sie Ihr Telefon bereit',
      need: 'Nach dem Passwort verbinden Sie eine Authenticator-App, zum Beispiel Microsoft Authenticator oder Google Authenticator. Falls Sie noch keine haben, installieren Sie jetzt eine.',
      firstName: 'Vorname',
      lastName: 'Nachname',
      email: 'E-Mail-Adresse',
      emailHint: 'Mit dieser Adresse melden Sie sich an.',
      password: 'Passwort',
      passwordHint:
        'Mindestens 12 Zeichen. Ein paar Wörter, die nichts miteinander zu tun haben, sind sicher und leicht zu merken.',
      submit: 'Weiter',
      after: 'Niemand wird Sie je am Telefon oder per E-Mail nach Ihrem Passwort oder einem Code fragen.',
    },
    factor: {
      title: 'Verbinden Sie Ihre Authenticator-App',
      saved: 'Ihr Passwort ist gespeichert. Noch ein Schritt, dann können Sie sich anmelden.',
      openTitle: 'Öffnen Sie die App auf Ihrem Telefon',
      open: 'Fügen Sie dort ein Konto hinzu. In Microsoft Authenticator wählen Sie „Anderes Konto“.',
      scanTitle: 'Scannen Sie diesen Code mit der App',
      qrCode: (email) => `QR-Code für die Authenticator-App, Konto ${email}`,
      thisDevice: 'In der App auf diesem Gerät öffnen',
      typeKey: 'Oder geben Sie diesen Schlüssel in der App ein:',
      codeTitle: 'Geben Sie den Code ein, den die App jetzt zeigt',
      code: 'Sechsstelliger Code',
      codeHint: 'Die App zeigt alle 30 Sekunden einen neuen.',
      submit: 'Abschließen',
      shownOnce:
        'Diesen Code und diesen Schlüssel sehen Sie nur jetzt. Wenn Sie vorher abbrechen, öffnen Sie den Link in Ihrer E-Mail erneut und beginnen Sie von vorn.',
      againTitle: 'Geben Sie den Code aus Ihrer App ein',
      again: (email) =>
        `Öffnen Sie Ihre Authenticator-App, suchen Sie den Eintrag ${email} und geben Sie den Code ein, der dort jetzt steht.`,
      noEntry:
        'Der Eintrag fehlt in Ihrer App? Löschen Sie, was davon übrig ist, und beginnen Sie noch einmal mit dem Passwort: Sie erhalten dann einen neuen Schlüssel.',
      startAgain: 'Noch einmal mit dem Passwort beginnen',
      triesLeft: (tries) => (tries === 1 ? 'Sie haben noch einen Versuch.' : `Sie haben noch ${tries} Versuche.`),
    },
    activated: {
      title: 'Alles ist bereit',
      lead: (organization) => `Ihr Zugang zu ${organization} ist aktiv.`,
      afterReset: 'Ihr neues Passwort und Ihre Authenticator-App sind eingerichtet.',
      how: (email) => `Melden Sie sich mit ${email}, Ihrem Passwort und einem Code aus Ihrer Authenticator-App an.`,
      keepApp:
        'Behalten Sie die App: Sie brauchen ihren Code bei jeder Anmeldung. Übertragen Sie den Eintrag auf Ihr neues Telefon, bevor Sie das alte abgeben.',
    },
    signIn: 'Anmelden',
    tryAgain: 'Erneut versuchen',
    startAgain: 'Von vorn beginnen',
    ask: 'Neuen Link anfordern',
    faults: {
      password: {
        missing: 'Wählen Sie ein Passwort.',
        'too-short': 'Das Passwort ist zu kurz: Verwenden Sie mindestens 12 Zeichen.',
        'too-long': 'Das Passwort ist zu lang: Verwenden Sie höchstens 256 Zeichen.',
        refused:
          'Dieses Passwort kann nicht verwendet werden. Wählen Sie ein anderes, das nicht mit einem Leerzeichen beginnt oder endet.',
      },
      firstName: {
        missing: 'Geben Sie Ihren Vornamen ein.',
        'too-long': 'Der Vorname ist zu lang: Verwenden Sie höchstens 100 Zeichen.',
        'not-allowed': 'Der Vorname enthält unzulässige Zeichen wie @, < oder > oder eine Webadresse.',
      },
      lastName: {
        missing: 'Geben Sie Ihren Nachnamen ein.',
        'too-long': 'Der Nachname ist zu lang: Verwenden Sie höchstens 100 Zeichen.',
        'not-allowed': 'Der Nachname enthält unzulässige Zeichen wie @, < oder > oder eine Webadresse.',
      },
      code: {
        missing: 'Geben Sie den Code ein, den Ihre App zeigt.',
        malformed: 'Der Code besteht aus sechs Ziffern, zum Beispiel 123456.',
        wrong:
          'Dieser Code stimmt nicht. Warten Sie auf den nächsten und geben Sie ihn ein, solange die App ihn zeigt.',
      },
    },
    ends: {
      used: {
        title: 'Diese Einladung wurde bereits angenommen',
        next: 'Der Link funktioniert nur einmal. Melden Sie sich mit Ihrer E-Mail-Adresse, Ihrem Passwort und einem Code aus Ihrer Authenticator-App an.',
        notYou: (organization) =>
          `Das waren Sie nicht? Dann informieren Sie bitte sofort die Administration von ${organization}.`,
      },
      replaced: {
        title: 'Es gibt einen neueren Link für Sie',
        next: (sentAt) =>
          `Dieser Link gilt nicht mehr, denn Sie haben einen neuen erhalten: ${sentAt}. Öffnen Sie die neueste E-Mail. Wenn Sie sie nicht finden, sehen Sie im Spam-Ordner nach.`,
      },
      expired: {
        title: 'Dieser Link ist abgelaufen',
        since: (expiredAt) => `Er war gültig bis ${expiredAt}.`,
        willTell: (whom) => `Fordern Sie hier einen neuen an, und wir informieren ${whom}.`,
        askWhom: (whom) => `Bitten Sie ${whom}, Ihnen die Einladung noch einmal zu senden.`,
      },
      asked: {
        title: 'Ihre Anfrage ist unterwegs',
        next: (whom) =>
          `Wir haben ${whom} informiert. Sobald die Einladung noch einmal gesendet wird, erhalten Sie eine E-Mail mit einem neuen Link. Kommt sie nicht, können Sie in einer Stunde erneut anfragen.`,
      },
      revoked: {
        title: 'Diese Einladung wurde zurückgezogen',
        next: (whom) => `Wenn Sie das für einen Irrtum halten, wenden Sie sich an ${whom}.`,
      },
      declined: {
        title: 'Sie haben diese Einladung abgelehnt',
        next: (whom) =>
          `Es wurde nichts aktiviert. Wenn Sie es sich anders überlegt haben, bitten Sie ${whom}, Ihnen die Einladung noch einmal zu senden.`,
      },
      unknown: {
        title: 'Dieser Link funktioniert nicht',
        next: 'Vielleicht fehlt ein Teil der Adresse. Öffnen Sie den Link direkt aus der E-Mail oder kopieren Sie ihn vollständig. Wenn das nicht hilft, bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.',
      },
      signInInstead: {
        title: 'Sie haben bereits ein Konto',
        next: (email, organization) =>
          `Melden Sie sich mit ${email} an. Dort finden Sie die Einladung von ${organization} und können sie annehmen oder ablehnen.`,
      },
      busy: {
        title: 'In einem anderen Fenster wird gerade ein Passwort gesetzt',
        next: 'Machen Sie in dem Fenster oder Tab weiter, das Sie zuvor geöffnet haben. Gibt es keines, warten Sie eine Minute und versuchen Sie es erneut.',
      },
      startAgain: {
        title: 'Bitte beginnen Sie von vorn',
        next: 'Zu Ihrer Sicherheit wartet dieser Schritt nur 15 Minuten und nur auf ein Fenster. Beginnen Sie noch einmal mit dem Passwort; Sie erhalten dann einen neuen Schlüssel. Wenn Ihre App schon einen Eintrag dafür hat, löschen Sie ihn vorher.',
      },
      tooManyInAttempt: {
        title: 'Zu viele falsche Codes',
        next: 'Beginnen Sie noch einmal mit dem Passwort; Sie erhalten dann einen neuen Schlüssel. Löschen Sie vorher den alten Eintrag aus Ihrer App und prüfen Sie, ob Ihr Telefon die Uhrzeit automatisch einstellt: Geht die Uhr falsch, zeigt es falsche Codes.',
      },
      tooManyInLink: {
        title: 'Dieser Link ist gesperrt',
        next: (whom) =>
          `Es wurden zu viele falsche Codes eingegeben. Bitten Sie ${whom}, Ihnen die Einladung noch einmal zu senden.`,
      },
      suspended: {
        title: 'Die Einladung ruht im Moment',
        next: (organization) =>
          `Der Zugang zu ${organization} ist derzeit ausgesetzt und kann nicht aktiviert werden. Danach funktioniert Ihr Link wieder, sofern er bis dahin nicht abgelaufen ist.`,
      },
    },
  },
}
