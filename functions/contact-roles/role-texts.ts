import type { ContactRole } from '../../shared/domain/contact-roles.ts'
import type { InEveryLanguage } from '../../shared/domain/language.ts'

/** What a contact role is called, and what it means for whoever holds it. */
type RoleTexts = { readonly name: string; readonly means: string }

export const roleTexts: InEveryLanguage<Readonly<Record<ContactRole, RoleTexts>>> = {
  en: {
    technical: {
      name: 'Technical Contact',
      means: 'You are the first to hear of incidents, health alerts, tenant issues and technical changes.',
    },
    commercial: {
      name: 'Commercial Contact',
      means: 'You are asked to approve service agreements and CSP contracts, and hear of licences and renewals.',
    },
    dpo: {
      name: 'Data Protection Officer',
      means: 'You hear of data breaches, privacy and audits.',
    },
    watchlist: {
      name: 'Watchlist Contact',
      means: 'You get a copy of every mail that the Service Desk writes to people of the organization.',
    },
    'security-escalation': {
      name: 'Security Incident Escalation Contact',
      means:
        'You are the first to hear of grave security incidents, and you work on them with the security operations centre.',
    },
  },
  nl: {
    technical: {
      name: 'Technisch contactpersoon',
      means:
        'Incidenten, statusmeldingen, problemen met de tenant en technische wijzigingen worden eerst aan u gemeld.',
    },
    commercial: {
      name: 'Commercieel contactpersoon',
      means:
        'U wordt gevraagd serviceovereenkomsten en CSP-contracten goed te keuren, en krijgt bericht over licenties en verlengingen.',
    },
    dpo: {
      name: 'Functionaris voor gegevensbescherming',
      means: 'Datalekken, privacy en audits worden aan u gemeld.',
    },
    watchlist: {
      name: 'Watchlist-contact',
      means: 'U krijgt een kopie van alle mail die de Service Desk aan mensen van de organisatie stuurt.',
    },
    'security-escalation': {
      name: 'Escalatiecontact voor beveiligingsincidenten',
      means:
        'Ernstige beveiligingsincidenten worden eerst aan u gemeld, en u pakt ze samen met het security operations center aan.',
    },
  },
  fr: {
    technical: {
      name: 'Contact technique',
      means:
        'Les incidents, les alertes d’état, les problèmes de tenant et les changements techniques vous sont signalés en premier.',
    },
    commercial: {
      name: 'Contact commercial',
      means:
        'Vous êtes invité à approuver les contrats de service et les contrats CSP, et vous êtes informé des licences et des renouvellements.',
    },
    dpo: {
      name: 'Délégué à la protection des données',
      means: 'Les violations de données, les questions de confidentialité et les audits vous sont signalés.',
    },
    watchlist: {
      name: 'Contact de la liste de suivi',
      means: 'Vous recevez une copie de tous les e-mails que le Service Desk adresse aux personnes de l’organisation.',
    },
    'security-escalation': {
      name: 'Contact d’escalade des incidents de sécurité',
      means:
        'Les incidents de sécurité graves vous sont signalés en premier, et vous y travaillez avec le centre des opérations de sécurité.',
    },
  },
  de: {
    technical: {
      name: 'Technischer Ansprechpartner',
      means:
        'Störungen, Statusmeldungen, Probleme mit dem Tenant und technische Änderungen werden Ihnen zuerst gemeldet.',
    },
    commercial: {
      name: 'Kaufmännischer Ansprechpartner',
      means:
        'Sie werden gebeten, Serviceverträge und CSP-Verträge freizugeben, und erfahren von Lizenzen und Verlängerungen.',
    },
    dpo: {
      name: 'Datenschutzbeauftragter',
      means: 'Datenpannen, Datenschutzfragen und Audits werden Ihnen gemeldet.',
    },
    watchlist: {
      name: 'Watchlist-Kontakt',
      means: 'Sie erhalten eine Kopie aller E-Mails, die der Service Desk an Personen der Organisation schreibt.',
    },
    'security-escalation': {
      name: 'Eskalationskontakt für Sicherheitsvorfälle',
      means:
        'Schwere Sicherheitsvorfälle werden Ihnen zuerst gemeldet, und Sie bearbeiten sie mit dem Security Operations Center.',
    },
  },
}
