import type { ContactRole } from '../../shared/domain/contact-roles.ts'
import type { InEveryLanguage } from '../../shared/domain/language.ts'
import type { CoverageProblem } from '../../shared/domain/role-coverage.ts'

type Gap = Exclude<CoverageProblem, 'advice'>

/** What the mail about role coverage says of one contact role. */
type RoleTexts = {
  /** What it costs to have none. */
  readonly cost: string
  /** What somebody lacks, of whom it is said that they lost a prerequisite. */
  readonly lacks: string
  readonly giveBack: string
}

export type CoverageTexts = {
  readonly roles: Readonly<Record<ContactRole, RoleTexts>>
  readonly problems: Readonly<Record<Exclude<Gap, 'prerequisite-lost'>, string>>
  readonly todo: Readonly<Record<Exclude<Gap, 'prerequisite-lost'>, string>>
  readonly nobody: string
  readonly somebodyGone: string
  readonly lost: {
    readonly subject: (organization: string) => string
    readonly preheader: (roles: string) => string
    readonly heading: string
    readonly what: (organization: string) => string
  }
  readonly whole: {
    readonly subject: (organization: string) => string
    readonly preheader: string
    readonly heading: string
    readonly what: (organization: string) => string
  }
  readonly todoLabel: string
  readonly alsoChanged: string
  readonly noticedAt: string
  readonly stillOpen: string
  readonly closed: string
  readonly next: (app: string) => string
  readonly button: string
  readonly orCopy: string
  readonly footer: string
}

export const coverageTexts: InEveryLanguage<CoverageTexts> = {
  en: {
    roles: {
      technical: {
        cost: 'Until this is mended, nobody is told first of incidents, tenant issues and health alerts.',
        lacks: 'Has no role in the Service Desk',
        giveBack:
          'Add them to a permission group that gives a role in the Service Desk, which has to be active, or name somebody else.',
      },
      commercial: {
        cost: 'Until this is mended, nobody can approve the service agreement or a CSP contract, so no tenant is provisioned.',
        lacks: 'Signing authority is not stated',
        giveBack: 'State that they may sign for the organization, or name somebody else.',
      },
      dpo: {
        cost: 'Until this is mended, critical compliance notifications are delayed.',
        lacks: 'Is not a person',
        giveBack: 'Name a person.',
      },
      watchlist: {
        cost: 'Until this is mended, not everybody who should be copied on mail of the Service Desk gets it.',
        lacks: 'Lacks what the role takes',
        giveBack: 'Name somebody else.',
      },
      'security-escalation': {
        cost: 'Until this is mended, critical security alerts are delayed or missed.',
        lacks: 'Is not IT or Security Administrator in the Service Desk, or SecWise is not active',
        giveBack:
          'Add them to a permission group that makes them IT or Security Administrator in the Service Desk, have the provider activate SecWise Watch or SecWise Care, or name somebody else.',
      },
    },
    problems: {
      missing: 'Missing',
      unverified: 'Says that it is not them, or does not answer',
      'not-yet-active': 'Has not accepted the invitation yet',
      undeliverable: 'Mail does not arrive',
      deactivated: 'Is deactivated',
    },
    todo: {
      missing: 'Name somebody.',
      unverified: 'Ask them, correct the address, or name somebody else.',
      'not-yet-active': 'Ask them to accept, or send the invitation again.',
      undeliverable: 'Correct the address, or name somebody else.',
      deactivated: 'Reactivate them, or name somebody else.',
    },
    nobody: 'Nobody holds this contact role',
    somebodyGone: 'Somebody who has left',
    lost: {
      subject: (organization) => `Contact roles of ${organization} need your attention`,
      preheader: (roles) => `Concerned: ${roles}.`,
      heading: 'Contact roles need your attention',
      what: (organization) =>
        `Whoever stands for ${organization} officially has to qualify and be reachable. Something was lost of that.`,
    },
    whole: {
      subject: (organization) => `All contact roles of ${organization} are covered`,
      preheader: 'You need not do anything.',
      heading: 'All contact roles are covered',
      what: (organization) =>
        `Everybody who has to stand for ${organization} officially is named, qualifies and can be reached. You need not do anything.`,
    },
    todoLabel: 'What you can do',
    alsoChanged: 'For completeness',
    noticedAt: 'Noticed on',
    stillOpen: 'Gaps that are open in all',
    closed: 'No longer a gap',
    next: (app) => `Sign in to ${app} to see how every contact role is covered, and to change it.`,
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
    footer: 'You get this mail because you administer the organization. Every gap is told once.',
  },
  nl: {
    roles: {
      technical: {
        cost: 'Zolang dit niet in orde is, verneemt niemand als eerste van incidenten, problemen met de tenant en statusmeldingen.',
        lacks: 'Heeft geen rol in de Service Desk',
        giveBack:
          'Voeg de persoon toe aan een rechtengroep die een rol in de Service Desk geeft (die moet actief zijn) of duid iemand anders aan.',
      },
      commercial: {
        cost: 'Zolang dit niet in orde is, kan niemand de dienstverleningsovereenkomst of een CSP-contract goedkeuren, en wordt er geen tenant opgezet.',
        lacks: 'Tekenbevoegdheid is niet verklaard',
        giveBack: 'Verklaar dat de persoon voor de organisatie mag tekenen of duid iemand anders aan.',
      },
      dpo: {
        cost: 'Zolang dit niet in orde is, komen dringende meldingen over naleving te laat aan.',
        lacks: 'Is geen persoon',
        giveBack: 'Duid een persoon aan.',
      },
      watchlist: {
        cost: 'Zolang dit niet in orde is, krijgt niet iedereen die de mails van de Service Desk in kopie moet krijgen, ze ook.',
        lacks: 'Voldoet niet aan wat de rol vraagt',
        giveBack: 'Duid iemand anders aan.',
      },
      'security-escalation': {
        cost: 'Zolang dit niet in orde is, komen kritieke beveiligingsmeldingen te laat of helemaal niet aan.',
        lacks: 'Is geen IT- of Security Administrator in de Service Desk, of SecWise is niet actief',
        giveBack:
          'Voeg de persoon toe aan een rechtengroep die hem of haar IT- of Security Administrator in de Service Desk maakt, laat de dienstverlener SecWise Watch of SecWise Care activeren of duid iemand anders aan.',
      },
    },
    problems: {
      missing: 'Ontbreekt',
      unverified: 'Zegt het niet te zijn, of antwoordt niet',
      'not-yet-active': 'Heeft de uitnodiging nog niet aanvaard',
      undeliverable: 'Mail komt niet aan',
      deactivated: 'Is gedeactiveerd',
    },
    todo: {
      missing: 'Duid iemand aan.',
      unverified: 'Vraag het na, verbeter het adres of duid iemand anders aan.',
      'not-yet-active': 'Vraag de persoon om te aanvaarden, of verstuur de uitnodiging opnieuw.',
      undeliverable: 'Verbeter het adres of duid iemand anders aan.',
      deactivated: 'Activeer de persoon opnieuw of duid iemand anders aan.',
    },
    nobody: 'Niemand heeft deze contactrol',
    somebodyGone: 'Iemand die vertrokken is',
    lost: {
      subject: (organization) => `De contactrollen van ${organization} vragen uw aandacht`,
      preheader: (roles) => `Het gaat om: ${roles}.`,
      heading: 'Contactrollen vragen uw aandacht',
      what: (organization) =>
        `Wie officieel voor ${organization} optreedt, moet aan de voorwaarden voldoen en bereikbaar zijn. Daar is iets van weggevallen.`,
    },
    whole: {
      subject: (organization) => `Alle contactrollen van ${organization} zijn ingevuld`,
      preheader: 'U hoeft niets te doen.',
      heading: 'Alle contactrollen zijn ingevuld',
      what: (organization) =>
        `Iedereen die officieel voor ${organization} moet optreden, is aangeduid, voldoet aan de voorwaarden en is bereikbaar. U hoeft niets te doen.`,
    },
    todoLabel: 'Wat u kunt doen',
    alsoChanged: 'Voor de volledigheid',
    noticedAt: 'Vastgesteld op',
    stillOpen: 'Tekorten die in totaal openstaan',
    closed: 'Niet langer een tekort',
    next: (app) => `Meld u aan bij ${app} om te zien hoe elke contactrol is ingevuld, en om dat te wijzigen.`,
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    footer: 'U krijgt deze mail omdat u de organisatie beheert. Elk tekort wordt één keer gemeld.',
  },
  fr: {
    roles: {
      technical: {
        cost: 'Tant que ce n’est pas réglé, personne n’est informé en premier des incidents, des problèmes du tenant et des alertes d’état.',
        lacks: 'N’a aucun rôle dans le Service Desk',
        giveBack:
          'Ajoutez cette personne à un groupe d’autorisations qui donne un rôle dans le Service Desk, lequel doit être actif ou désignez quelqu’un d’autre.',
      },
      commercial: {
        cost: 'Tant que ce n’est pas réglé, personne ne peut approuver le contrat de services ou un contrat CSP, et aucun tenant n’est mis en place.',
        lacks: 'Le pouvoir de signature n’est pas attesté',
        giveBack: 'Attestez que cette personne peut signer pour l’organisation ou désignez quelqu’un d’autre.',
      },
      dpo: {
        cost: 'Tant que ce n’est pas réglé, les notifications de conformité urgentes arrivent en retard.',
        lacks: 'N’est pas une personne',
        giveBack: 'Désignez une personne.',
      },
      watchlist: {
        cost: 'Tant que ce n’est pas réglé, tous ceux qui doivent être en copie des mails du Service Desk ne les reçoivent pas.',
        lacks: 'Ne remplit pas les conditions de ce rôle',
        giveBack: 'Désignez quelqu’un d’autre.',
      },
      'security-escalation': {
        cost: 'Tant que ce n’est pas réglé, les alertes de sécurité critiques arrivent en retard ou n’arrivent pas.',
        lacks:
          'N’est ni administrateur informatique ni administrateur de la sécurité dans le Service Desk, ou SecWise n’est pas actif',
        giveBack:
          'Ajoutez cette personne à un groupe d’autorisations qui en fait un administrateur informatique ou un administrateur de la sécurité dans le Service Desk, faites activer SecWise Watch ou SecWise Care par le prestataire ou désignez quelqu’un d’autre.',
      },
    },
    problems: {
      missing: 'Manquant',
      unverified: 'Dit que ce n’est pas la bonne personne, ou ne répond pas',
      'not-yet-active': 'N’a pas encore accepté l’invitation',
      undeliverable: 'Les mails n’arrivent pas',
      deactivated: 'Est désactivé',
    },
    todo: {
      missing: 'Désignez quelqu’un.',
      unverified: 'Renseignez-vous, corrigez l’adresse ou désignez quelqu’un d’autre.',
      'not-yet-active': 'Demandez à cette personne d’accepter, ou renvoyez l’invitation.',
      undeliverable: 'Corrigez l’adresse ou désignez quelqu’un d’autre.',
      deactivated: 'Réactivez cette personne ou désignez quelqu’un d’autre.',
    },
    nobody: 'Personne n’a ce rôle de contact',
    somebodyGone: 'Une personne qui est partie',
    lost: {
      subject: (organization) => `Les rôles de contact de ${organization} demandent votre attention`,
      preheader: (roles) => `Rôles concernés\u00a0: ${roles}.`,
      heading: 'Des rôles de contact demandent votre attention',
      what: (organization) =>
        `Les personnes qui représentent officiellement ${organization} doivent remplir les conditions de leur rôle et être joignables. Ce n’est plus entièrement le cas.`,
    },
    whole: {
      subject: (organization) => `Tous les rôles de contact de ${organization} sont couverts`,
      preheader: 'Vous n’avez rien à faire.',
      heading: 'Tous les rôles de contact sont couverts',
      what: (organization) =>
        `Toutes les personnes qui doivent représenter officiellement ${organization} sont désignées, remplissent les conditions et sont joignables. Vous n’avez rien à faire.`,
    },
    todoLabel: 'Ce que vous pouvez faire',
    alsoChanged: 'Pour être complet',
    noticedAt: 'Constaté le',
    stillOpen: 'Lacunes ouvertes en tout',
    closed: 'N’est plus une lacune',
    next: (app) =>
      `Connectez-vous à ${app} pour voir comment chaque rôle de contact est couvert, et pour y changer quelque chose.`,
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    footer:
      'Vous recevez cet e-mail parce que vous administrez l’organisation. Chaque lacune est signalée une seule fois.',
  },
  de: {
    roles: {
      technical: {
        cost: 'Solange das so bleibt, erfährt niemand als Erster von Störungen, Problemen mit dem Tenant und Statuswarnungen.',
        lacks: 'Hat keine Rolle im Service Desk',
        giveBack:
          'Nehmen Sie die Person in eine Berechtigungsgruppe auf, die eine Rolle im Service Desk gibt (er muss aktiv sein) oder benennen Sie jemand anderen.',
      },
      commercial: {
        cost: 'Solange das so bleibt, kann niemand die Dienstleistungsvereinbarung oder einen CSP-Vertrag genehmigen, und kein Tenant wird eingerichtet.',
        lacks: 'Zeichnungsberechtigung ist nicht bestätigt',
        giveBack:
          'Bestätigen Sie, dass die Person für die Organisation unterschreiben darf oder benennen Sie jemand anderen.',
      },
      dpo: {
        cost: 'Solange das so bleibt, kommen dringende Compliance-Meldungen verspätet an.',
        lacks: 'Ist keine Person',
        giveBack: 'Benennen Sie eine Person.',
      },
      watchlist: {
        cost: 'Solange das so bleibt, erhält nicht jeder, der Mails des Service Desk in Kopie bekommen soll, sie auch.',
        lacks: 'Erfüllt nicht, was die Rolle verlangt',
        giveBack: 'Benennen Sie jemand anderen.',
      },
      'security-escalation': {
        cost: 'Solange das so bleibt, kommen kritische Sicherheitswarnungen verspätet oder gar nicht an.',
        lacks: 'Ist weder IT- noch Sicherheitsadministrator im Service Desk, oder SecWise ist nicht aktiv',
        giveBack:
          'Nehmen Sie die Person in eine Berechtigungsgruppe auf, die sie zum IT- oder Sicherheitsadministrator im Service Desk macht, lassen Sie SecWise Watch oder SecWise Care vom Anbieter aktivieren oder benennen Sie jemand anderen.',
      },
    },
    problems: {
      missing: 'Fehlt',
      unverified: 'Gibt an, nicht die richtige Person zu sein, oder antwortet nicht',
      'not-yet-active': 'Hat die Einladung noch nicht angenommen',
      undeliverable: 'Mails kommen nicht an',
      deactivated: 'Ist deaktiviert',
    },
    todo: {
      missing: 'Benennen Sie jemanden.',
      unverified: 'Fragen Sie nach, korrigieren Sie die Adresse oder benennen Sie jemand anderen.',
      'not-yet-active': 'Bitten Sie die Person anzunehmen, oder senden Sie die Einladung erneut.',
      undeliverable: 'Korrigieren Sie die Adresse oder benennen Sie jemand anderen.',
      deactivated: 'Reaktivieren Sie die Person oder benennen Sie jemand anderen.',
    },
    nobody: 'Niemand hat diese Kontaktrolle',
    somebodyGone: 'Jemand, der nicht mehr da ist',
    lost: {
      subject: (organization) => `Die Kontaktrollen von ${organization} brauchen Ihre Aufmerksamkeit`,
      preheader: (roles) => `Betroffen: ${roles}.`,
      heading: 'Kontaktrollen brauchen Ihre Aufmerksamkeit',
      what: (organization) =>
        `Wer offiziell für ${organization} steht, muss die Voraussetzungen seiner Rolle erfüllen und erreichbar sein. Das ist nicht mehr überall der Fall.`,
    },
    whole: {
      subject: (organization) => `Alle Kontaktrollen von ${organization} sind besetzt`,
      preheader: 'Sie müssen nichts tun.',
      heading: 'Alle Kontaktrollen sind besetzt',
      what: (organization) =>
        `Alle, die offiziell für ${organization} stehen müssen, sind benannt, erfüllen die Voraussetzungen und sind erreichbar. Sie müssen nichts tun.`,
    },
    todoLabel: 'Was Sie tun können',
    alsoChanged: 'Der Vollständigkeit halber',
    noticedAt: 'Festgestellt am',
    stillOpen: 'Offene Lücken insgesamt',
    closed: 'Keine Lücke mehr',
    next: (app) =>
      `Melden Sie sich bei ${app} an, um zu sehen, wie jede Kontaktrolle besetzt ist, und um es zu ändern.`,
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    footer: 'Sie erhalten diese Mail, weil Sie die Organisation verwalten. Jede Lücke wird einmal gemeldet.',
  },
}
