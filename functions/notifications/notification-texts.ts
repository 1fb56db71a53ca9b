import type { ContactRole } from '../../shared/domain/contact-roles.ts'
import type { InEveryLanguage } from '../../shared/domain/language.ts'
import type { Severity } from '../../shared/domain/notification-categories.ts'

/** Every word that stands around a message of the provider. */
export type NotificationTexts = {
  readonly about: string
  readonly severity: string
  readonly severities: Readonly<Record<Severity, string>>
  readonly securityOperations: string
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly sentBy: (provider: string, app: string) => string
  readonly replies: (address: string) => string
  readonly noReplies: string
  readonly roles: Readonly<Record<ContactRole, string>>
  readonly why: {
    readonly holder: (role: string, organization: string) => string
    readonly deputy: (role: string, organization: string) => string
    readonly watchlist: (organization: string) => string
    readonly administrator: (organization: string) => string
    readonly addressee: (organization: string) => string
    readonly 'security-operations': (provider: string) => string
  }
  readonly insteadOf: (role: string, organization: string) => string
  readonly nameSomebody: (app: string) => string
  readonly switchOff: {
    readonly user: (app: string) => string
    readonly contact: (organization: string) => string
  }
}

export const notificationTexts: InEveryLanguage<NotificationTexts> = {
  en: {
    about: 'About',
    severity: 'Severity',
    severities: { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' },
    securityOperations: 'Security operations centre',
    name: 'Name',
    email: 'E-mail',
    phone: 'Phone',
    sentBy: (provider, app) => `Sent by ${provider} through ${app}.`,
    replies: (address) => `If you answer this mail, your answer goes to ${address}.`,
    noReplies: 'Please do not answer this mail: nobody would read it.',
    roles: {
      technical: 'Technical Contact',
      commercial: 'Commercial Contact',
      dpo: 'Data Protection Officer',
      watchlist: 'Watchlist Contact',
      'security-escalation': 'Security Incident Escalation Contact',
    },
    why: {
      holder: (role, organization) => `You get this mail as ${role} of ${organization}.`,
      deputy: (role, organization) =>
        `You get this mail because you currently stand in for somebody as ${role} of ${organization}.`,
      watchlist: (organization) =>
        `You get a copy of this mail because this address is on the watchlist of ${organization}, which is copied on all mail of the Service Desk.`,
      administrator: (organization) => `You get this mail because you administer ${organization}.`,
      addressee: (organization) => `The Service Desk wrote this mail to you as somebody of ${organization}.`,
      'security-operations': (provider) => `You get a copy of this mail as security operations centre of ${provider}.`,
    },
    insteadOf: (role, organization) =>
      `It comes to you because nobody can currently be reached as ${role} of ${organization} who meets all that the role takes.`,
    nameSomebody: (app) => `Sign in to ${app} and have somebody named, so that the right person hears of it next time.`,
    switchOff: {
      user: (app) =>
        `You may switch off mails of this kind: sign in to ${app} and choose which notifications you want.`,
      contact: (organization) =>
        `You may switch off mails of this kind: use the link in the mail that told you that you are a contact of ${organization}.`,
    },
  },
  nl: {
    about: 'Betreft',
    severity: 'Ernst',
    severities: { critical: 'Kritiek', high: 'Hoog', medium: 'Gemiddeld', low: 'Laag' },
    securityOperations: 'Security operations center',
    name: 'Naam',
    email: 'E-mail',
    phone: 'Telefoon',
    sentBy: (provider, app) => `Verstuurd door ${provider} via ${app}.`,
    replies: (address) => `Als u op deze mail antwoordt, gaat uw antwoord naar ${address}.`,
    noReplies: 'Antwoord niet op deze mail: niemand zou het lezen.',
    roles: {
      technical: 'technisch contactpersoon',
      commercial: 'commercieel contactpersoon',
      dpo: 'functionaris voor gegevensbescherming',
      watchlist: 'watchlist-contact',
      'security-escalation': 'escalatiecontact voor beveiligingsincidenten',
    },
    why: {
      holder: (role, organization) => `U krijgt deze mail als ${role} van ${organization}.`,
      deputy: (role, organization) =>
        `U krijgt deze mail omdat u momenteel iemand vervangt als ${role} van ${organization}.`,
      watchlist: (organization) =>
        `U krijgt een kopie van deze mail omdat dit adres op de watchlist van ${organization} staat, die alle mail van de Service Desk in kopie krijgt.`,
      administrator: (organization) => `U krijgt deze mail omdat u ${organization} beheert.`,
      addressee: (organization) => `De Service Desk heeft u deze mail geschreven als iemand van ${organization}.`,
      'security-operations': (provider) =>
        `U krijgt een kopie van deze mail als security operations center van ${provider}.`,
    },
    insteadOf: (role, organization) =>
      `De mail komt bij u terecht omdat er momenteel niemand bereikbaar is als ${role} van ${organization} die aan alle voorwaarden voldoet.`,
    nameSomebody: (app) =>
      `Meld u aan bij ${app} en laat iemand aanstellen, zodat de juiste persoon het de volgende keer hoort.`,
    switchOff: {
      user: (app) => `U kunt dit soort mails uitschakelen: meld u aan bij ${app} en kies welke meldingen u wilt.`,
      contact: (organization) =>
        `U kunt dit soort mails uitschakelen: gebruik de link in de mail waarin staat dat u contact bent van ${organization}.`,
    },
  },
  fr: {
    about: 'Concerne',
    severity: 'Gravité',
    severities: { critical: 'Critique', high: 'Élevée', medium: 'Moyenne', low: 'Faible' },
    securityOperations: 'Centre des opérations de sécurité',
    name: 'Nom',
    email: 'E-mail',
    phone: 'Téléphone',
    sentBy: (provider, app) => `Envoyé par ${provider} au moyen de ${app}.`,
    replies: (address) => `Si vous répondez à cet e-mail, votre réponse est adressée à ${address}.`,
    noReplies: 'Merci de ne pas répondre à cet e-mail\u00a0: personne ne lirait votre réponse.',
    roles: {
      technical: 'contact technique',
      commercial: 'contact commercial',
      dpo: 'délégué à la protection des données',
      watchlist: 'contact de la liste de suivi',
      'security-escalation': 'contact d’escalade pour les incidents de sécurité',
    },
    why: {
      holder: (role, organization) => `Vous recevez cet e-mail en tant que ${role} pour ${organization}.`,
      deputy: (role, organization) =>
        `Vous recevez cet e-mail parce que vous remplacez actuellement quelqu’un en tant que ${role} pour ${organization}.`,
      watchlist: (organization) =>
        `Vous recevez une copie de cet e-mail parce que cette adresse figure sur la liste de suivi de ${organization}, qui reçoit en copie tous les e-mails du Service Desk.`,
      administrator: (organization) => `Vous recevez cet e-mail parce que vous administrez ${organization}.`,
      addressee: (organization) => `Le Service Desk vous a écrit cet e-mail en tant que membre de ${organization}.`,
      'security-operations': (provider) =>
        `Vous recevez une copie de cet e-mail en tant que centre des opérations de sécurité de ${provider}.`,
    },
    insteadOf: (role, organization) =>
      `Il vous est adressé parce que personne remplissant toutes les conditions n’est actuellement joignable en tant que ${role} pour ${organization}.`,
    nameSomebody: (app) =>
      `Connectez-vous à ${app} et faites désigner quelqu’un, afin que la bonne personne soit informée la prochaine fois.`,
    switchOff: {
      user: (app) =>
        `Vous pouvez désactiver les e-mails de ce type\u00a0: connectez-vous à ${app} et choisissez les notifications que vous souhaitez.`,
      contact: (organization) =>
        `Vous pouvez désactiver les e-mails de ce type\u00a0: utilisez le lien de l’e-mail qui vous a appris que vous êtes un contact de ${organization}.`,
    },
  },
  de: {
    about: 'Betrifft',
    severity: 'Schweregrad',
    severities: { critical: 'Kritisch', high: 'Hoch', medium: 'Mittel', low: 'Niedrig' },
    securityOperations: 'Security Operations Center',
    name: 'Name',
    email: 'E-Mail',
    phone: 'Telefon',
    sentBy: (provider, app) => `Gesendet von ${provider} über ${app}.`,
    replies: (address) => `Wenn Sie auf diese E-Mail antworten, geht Ihre Antwort an ${address}.`,
    noReplies: 'Bitte antworten Sie nicht auf diese E-Mail: Niemand würde es lesen.',
    roles: {
      technical: 'technischer Ansprechpartner',
      commercial: 'kaufmännischer Ansprechpartner',
      dpo: 'Datenschutzbeauftragter',
      watchlist: 'Watchlist-Kontakt',
      'security-escalation': 'Eskalationskontakt für Sicherheitsvorfälle',
    },
    why: {
      holder: (role, organization) => `Sie erhalten diese E-Mail als ${role} von ${organization}.`,
      deputy: (role, organization) =>
        `Sie erhalten diese E-Mail, weil Sie derzeit jemanden vertreten. Die Rolle: ${role} von ${organization}.`,
      watchlist: (organization) =>
        `Sie erhalten eine Kopie dieser E-Mail, weil diese Adresse auf der Watchlist von ${organization} steht, die alle E-Mails des Service Desk in Kopie erhält.`,
      administrator: (organization) => `Sie erhalten diese E-Mail, weil Sie ${organization} verwalten.`,
      addressee: (organization) => `Der Service Desk hat diese E-Mail an Sie bei ${organization} geschrieben.`,
      'security-operations': (provider) =>
        `Sie erhalten eine Kopie dieser E-Mail als Security Operations Center von ${provider}.`,
    },
    insteadOf: (role, organization) =>
      `Sie geht an Sie, weil derzeit niemand als ${role} von ${organization} erreichbar ist und alle Voraussetzungen erfüllt.`,
    nameSomebody: (app) =>
      `Melden Sie sich bei ${app} an und lassen Sie jemanden benennen, damit es beim nächsten Mal die richtige Person erfährt.`,
    switchOff: {
      user: (app) =>
        `Sie können E-Mails dieser Art abschalten: Melden Sie sich bei ${app} an und wählen Sie, welche Benachrichtigungen Sie möchten.`,
      contact: (organization) =>
        `Sie können E-Mails dieser Art abschalten: Nutzen Sie den Link in der E-Mail, die Ihnen mitgeteilt hat, dass Sie Kontaktperson von ${organization} sind.`,
    },
  },
}
