import type { InEveryLanguage } from '../../shared/domain/language.ts'

type QuestionTexts = {
  readonly subject: (organization: string) => string
  readonly preheader: string
  readonly heading: string
  readonly what: (organization: string) => string
  readonly button: string
  readonly there: string
  readonly otherwise: string
}

/** Every word of the mails that ask a contact whether it is them. */
export type QuestionMailTexts = {
  readonly named: QuestionTexts
  readonly yearly: QuestionTexts
  readonly reminder: QuestionTexts
  readonly details: Readonly<Record<'name' | 'phone' | 'language', string>>
  readonly worksUntil: string
  readonly orCopy: string
  /** What becomes of it where whoever is named and says nothing is known already. */
  readonly saysNothing: string
  readonly doNotForward: string
}

export const questionMailTexts: InEveryLanguage<QuestionMailTexts> = {
  en: {
    named: {
      subject: (organization) => `You were named as a contact of ${organization}`,
      preheader: 'Please confirm that it is you, or say that it is not.',
      heading: 'You were named as a contact',
      what: (organization) => `You were named as a contact of ${organization}.`,
      button: 'Confirm, or say that this is not me',
      there: 'The page shows once more what you were named for. Nothing happens until you press one of its buttons.',
      otherwise: 'Until you confirm, whoever named you sees that your address is not verified yet.',
    },
    yearly: {
      subject: (organization) => `Are you still the right contact of ${organization}?`,
      preheader: 'Please check that everything is still right.',
      heading: 'Is all of this still right?',
      what: (organization) =>
        `You are a contact of ${organization}. Now and then we ask whether everything is still right, because people rely on it when it matters.`,
      button: 'Check and confirm',
      there: 'On the page you confirm or correct it in a few clicks, or say that this is not you.',
      otherwise:
        'You go on getting what concerns you. After 30 days without an answer it shows that you have not confirmed.',
    },
    reminder: {
      subject: (organization) => `A reminder: are you still the right contact of ${organization}?`,
      preheader: 'You have not answered yet.',
      heading: 'Is all of this still right?',
      what: (organization) =>
        `You were asked whether you are still the right contact of ${organization}, and have not answered yet. It only takes a few clicks.`,
      button: 'Check and confirm',
      there: 'The link in the earlier mail leads to the same page.',
      otherwise:
        'You go on getting what concerns you. After 30 days without an answer it shows that you have not confirmed.',
    },
    details: { name: 'Name', phone: 'Phone', language: 'Language' },
    worksUntil: 'The link works until',
    orCopy: 'Or copy this address into your browser:',
    saysNothing: 'If you say nothing, you are a contact from now on: tell us if that is not right.',
    doNotForward:
      'Do not forward this mail: whoever has the link can answer in your place. You need no password for it.',
  },
  nl: {
    named: {
      subject: (organization) => `U bent aangeduid als contactpersoon van ${organization}`,
      preheader: 'Bevestig dat u het bent, of zeg dat u het niet bent.',
      heading: 'U bent aangeduid als contactpersoon',
      what: (organization) => `U bent aangeduid als contactpersoon van ${organization}.`,
      button: 'Bevestigen, of zeggen dat ik dit niet ben',
      there:
        'Op de pagina staat nog eens waarvoor u bent aangeduid. Er gebeurt niets tot u op een van de knoppen drukt.',
      otherwise: 'Tot u bevestigt, ziet wie u heeft aangeduid dat uw adres nog niet is geverifieerd.',
    },
    yearly: {
      subject: (organization) => `Bent u nog de juiste contactpersoon van ${organization}?`,
      preheader: 'Kijk even of alles nog klopt.',
      heading: 'Klopt dit allemaal nog?',
      what: (organization) =>
        `U bent contactpersoon van ${organization}. Af en toe vragen we of alles nog klopt, omdat anderen erop rekenen als het nodig is.`,
      button: 'Nakijken en bevestigen',
      there: 'Op de pagina bevestigt of verbetert u het met een paar klikken, of zegt u dat u dit niet bent.',
      otherwise: 'U blijft krijgen wat u aangaat. Na 30 dagen zonder antwoord is te zien dat u niet heeft bevestigd.',
    },
    reminder: {
      subject: (organization) => `Herinnering: bent u nog de juiste contactpersoon van ${organization}?`,
      preheader: 'U heeft nog niet geantwoord.',
      heading: 'Klopt dit allemaal nog?',
      what: (organization) =>
        `We vroegen u of u nog de juiste contactpersoon van ${organization} bent, en u heeft nog niet geantwoord. Met een paar klikken is het gedaan.`,
      button: 'Nakijken en bevestigen',
      there: 'De link in de vorige mail leidt naar dezelfde pagina.',
      otherwise: 'U blijft krijgen wat u aangaat. Na 30 dagen zonder antwoord is te zien dat u niet heeft bevestigd.',
    },
    details: { name: 'Naam', phone: 'Telefoon', language: 'Taal' },
    worksUntil: 'De link werkt tot',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    saysNothing: 'Als u niets zegt, bent u voortaan contactpersoon: laat het weten als dat niet klopt.',
    doNotForward:
      'Stuur deze mail niet door: wie de link heeft, kan in uw plaats antwoorden. U heeft er geen wachtwoord voor nodig.',
  },
  fr: {
    named: {
      subject: (organization) => `Vous avez été désigné comme contact de ${organization}`,
      preheader: 'Confirmez que c’est vous, ou dites que ce n’est pas vous.',
      heading: 'Vous avez été désigné comme contact',
      what: (organization) => `Vous avez été désigné comme contact de ${organization}.`,
      button: 'Confirmer, ou dire que ce n’est pas moi',
      there:
        'La page rappelle à quel titre vous avez été désigné. Rien ne se passe tant que vous n’appuyez sur aucun bouton.',
      otherwise:
        'Tant que vous n’avez pas confirmé, la personne qui vous a désigné voit que votre adresse n’est pas vérifiée.',
    },
    yearly: {
      subject: (organization) => `Êtes-vous toujours le bon contact de ${organization}\u00a0?`,
      preheader: 'Vérifiez que tout est encore exact.',
      heading: 'Tout est-il encore exact\u00a0?',
      what: (organization) =>
        `Vous êtes un contact de ${organization}. De temps à autre, nous demandons si tout est encore exact, car d’autres s’y fient quand cela compte.`,
      button: 'Vérifier et confirmer',
      there: 'Sur la page, vous confirmez ou corrigez en quelques clics, ou vous dites que ce n’est pas vous.',
      otherwise:
        'Vous continuez à recevoir ce qui vous concerne. Après 30 jours sans réponse, il apparaît que vous n’avez pas confirmé.',
    },
    reminder: {
      subject: (organization) => `Rappel\u00a0: êtes-vous toujours le bon contact de ${organization}\u00a0?`,
      preheader: 'Vous n’avez pas encore répondu.',
      heading: 'Tout est-il encore exact\u00a0?',
      what: (organization) =>
        `Nous vous avons demandé si vous êtes toujours le bon contact de ${organization}, et vous n’avez pas encore répondu. Quelques clics suffisent.`,
      button: 'Vérifier et confirmer',
      there: 'Le lien du premier e-mail mène à la même page.',
      otherwise:
        'Vous continuez à recevoir ce qui vous concerne. Après 30 jours sans réponse, il apparaît que vous n’avez pas confirmé.',
    },
    details: { name: 'Nom', phone: 'Téléphone', language: 'Langue' },
    worksUntil: 'Le lien fonctionne jusqu’au',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    saysNothing: 'Si vous ne dites rien, vous êtes désormais contact\u00a0: signalez-le si ce n’est pas exact.',
    doNotForward:
      'Ne transférez pas cet e-mail\u00a0: quiconque a le lien peut répondre à votre place. Aucun mot de passe n’est nécessaire.',
  },
  de: {
    named: {
      subject: (organization) => `Sie wurden als Kontaktperson von ${organization} benannt`,
      preheader: 'Bitte bestätigen Sie, dass Sie es sind, oder sagen Sie, dass Sie es nicht sind.',
      heading: 'Sie wurden als Kontaktperson benannt',
      what: (organization) => `Sie wurden als Kontaktperson von ${organization} benannt.`,
      button: 'Bestätigen oder sagen, dass ich das nicht bin',
      there:
        'Die Seite zeigt noch einmal, wofür Sie benannt wurden. Es geschieht nichts, bis Sie dort eine Schaltfläche drücken.',
      otherwise:
        'Bis Sie bestätigen, sieht die Person, die Sie benannt hat, dass Ihre Adresse noch nicht verifiziert ist.',
    },
    yearly: {
      subject: (organization) => `Sind Sie noch die richtige Kontaktperson von ${organization}?`,
      preheader: 'Bitte sehen Sie nach, ob alles noch stimmt.',
      heading: 'Stimmt das alles noch?',
      what: (organization) =>
        `Sie sind Kontaktperson von ${organization}. Von Zeit zu Zeit fragen wir, ob alles noch stimmt, weil andere sich darauf verlassen, wenn es darauf ankommt.`,
      button: 'Prüfen und bestätigen',
      there:
        'Auf der Seite bestätigen oder berichtigen Sie es mit wenigen Klicks, oder Sie sagen, dass Sie das nicht sind.',
      otherwise:
        'Sie erhalten weiterhin, was Sie betrifft. Nach 30 Tagen ohne Antwort ist zu sehen, dass Sie nicht bestätigt haben.',
    },
    reminder: {
      subject: (organization) => `Erinnerung: Sind Sie noch die richtige Kontaktperson von ${organization}?`,
      preheader: 'Sie haben noch nicht geantwortet.',
      heading: 'Stimmt das alles noch?',
      what: (organization) =>
        `Sie wurden gefragt, ob Sie noch die richtige Kontaktperson von ${organization} sind, und haben noch nicht geantwortet. Es dauert nur wenige Klicks.`,
      button: 'Prüfen und bestätigen',
      there: 'Der Link in der früheren E-Mail führt zur selben Seite.',
      otherwise:
        'Sie erhalten weiterhin, was Sie betrifft. Nach 30 Tagen ohne Antwort ist zu sehen, dass Sie nicht bestätigt haben.',
    },
    details: { name: 'Name', phone: 'Telefon', language: 'Sprache' },
    worksUntil: 'Der Link funktioniert bis',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    saysNothing: 'Wenn Sie nichts sagen, sind Sie von nun an Kontaktperson: Sagen Sie Bescheid, wenn das nicht stimmt.',
    doNotForward:
      'Leiten Sie diese E-Mail nicht weiter: Wer den Link hat, kann an Ihrer Stelle antworten. Sie brauchen kein Passwort dafür.',
  },
}
