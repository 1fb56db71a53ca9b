import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { MutableCategory } from '../../shared/domain/notification-categories.ts'
import type { CorrectionFault } from './correction.ts'

type Titled = { readonly title: string; readonly next: string }

/** Every word of the pages behind the link of a contact. */
export type ContactTexts = {
  readonly named: {
    readonly title: string
    readonly lead: (organization: string) => string
    readonly leadBy: (name: string, organization: string) => string
    readonly leadFrom: (name: string, from: string, organization: string) => string
  }
  readonly yearly: { readonly title: string; readonly lead: (organization: string) => string }
  readonly answered: { readonly title: string; readonly lead: (organization: string) => string }
  readonly said: {
    readonly confirmed: { readonly title: string; readonly lead: (organization: string) => string }
    readonly corrected: { readonly title: string; readonly lead: string }
    readonly suggested: { readonly title: string; readonly lead: (organization: string) => string }
    readonly preferences: { readonly title: string; readonly lead: string }
  }
  readonly deputy: (role: string) => string
  readonly sentTo: string
  readonly nothingElse: string
  readonly confirm: string
  readonly notMe: string
  readonly notMeAfter: string
  readonly correct: {
    readonly title: string
    readonly firstName: string
    readonly lastName: string
    readonly displayName: string
    readonly phone: string
    readonly phoneHint: string
    readonly language: string
    readonly email: string
    readonly emailHint: (organization: string) => string
    readonly submit: string
  }
  readonly preferences: { readonly title: string; readonly lead: string; readonly submit: string }
  readonly categories: Readonly<Record<MutableCategory, string>>
  readonly signIn: (app: string) => string
  readonly faults: Readonly<Record<CorrectionFault, string>>
  readonly ends: {
    readonly unknown: Titled
    readonly replaced: { readonly title: string; readonly next: (askedAt: string) => string }
    readonly disowned: { readonly title: string; readonly next: (organization: string) => string }
    readonly expired: {
      readonly title: string
      readonly since: (expiredAt: string) => string
      readonly next: (organization: string) => string
    }
    readonly noContact: { readonly title: string; readonly next: (organization: string) => string }
    readonly suspended: { readonly title: string; readonly next: (organization: string) => string }
  }
}

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  nl: 'Nederlands',
  fr: 'Français',
  de: 'Deutsch',
}

export const contactTexts: InEveryLanguage<ContactTexts> = {
  en: {
    named: {
      title: 'Are you the right contact?',
      lead: (organization) => `You were named as a contact of ${organization}.`,
      leadBy: (name, organization) => `${name} named you as a contact of ${organization}.`,
      leadFrom: (name, from, organization) => `${name} of ${from} named you as a contact of ${organization}.`,
    },
    yearly: {
      title: 'Is all of this still right?',
      lead: (organization) =>
        `You are a contact of ${organization}. Please check that everything is still right: people rely on it when it matters.`,
    },
    answered: {
      title: 'You are a contact',
      lead: (organization) => `You have confirmed that you are a contact of ${organization}.`,
    },
    said: {
      confirmed: { title: 'Thank you', lead: (organization) => `You are a confirmed contact of ${organization}.` },
      corrected: { title: 'Thank you', lead: 'Your details are saved.' },
      suggested: {
        title: 'The administrators were asked',
        lead: (organization) =>
          `The administrators of ${organization} are told that you would like to be reached at another address. Once they have set it, a mail goes there to confirm it. Until then, mail goes to the present one.`,
      },
      preferences: { title: 'Your choice is kept', lead: 'From now on you get the notifications that are ticked.' },
    },
    deputy: (role) => `${role} – in somebody’s absence`,
    sentTo: 'Address',
    nothingElse: 'By confirming you approve no contract and accept no terms.',
    confirm: 'Yes, that is me',
    notMe: 'This is not me',
    notMeAfter: 'Not you after all?',
    correct: {
      title: 'Is something wrong?',
      firstName: 'First name',
      lastName: 'Last name',
      displayName: 'Name of the mailbox',
      phone: 'Phone',
      phoneHint: 'With the country code, for example +32 15 00 00 00',
      language: 'Language in which you are written to',
      email: 'Another e-mail address',
      emailHint: (organization) =>
        `Only if you are to be reached elsewhere: the administrators of ${organization} set it.`,
      submit: 'Save',
    },
    preferences: {
      title: 'What do you want to be told?',
      lead: 'Incidents, contracts and whatever else is urgent always come.',
      submit: 'Save my choice',
    },
    categories: {
      'technical-update': 'News about how services work',
      'health-alert': 'A service is not as healthy as it should be',
      change: 'Something is about to be changed',
      licensing: 'Licences, and how they are used',
      renewal: 'Something ends or is renewed soon',
      privacy: 'How personal data is handled',
      audit: 'Audits, and what they take or found',
    },
    signIn: (app) => `You choose which notifications you want, and change your address, when you sign in to ${app}.`,
    faults: {
      missing: 'Please fill in the name',
      'too-long': 'A name has at most 100 characters',
      'not-allowed': 'A name can have no address or special characters in it',
      'not-a-number': 'Please write the phone number with its country code, for example +32 15 00 00 00',
      'not-an-address': 'That is not an e-mail address that mail can be sent to',
      'too-soon': 'You asked for another address within the last hour: please try again later',
    },
    ends: {
      unknown: {
        title: 'This link does not work',
        next: 'Perhaps a part of the address is missing. Open the link from the mail itself, or copy all of it. If that does not help, ask whoever named you.',
      },
      replaced: {
        title: 'There is a newer link for you',
        next: (askedAt) =>
          `You were asked again on ${askedAt}. Open the mail that came last; if you cannot find it, look among the spam.`,
      },
      disowned: {
        title: 'Thank you for telling us',
        next: (organization) =>
          `It is noted that this is not you, and the administrators of ${organization} are told. You get no more of these mails. If you pressed that by mistake, ask them to name you again.`,
      },
      expired: {
        title: 'This link has expired',
        since: (expiredAt) => `It worked until ${expiredAt}.`,
        next: (organization) =>
          `If you are a contact of ${organization}, ask an administrator there to name you again: a new mail comes then.`,
      },
      noContact: {
        title: 'You are no longer a contact',
        next: (organization) => `You are no longer named as a contact of ${organization}. There is nothing left to do.`,
      },
      suspended: {
        title: 'This does not work at the moment',
        next: (organization) => `The access of ${organization} is suspended. Try again later; your link keeps working.`,
      },
    },
  },
  nl: {
    named: {
      title: 'Bent u de juiste contactpersoon?',
      lead: (organization) => `U bent aangeduid als contactpersoon van ${organization}.`,
      leadBy: (name, organization) => `${name} heeft u aangeduid als contactpersoon van ${organization}.`,
      leadFrom: (name, from, organization) =>
        `${name} van ${from} heeft u aangeduid als contactpersoon van ${organization}.`,
    },
    yearly: {
      title: 'Klopt dit allemaal nog?',
      lead: (organization) =>
        `U bent contactpersoon van ${organization}. Kijk even of alles nog klopt: anderen rekenen erop als het nodig is.`,
    },
    answered: {
      title: 'U bent contactpersoon',
      lead: (organization) => `U heeft bevestigd dat u contactpersoon van ${organization} bent.`,
    },
    said: {
      confirmed: {
        title: 'Dank u wel',
        lead: (organization) => `U bent bevestigd als contactpersoon van ${organization}.`,
      },
      corrected: { title: 'Dank u wel', lead: 'Uw gegevens zijn opgeslagen.' },
      suggested: {
        title: 'De beheerders zijn op de hoogte',
        lead: (organization) =>
          `De beheerders van ${organization} krijgen bericht dat u graag op een ander adres bereikt wordt. Zodra zij het hebben ingesteld, gaat daar een mail naartoe om het te bevestigen. Tot dan gaat de mail naar dit adres.`,
      },
      preferences: { title: 'Uw keuze is bewaard', lead: 'Voortaan krijgt u de meldingen die aangevinkt zijn.' },
    },
    deputy: (role) => `${role} – bij iemands afwezigheid`,
    sentTo: 'Adres',
    nothingElse: 'Door te bevestigen keurt u geen contract goed en aanvaardt u geen voorwaarden.',
    confirm: 'Ja, dat ben ik',
    notMe: 'Dit ben ik niet',
    notMeAfter: 'Bent u het toch niet?',
    correct: {
      title: 'Klopt er iets niet?',
      firstName: 'Voornaam',
      lastName: 'Achternaam',
      displayName: 'Naam van de mailbox',
      phone: 'Telefoon',
      phoneHint: 'Met het landnummer, bijvoorbeeld +32 15 00 00 00',
      language: 'Taal waarin u wordt aangeschreven',
      email: 'Een ander e-mailadres',
      emailHint: (organization) =>
        `Alleen als u ergens anders bereikt moet worden: de beheerders van ${organization} stellen het in.`,
      submit: 'Opslaan',
    },
    preferences: {
      title: 'Waarover wilt u bericht krijgen?',
      lead: 'Incidenten, contracten en al wat dringend is, krijgt u altijd.',
      submit: 'Mijn keuze bewaren',
    },
    categories: {
      'technical-update': 'Nieuws over hoe diensten werken',
      'health-alert': 'Een dienst werkt niet zoals het hoort',
      change: 'Er gaat iets veranderen',
      licensing: 'Licenties en het gebruik ervan',
      renewal: 'Iets loopt binnenkort af of wordt verlengd',
      privacy: 'De omgang met persoonsgegevens',
      audit: 'Audits: wat ze vragen of vonden',
    },
    signIn: (app) => `Welke meldingen u wilt, kiest u wanneer u zich bij ${app} aanmeldt; daar wijzigt u ook uw adres.`,
    faults: {
      missing: 'Vul de naam in',
      'too-long': 'Een naam telt hoogstens 100 tekens',
      'not-allowed': 'Een naam kan geen adres of speciale tekens bevatten',
      'not-a-number': 'Schrijf het telefoonnummer met het landnummer, bijvoorbeeld +32 15 00 00 00',
      'not-an-address': 'Dat is geen e-mailadres waar mail naartoe kan',
      'too-soon': 'U vroeg het afgelopen uur al om een ander adres: probeer het later opnieuw',
    },
    ends: {
      unknown: {
        title: 'Deze link werkt niet',
        next: 'Misschien ontbreekt een deel van het adres. Open de link vanuit de mail zelf, of kopieer hem helemaal. Helpt dat niet, vraag het dan aan wie u aangeduid heeft.',
      },
      replaced: {
        title: 'Er is een nieuwere link voor u',
        next: (askedAt) =>
          `De vraag is u opnieuw gesteld op ${askedAt}. Open de laatste mail; vindt u die niet, kijk dan bij de spam.`,
      },
      disowned: {
        title: 'Dank u voor uw antwoord',
        next: (organization) =>
          `Er is genoteerd dat u dit niet bent, en de beheerders van ${organization} krijgen bericht. U krijgt deze mails niet meer. Was het een vergissing, vraag hen dan om u opnieuw aan te duiden.`,
      },
      expired: {
        title: 'Deze link is verlopen',
        since: (expiredAt) => `Hij werkte tot ${expiredAt}.`,
        next: (organization) =>
          `Bent u contactpersoon van ${organization}, vraag dan een beheerder daar om u opnieuw aan te duiden: dan komt er een nieuwe mail.`,
      },
      noContact: {
        title: 'U bent geen contactpersoon meer',
        next: (organization) =>
          `U bent niet langer aangeduid als contactpersoon van ${organization}. U hoeft niets meer te doen.`,
      },
      suspended: {
        title: 'Dit gaat nu even niet',
        next: (organization) =>
          `De toegang van ${organization} is opgeschort. Probeer het later opnieuw; uw link blijft werken.`,
      },
    },
  },
  fr: {
    named: {
      title: 'Êtes-vous le bon contact\u00a0?',
      lead: (organization) => `Vous avez été désigné comme contact de ${organization}.`,
      leadBy: (name, organization) => `${name} vous a désigné comme contact de ${organization}.`,
      leadFrom: (name, from, organization) => `${name}, de ${from}, vous a désigné comme contact de ${organization}.`,
    },
    yearly: {
      title: 'Tout est-il encore exact\u00a0?',
      lead: (organization) =>
        `Vous êtes un contact de ${organization}. Vérifiez que tout est encore exact\u00a0: d’autres s’y fient quand cela compte.`,
    },
    answered: {
      title: 'Vous êtes un contact',
      lead: (organization) => `Vous avez confirmé que vous êtes un contact de ${organization}.`,
    },
    said: {
      confirmed: { title: 'Merci', lead: (organization) => `Vous êtes un contact confirmé de ${organization}.` },
      corrected: { title: 'Merci', lead: 'Vos données sont enregistrées.' },
      suggested: {
        title: 'Les administrateurs sont prévenus',
        lead: (organization) =>
          `Les administrateurs de ${organization} sont informés que vous souhaitez être joint à une autre adresse. Dès qu’ils l’auront enregistrée, un e-mail y sera envoyé pour la confirmer. D’ici là, les e-mails arrivent à celle-ci.`,
      },
      preferences: { title: 'Votre choix est enregistré', lead: 'Vous recevez désormais les notifications cochées.' },
    },
    deputy: (role) => `${role} – en l’absence de quelqu’un`,
    sentTo: 'Adresse',
    nothingElse: 'En confirmant, vous n’approuvez aucun contrat et n’acceptez aucune condition.',
    confirm: 'Oui, c’est moi',
    notMe: 'Ce n’est pas moi',
    notMeAfter: 'Finalement, ce n’est pas vous\u00a0?',
    correct: {
      title: 'Quelque chose n’est pas exact\u00a0?',
      firstName: 'Prénom',
      lastName: 'Nom',
      displayName: 'Nom de la boîte mail',
      phone: 'Téléphone',
      phoneHint: 'Avec l’indicatif du pays, par exemple +32 15 00 00 00',
      language: 'Langue dans laquelle on vous écrit',
      email: 'Une autre adresse e-mail',
      emailHint: (organization) =>
        `Seulement si vous devez être joint ailleurs\u00a0: les administrateurs de ${organization} l’enregistrent.`,
      submit: 'Enregistrer',
    },
    preferences: {
      title: 'De quoi souhaitez-vous être informé\u00a0?',
      lead: 'Les incidents, les contrats et tout ce qui est urgent vous parviennent toujours.',
      submit: 'Enregistrer mon choix',
    },
    categories: {
      'technical-update': 'Nouveautés sur le fonctionnement des services',
      'health-alert': 'Un service ne fonctionne pas comme il le devrait',
      change: 'Un changement se prépare',
      licensing: 'Les licences et leur utilisation',
      renewal: 'Quelque chose prend fin ou est renouvelé prochainement',
      privacy: 'Le traitement des données personnelles',
      audit: 'Les audits\u00a0: ce qu’ils demandent ou ont constaté',
    },
    signIn: (app) => `Pour choisir vos notifications ou changer d’adresse, connectez-vous à ${app}.`,
    faults: {
      missing: 'Indiquez le nom',
      'too-long': 'Un nom compte au plus 100 caractères',
      'not-allowed': 'Un nom ne peut contenir ni adresse ni caractères spéciaux',
      'not-a-number': 'Écrivez le numéro avec l’indicatif du pays, par exemple +32 15 00 00 00',
      'not-an-address': 'Ce n’est pas une adresse e-mail valable',
      'too-soon': 'Vous avez déjà demandé une autre adresse au cours de la dernière heure\u00a0: réessayez plus tard',
    },
    ends: {
      unknown: {
        title: 'Ce lien ne fonctionne pas',
        next: 'Une partie de l’adresse manque peut-être. Ouvrez le lien depuis l’e-mail lui-même, ou copiez-le en entier. Si cela n’aide pas, adressez-vous à la personne qui vous a désigné.',
      },
      replaced: {
        title: 'Il y a un lien plus récent pour vous',
        next: (askedAt) =>
          `La question vous a été posée à nouveau le ${askedAt}. Ouvrez le dernier e-mail reçu\u00a0; si vous ne le trouvez pas, regardez dans les indésirables.`,
      },
      disowned: {
        title: 'Merci de nous l’avoir dit',
        next: (organization) =>
          `Il est noté que ce n’est pas vous, et les administrateurs de ${organization} sont prévenus. Vous ne recevez plus ces e-mails. Si c’était une erreur, demandez-leur de vous désigner à nouveau.`,
      },
      expired: {
        title: 'Ce lien a expiré',
        since: (expiredAt) => `Il fonctionnait jusqu’au ${expiredAt}.`,
        next: (organization) =>
          `Si vous êtes un contact de ${organization}, demandez à un administrateur de vous désigner à nouveau\u00a0: un nouvel e-mail vous parviendra.`,
      },
      noContact: {
        title: 'Vous n’êtes plus un contact',
        next: (organization) =>
          `Vous n’êtes plus désigné comme contact de ${organization}. Vous n’avez plus rien à faire.`,
      },
      suspended: {
        title: 'Ce n’est pas possible pour le moment',
        next: (organization) =>
          `L’accès de ${organization} est suspendu. Réessayez plus tard\u00a0; votre lien reste valable.`,
      },
    },
  },
  de: {
    named: {
      title: 'Sind Sie die richtige Kontaktperson?',
      lead: (organization) => `Sie wurden als Kontaktperson von ${organization} benannt.`,
      leadBy: (name, organization) => `${name} hat Sie als Kontaktperson von ${organization} benannt.`,
      leadFrom: (name, from, organization) =>
        `${name} von ${from} hat Sie als Kontaktperson von ${organization} benannt.`,
    },
    yearly: {
      title: 'Stimmt das alles noch?',
      lead: (organization) =>
        `Sie sind Kontaktperson von ${organization}. Bitte sehen Sie nach, ob alles noch stimmt: Andere verlassen sich darauf, wenn es darauf ankommt.`,
    },
    answered: {
      title: 'Sie sind Kontaktperson',
      lead: (organization) => `Sie haben bestätigt, dass Sie Kontaktperson von ${organization} sind.`,
    },
    said: {
      confirmed: {
        title: 'Vielen Dank',
        lead: (organization) => `Sie sind als Kontaktperson von ${organization} bestätigt.`,
      },
      corrected: { title: 'Vielen Dank', lead: 'Ihre Angaben sind gespeichert.' },
      suggested: {
        title: 'Die Administration weiß Bescheid',
        lead: (organization) =>
          `Die Administration von ${organization} erfährt, dass Sie unter einer anderen Adresse erreicht werden möchten. Sobald sie eingetragen ist, geht dorthin eine E-Mail zur Bestätigung. Bis dahin gehen E-Mails an diese Adresse.`,
      },
      preferences: {
        title: 'Ihre Auswahl ist gespeichert',
        lead: 'Ab jetzt erhalten Sie die angekreuzten Mitteilungen.',
      },
    },
    deputy: (role) => `${role} – in Vertretung`,
    sentTo: 'Adresse',
    nothingElse: 'Mit der Bestätigung geben Sie keinen Vertrag frei und nehmen keine Bedingungen an.',
    confirm: 'Ja, das bin ich',
    notMe: 'Das bin ich nicht',
    notMeAfter: 'Sind Sie es doch nicht?',
    correct: {
      title: 'Stimmt etwas nicht?',
      firstName: 'Vorname',
      lastName: 'Nachname',
      displayName: 'Name des Postfachs',
      phone: 'Telefon',
      phoneHint: 'Mit Landesvorwahl, zum Beispiel +32 15 00 00 00',
      language: 'Sprache, in der Ihnen geschrieben wird',
      email: 'Eine andere E-Mail-Adresse',
      emailHint: (organization) =>
        `Nur wenn Sie anderswo erreicht werden sollen: Die Administration von ${organization} trägt sie ein.`,
      submit: 'Speichern',
    },
    preferences: {
      title: 'Worüber möchten Sie informiert werden?',
      lead: 'Störungen, Verträge und alles Dringende kommen immer.',
      submit: 'Auswahl speichern',
    },
    categories: {
      'technical-update': 'Neues darüber, wie Dienste funktionieren',
      'health-alert': 'Ein Dienst läuft nicht so, wie er sollte',
      change: 'Eine Änderung steht bevor',
      licensing: 'Lizenzen und ihre Nutzung',
      renewal: 'Etwas läuft bald ab oder wird verlängert',
      privacy: 'Der Umgang mit personenbezogenen Daten',
      audit: 'Audits: was sie verlangen oder ergaben',
    },
    signIn: (app) => `Ihre Mitteilungen wählen und Ihre Adresse ändern Sie, wenn Sie sich bei ${app} anmelden.`,
    faults: {
      missing: 'Bitte geben Sie den Namen an',
      'too-long': 'Ein Name hat höchstens 100 Zeichen',
      'not-allowed': 'Ein Name kann keine Adresse und keine Sonderzeichen enthalten',
      'not-a-number': 'Bitte geben Sie die Nummer mit Landesvorwahl an, zum Beispiel +32 15 00 00 00',
      'not-an-address': 'Das ist keine E-Mail-Adresse, an die man schreiben kann',
      'too-soon':
        'Sie haben in der letzten Stunde schon um eine andere Adresse gebeten: Versuchen Sie es später noch einmal',
    },
    ends: {
      unknown: {
        title: 'Dieser Link funktioniert nicht',
        next: 'Vielleicht fehlt ein Teil der Adresse. Öffnen Sie den Link direkt aus der E-Mail, oder kopieren Sie ihn vollständig. Hilft das nicht, fragen Sie die Person, die Sie benannt hat.',
      },
      replaced: {
        title: 'Es gibt einen neueren Link für Sie',
        next: (askedAt) =>
          `Sie wurden erneut gefragt: ${askedAt}. Öffnen Sie die zuletzt gesendete E-Mail. Wenn Sie sie nicht finden, sehen Sie im Spam-Ordner nach.`,
      },
      disowned: {
        title: 'Danke für Ihre Antwort',
        next: (organization) =>
          `Es ist vermerkt, dass Sie das nicht sind, und die Administration von ${organization} erfährt es. Sie erhalten diese E-Mails nicht mehr. War es ein Versehen, bitten Sie sie, Sie erneut zu benennen.`,
      },
      expired: {
        title: 'Dieser Link ist abgelaufen',
        since: (expiredAt) => `Er galt bis: ${expiredAt}.`,
        next: (organization) =>
          `Wenn Sie Kontaktperson von ${organization} sind, bitten Sie die Administration dort, Sie erneut zu benennen: Dann kommt eine neue E-Mail.`,
      },
      noContact: {
        title: 'Sie sind keine Kontaktperson mehr',
        next: (organization) =>
          `Sie sind nicht mehr als Kontaktperson von ${organization} benannt. Sie müssen nichts mehr tun.`,
      },
      suspended: {
        title: 'Das geht im Moment nicht',
        next: (organization) =>
          `Der Zugang von ${organization} ist ausgesetzt. Versuchen Sie es später noch einmal; Ihr Link bleibt gültig.`,
      },
    },
  },
}
