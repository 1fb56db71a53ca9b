import type { ContractKind } from '../../shared/domain/contract.ts'
import type { InEveryLanguage } from '../../shared/domain/language.ts'

type Why = {
  readonly subject: (document: string, organization: string) => string
  readonly heading: string
  /** `by` is whoever handed it over, where that is known. */
  readonly why: (by: string | undefined) => string
}

/** Every word of the mail that asks somebody to approve a contract. */
type ApprovalMailTexts = Readonly<Record<'first' | 'reminder' | 'moved' | 'handed-over', Why>> & {
  readonly preheader: (provider: string, until: string) => string
  /** How many days are left, of which the last may be none whole. */
  readonly left: (days: number) => string
  readonly asks: Readonly<Record<ContractKind, (provider: string, organization: string) => string>>
  readonly document: string
  readonly forWhom: string
  readonly requestedBy: string
  readonly until: string
  readonly reference: string
  readonly button: string
  readonly orCopy: string
  readonly thereTitle: string
  readonly there: readonly string[]
  readonly genuineTitle: string
  readonly genuine: (name: string, phone: string | undefined, reference: string) => string
  readonly doNotForward: string
  /** Who reads an answer. */
  readonly reply: (name: string) => string
}

export const approvalMailTexts: InEveryLanguage<ApprovalMailTexts> = {
  en: {
    first: {
      subject: (document, organization) => `Please approve for ${organization}: ${document}`,
      heading: 'Please look at this document, and decide',
      why: () =>
        'You get this mail because you are the Commercial Contact: you can accept contracts on behalf of your organization. You need no account and no password.',
    },
    reminder: {
      subject: (document, organization) => `Reminder for ${organization}: ${document}`,
      heading: 'This document still waits for you',
      why: () => 'You have not decided yet. This mail brings a new link; links in older mails have ended.',
    },
    moved: {
      subject: (document, organization) => `Please approve for ${organization}: ${document}`,
      heading: 'This document now waits for you',
      why: () =>
        'It comes to you because you are the Commercial Contact now, or because your address has changed. You need no account and no password.',
    },
    'handed-over': {
      subject: (document, organization) => `Handed over to you for ${organization}: ${document}`,
      heading: 'This document was handed over to you',
      why: (by) =>
        `${by === undefined ? 'Another Commercial Contact of your organization' : `${by}, also a Commercial Contact of your organization,`} asks you to decide instead. You need no account and no password.`,
    },
    preheader: (provider, until) => `${provider} asks you to decide before ${until}.`,
    left: (days) =>
      days < 1 ? 'Less than a day is left.' : days === 1 ? 'One day is left.' : `${days} days are left.`,
    asks: {
      'service-agreement': (provider, organization) =>
        `${provider} asks ${organization} to accept its service agreement.`,
      'csp-contract': (provider, organization) =>
        `${provider} asks ${organization} to accept the terms under which it provides Microsoft services.`,
    },
    document: 'Document',
    forWhom: 'For',
    requestedBy: 'Requested by',
    until: 'Please answer before',
    reference: 'Reference',
    button: 'Read and decide',
    orCopy: 'Or copy this address into your browser:',
    thereTitle: 'What happens there',
    there: [
      'You read what it is about, first in short and then in full, and can keep it as a PDF.',
      'When you ask for it, a six-digit code is mailed to this same address.',
      'To approve, you type that code and your name. With the code you can also decline, ask a question, or hand over to a colleague.',
    ],
    genuineTitle: 'Is this genuine?',
    genuine: (name, phone, reference) =>
      `Call ${name}${phone ? ` at ${phone}` : ' at the number that you know'} and name the reference ${reference}.`,
    doNotForward: 'Do not forward this mail: the link is yours alone. On the page you can hand over to a colleague.',
    reply: (name) => `If you reply to this mail, ${name} reads it.`,
  },
  nl: {
    first: {
      subject: (document, organization) => `Graag uw goedkeuring voor ${organization}: ${document}`,
      heading: 'Bekijk dit document, en beslis',
      why: () =>
        'U krijgt deze mail omdat u commercieel contactpersoon bent: u kunt contracten aanvaarden namens uw organisatie. U hebt geen account of wachtwoord nodig.',
    },
    reminder: {
      subject: (document, organization) => `Herinnering voor ${organization}: ${document}`,
      heading: 'Dit document wacht nog op u',
      why: () => 'U hebt nog niet beslist. Deze mail brengt een nieuwe link; links in oudere mails zijn vervallen.',
    },
    moved: {
      subject: (document, organization) => `Graag uw goedkeuring voor ${organization}: ${document}`,
      heading: 'Dit document wacht nu op u',
      why: () =>
        'Het komt bij u omdat u nu commercieel contactpersoon bent, of omdat uw adres is veranderd. U hebt geen account of wachtwoord nodig.',
    },
    'handed-over': {
      subject: (document, organization) => `Aan u overgedragen voor ${organization}: ${document}`,
      heading: 'Dit document is aan u overgedragen',
      why: (by) =>
        `${by === undefined ? 'Een andere commercieel contactpersoon van uw organisatie' : `${by}, ook commercieel contactpersoon van uw organisatie,`} vraagt u om in diens plaats te beslissen. U hebt geen account of wachtwoord nodig.`,
    },
    preheader: (provider, until) => `${provider} vraagt u om te beslissen vóór ${until}.`,
    left: (days) =>
      days < 1 ? 'U hebt nog minder dan een dag.' : days === 1 ? 'U hebt nog één dag.' : `U hebt nog ${days} dagen.`,
    asks: {
      'service-agreement': (provider, organization) =>
        `${provider} vraagt ${organization} om de serviceovereenkomst te aanvaarden.`,
      'csp-contract': (provider, organization) =>
        `${provider} vraagt ${organization} om de voorwaarden voor Microsoft-diensten te aanvaarden.`,
    },
    document: 'Document',
    forWhom: 'Voor',
    requestedBy: 'Gevraagd door',
    until: 'Graag antwoord vóór',
    reference: 'Referentie',
    button: 'Lezen en beslissen',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    thereTitle: 'Wat daar gebeurt',
    there: [
      'U leest waarover het gaat, eerst in het kort en dan volledig, en kunt het als pdf bewaren.',
      'Op uw vraag wordt een code van zes cijfers naar ditzelfde adres gemaild.',
      'Om goed te keuren typt u die code en uw naam. Met de code kunt u ook weigeren, een vraag stellen of overdragen aan een collega.',
    ],
    genuineTitle: 'Is dit echt?',
    genuine: (name, phone, reference) =>
      `Bel ${name}${phone ? ` op ${phone}` : ' op het nummer dat u kent'} en noem de referentie ${reference}.`,
    doNotForward: 'Stuur deze mail niet door: de link is van u alleen. Op de pagina kunt u overdragen aan een collega.',
    reply: (name) => `Als u deze mail beantwoordt, leest ${name} dat.`,
  },
  fr: {
    first: {
      subject: (document, organization) => `Votre approbation pour ${organization}\u00a0: ${document}`,
      heading: 'Merci de lire ce document, et de décider',
      why: () =>
        'Vous recevez cet e-mail parce que vous êtes le contact commercial\u00a0: vous pouvez accepter des contrats au nom de votre organisation. Il ne vous faut ni compte ni mot de passe.',
    },
    reminder: {
      subject: (document, organization) => `Rappel pour ${organization}\u00a0: ${document}`,
      heading: 'Ce document vous attend toujours',
      why: () =>
        'Vous n’avez pas encore décidé. Cet e-mail apporte un nouveau lien\u00a0; ceux des e-mails précédents ont pris fin.',
    },
    moved: {
      subject: (document, organization) => `Votre approbation pour ${organization}\u00a0: ${document}`,
      heading: 'Ce document vous attend désormais',
      why: () =>
        'Il vous parvient parce que vous êtes désormais le contact commercial, ou parce que votre adresse a changé. Il ne vous faut ni compte ni mot de passe.',
    },
    'handed-over': {
      subject: (document, organization) => `Transmis à vous pour ${organization}\u00a0: ${document}`,
      heading: 'Ce document vous a été transmis',
      why: (by) =>
        `${by === undefined ? 'Un autre contact commercial de votre organisation' : `${by}, également contact commercial de votre organisation,`} vous demande de décider à sa place. Il ne vous faut ni compte ni mot de passe.`,
    },
    preheader: (provider, until) => `${provider} vous demande de décider avant le ${until}.`,
    left: (days) =>
      days < 1
        ? 'Il vous reste moins d’un jour.'
        : days === 1
          ? 'Il vous reste un jour.'
          : `Il vous reste ${days} jours.`,
    asks: {
      'service-agreement': (provider, organization) =>
        `${provider} demande à ${organization} d’accepter son contrat de services.`,
      'csp-contract': (provider, organization) =>
        `${provider} demande à ${organization} d’accepter les conditions de fourniture des services Microsoft.`,
    },
    document: 'Document',
    forWhom: 'Pour',
    requestedBy: 'Demandé par',
    until: 'Merci de répondre avant le',
    reference: 'Référence',
    button: 'Lire et décider',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    thereTitle: 'Ce qui s’y passe',
    there: [
      'Vous lisez de quoi il s’agit, d’abord en bref, puis en entier, et pouvez le garder en PDF.',
      'À votre demande, un code de six chiffres est envoyé à cette même adresse.',
      'Pour approuver, vous saisissez ce code et votre nom. Avec le code, vous pouvez aussi refuser, poser une question ou transmettre à un collègue.',
    ],
    genuineTitle: 'Est-ce authentique\u00a0?',
    genuine: (name, phone, reference) =>
      `Appelez ${name}${phone ? ` au ${phone}` : ' au numéro que vous connaissez'} et citez la référence ${reference}.`,
    doNotForward:
      'Ne transférez pas cet e-mail\u00a0: le lien est à vous seul. Sur la page, vous pouvez transmettre à un collègue.',
    reply: (name) => `Si vous répondez à cet e-mail, ${name} vous lira.`,
  },
  de: {
    first: {
      subject: (document, organization) => `Bitte genehmigen für ${organization}: ${document}`,
      heading: 'Bitte sehen Sie dieses Dokument an, und entscheiden Sie',
      why: () =>
        'Sie bekommen diese Mail, weil Sie kaufmännischer Ansprechpartner sind: Sie können im Namen Ihrer Organisation Verträge annehmen. Sie brauchen kein Konto und kein Passwort.',
    },
    reminder: {
      subject: (document, organization) => `Erinnerung für ${organization}: ${document}`,
      heading: 'Dieses Dokument wartet noch auf Sie',
      why: () =>
        'Sie haben noch nicht entschieden. Diese Mail bringt einen neuen Link; Links in älteren Mails sind beendet.',
    },
    moved: {
      subject: (document, organization) => `Bitte genehmigen für ${organization}: ${document}`,
      heading: 'Dieses Dokument wartet nun auf Sie',
      why: () =>
        'Es kommt zu Ihnen, weil Sie nun kaufmännischer Ansprechpartner sind, oder weil sich Ihre Adresse geändert hat. Sie brauchen kein Konto und kein Passwort.',
    },
    'handed-over': {
      subject: (document, organization) => `An Sie übergeben für ${organization}: ${document}`,
      heading: 'Dieses Dokument wurde an Sie übergeben',
      why: (by) =>
        `${by === undefined ? 'Ein anderer kaufmännischer Ansprechpartner Ihrer Organisation' : `${by}, ebenfalls kaufmännischer Ansprechpartner Ihrer Organisation,`} bittet Sie, stattdessen zu entscheiden. Sie brauchen kein Konto und kein Passwort.`,
    },
    preheader: (provider, until) => `${provider} bittet Sie, bis zu diesem Zeitpunkt zu entscheiden: ${until}.`,
    left: (days) =>
      days < 1 ? 'Es bleibt weniger als ein Tag.' : days === 1 ? 'Es bleibt ein Tag.' : `Es bleiben ${days} Tage.`,
    asks: {
      'service-agreement': (provider, organization) =>
        `${provider} bittet ${organization}, den Servicevertrag anzunehmen.`,
      'csp-contract': (provider, organization) =>
        `${provider} bittet ${organization}, die Bedingungen für Microsoft-Dienste anzunehmen.`,
    },
    document: 'Dokument',
    forWhom: 'Für',
    requestedBy: 'Angefragt von',
    until: 'Bitte antworten Sie vor',
    reference: 'Referenz',
    button: 'Lesen und entscheiden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    thereTitle: 'Was dort geschieht',
    there: [
      'Sie lesen, worum es geht, erst kurz und dann vollständig, und können es als PDF behalten.',
      'Auf Ihren Wunsch geht ein sechsstelliger Code an genau diese Adresse.',
      'Zum Genehmigen geben Sie diesen Code und Ihren Namen ein. Mit dem Code können Sie auch ablehnen, eine Frage stellen oder jemand anderem aus Ihrem Haus übergeben.',
    ],
    genuineTitle: 'Ist das echt?',
    genuine: (name, phone, reference) =>
      `Rufen Sie ${name} an${phone ? `: ${phone}` : ', unter der Nummer, die Sie kennen'}, und nennen Sie die Referenz ${reference}.`,
    doNotForward: 'Leiten Sie diese Mail nicht weiter: Der Link ist nur für Sie. Auf der Seite können Sie übergeben.',
    reply: (name) => `Wenn Sie auf diese Mail antworten, liest das ${name}.`,
  },
}
