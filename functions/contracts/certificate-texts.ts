import type { ActivityAction } from '../../shared/domain/catalog.ts'
import type { InEveryLanguage } from '../../shared/domain/language.ts'

/** The words of a certificate, beside those of the page on which it is checked. */
type CertificateTexts = {
  readonly title: Readonly<Record<'approved' | 'declined', string>>
  readonly attached: string
  readonly what: string
  readonly who: string
  readonly trail: string
  readonly check: string
  readonly checkAt: (address: string) => string
  readonly term: string
  readonly template: string
  readonly registeredAs: string
  readonly phone: string
  readonly from: string
  readonly authority: string
  readonly attestedBy: (who: string, at: string, wording: string) => string
  /** Nobody did it: it was due. */
  readonly byItself: string
  readonly page: (page: number, of: number) => string
  readonly actions: { readonly [Action in ActivityAction]?: string }
}

export const certificateTexts: InEveryLanguage<CertificateTexts> = {
  en: {
    title: { approved: 'Certificate of approval', declined: 'Record of a refusal' },
    attached: 'The evidence, signed',
    what: 'What was decided about',
    who: 'Who decided, and how that is known',
    trail: 'What led to it',
    check: 'Checking this certificate',
    checkAt: (address) =>
      `The file evidence.jws, which is attached to this PDF, holds all of this, signed. Paste its content at ${address} to see that nothing has changed.`,
    term: 'Term',
    template: 'Microsoft’s template',
    registeredAs: 'Registered as',
    phone: 'Phone',
    from: 'Sent from',
    authority: 'Signing authority',
    attestedBy: (who, at, wording) => `stated by ${who}: ${at} (wording ${wording})`,
    byItself: 'automatically',
    page: (page, of) => `page ${page} of ${of}`,
    actions: {
      'contract.requested': 'Requested',
      'contract.waits-for-contact': 'Waited for somebody who can approve',
      'contract.waits-for-agreement': 'Waited for the service agreement',
      'contract.sent': 'Link sent',
      'contract.moved': 'Link sent to another contact or address',
      'contract.reminded': 'Reminded, with a new link',
      'contract.held': 'Put on hold',
      'contract.question-asked': 'Question asked',
      'contract.handed-over': 'Handed over',
      'contract.approved': 'Approved',
      'contract.declined': 'Declined',
    },
  },
  nl: {
    title: { approved: 'Certificaat van goedkeuring', declined: 'Verslag van een weigering' },
    attached: 'Het bewijs, ondertekend',
    what: 'Waarover is beslist',
    who: 'Wie besliste, en hoe dat bekend is',
    trail: 'Wat eraan voorafging',
    check: 'Dit certificaat controleren',
    checkAt: (address) =>
      `Het bestand evidence.jws, dat bij deze pdf zit, bevat dit alles, ondertekend. Plak de inhoud ervan op ${address} om te zien dat er niets veranderd is.`,
    term: 'Looptijd',
    template: 'Sjabloon van Microsoft',
    registeredAs: 'Geregistreerd als',
    phone: 'Telefoon',
    from: 'Verstuurd vanaf',
    authority: 'Tekenbevoegdheid',
    attestedBy: (who, at, wording) => `verklaard door ${who}: ${at} (formulering ${wording})`,
    byItself: 'automatisch',
    page: (page, of) => `pagina ${page} van ${of}`,
    actions: {
      'contract.requested': 'Gevraagd',
      'contract.waits-for-contact': 'Gewacht op iemand die kan goedkeuren',
      'contract.waits-for-agreement': 'Gewacht op de serviceovereenkomst',
      'contract.sent': 'Link gestuurd',
      'contract.moved': 'Link gestuurd naar een andere contactpersoon of een ander adres',
      'contract.reminded': 'Herinnerd, met een nieuwe link',
      'contract.held': 'Stilgelegd',
      'contract.question-asked': 'Vraag gesteld',
      'contract.handed-over': 'Overgedragen',
      'contract.approved': 'Goedgekeurd',
      'contract.declined': 'Geweigerd',
    },
  },
  fr: {
    title: { approved: 'Certificat d’approbation', declined: 'Procès-verbal d’un refus' },
    attached: 'La preuve, signée',
    what: 'Ce qui a été décidé',
    who: 'Qui a décidé, et comment on le sait',
    trail: 'Ce qui y a mené',
    check: 'Vérifier ce certificat',
    checkAt: (address) =>
      `Le fichier evidence.jws, joint à ce PDF, contient tout cela, signé. Collez-en le contenu sur ${address} pour voir que rien n’a changé.`,
    term: 'Durée',
    template: 'Modèle de Microsoft',
    registeredAs: 'Enregistré sous',
    phone: 'Téléphone',
    from: 'Envoyé depuis',
    authority: 'Pouvoir de signature',
    attestedBy: (who, at, wording) => `déclaré par ${who}\u00a0: ${at} (formulation ${wording})`,
    byItself: 'automatiquement',
    page: (page, of) => `page ${page} sur ${of}`,
    actions: {
      'contract.requested': 'Demandé',
      'contract.waits-for-contact': 'En attente d’une personne pouvant approuver',
      'contract.waits-for-agreement': 'En attente du contrat de services',
      'contract.sent': 'Lien envoyé',
      'contract.moved': 'Lien envoyé à un autre contact ou à une autre adresse',
      'contract.reminded': 'Rappel, avec un nouveau lien',
      'contract.held': 'Suspendu',
      'contract.question-asked': 'Question posée',
      'contract.handed-over': 'Transmis',
      'contract.approved': 'Approuvé',
      'contract.declined': 'Refusé',
    },
  },
  de: {
    title: { approved: 'Zertifikat einer Genehmigung', declined: 'Protokoll einer Ablehnung' },
    attached: 'Der Nachweis, signiert',
    what: 'Worüber entschieden wurde',
    who: 'Wer entschied, und woher man das weiß',
    trail: 'Was dazu führte',
    check: 'Dieses Zertifikat prüfen',
    checkAt: (address) =>
      `Die Datei evidence.jws, die diesem PDF beigefügt ist, enthält all das, signiert. Fügen Sie ihren Inhalt unter ${address} ein, um zu sehen, dass sich nichts geändert hat.`,
    term: 'Laufzeit',
    template: 'Vorlage von Microsoft',
    registeredAs: 'Eingetragen als',
    phone: 'Telefon',
    from: 'Gesendet von',
    authority: 'Zeichnungsbefugnis',
    attestedBy: (who, at, wording) => `erklärt von ${who}: ${at} (Wortlaut ${wording})`,
    byItself: 'automatisch',
    page: (page, of) => `Seite ${page} von ${of}`,
    actions: {
      'contract.requested': 'Angefragt',
      'contract.waits-for-contact': 'Auf jemanden gewartet, der genehmigen kann',
      'contract.waits-for-agreement': 'Auf den Servicevertrag gewartet',
      'contract.sent': 'Link gesendet',
      'contract.moved': 'Link an einen anderen Kontakt oder eine andere Adresse gesendet',
      'contract.reminded': 'Erinnert, mit neuem Link',
      'contract.held': 'Zurückgestellt',
      'contract.question-asked': 'Frage gestellt',
      'contract.handed-over': 'Übergeben',
      'contract.approved': 'Genehmigt',
      'contract.declined': 'Abgelehnt',
    },
  },
}
