import type { InEveryLanguage } from '../../shared/domain/language.ts'
import type { ContractNews } from './contract-news-mail.ts'

type News = {
  readonly subject: (document: string, organization: string) => string
  readonly heading: string
  readonly what: (organization: string) => string
  readonly next: string
  /** The same to whoever was asked to decide, who may have no account; what others are told serves them where it is missing. */
  readonly nextOfApprover?: string
}

/** Every word of the mails that tell what became of a contract. */
type ContractNewsTexts = {
  readonly document: string
  readonly organization: string
  readonly reference: string
  /** Before the name of whoever decides, or has. */
  readonly approver: string
  readonly button: string
  readonly orCopy: string
  readonly footer: string
  readonly footerOfApprover: string
  readonly news: Readonly<Record<ContractNews, News>>
}

export const contractNewsTexts: InEveryLanguage<ContractNewsTexts> = {
  en: {
    document: 'Document',
    organization: 'For',
    reference: 'Reference',
    approver: 'Commercial Contact',
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
    footer: 'You get this mail because you requested the document, or administer the organization or its provider.',
    footerOfApprover: 'You get this mail because you were asked to decide.',
    news: {
      'waits-for-contact': {
        subject: (document, organization) => `Nobody can approve for ${organization}: ${document}`,
        heading: 'The document waits for somebody who can approve it',
        what: (organization) =>
          `${organization} has no Commercial Contact who can decide now: there is none, or they have not confirmed their address yet.`,
        next: 'Name a Commercial Contact with signing authority, or ask the one you have to confirm by the link in their mail. The document then goes out by itself.',
      },
      undeliverable: {
        subject: (document, organization) => `Mail came back for ${organization}: ${document}`,
        heading: 'The document is on hold',
        what: (organization) =>
          `Mail to the Commercial Contact of ${organization} came back, so nobody has the document.`,
        next: 'Correct their address, or name another Commercial Contact first in the order. The document then goes out by itself.',
      },
      question: {
        subject: (document, organization) => `A question from ${organization}: ${document}`,
        heading: 'The approver has a question',
        what: (organization) => `The Commercial Contact of ${organization} asks you something before they decide.`,
        next: 'Read the question in the contract, under questions. If you reply to this mail, they get your answer. The deadline stays as it is.',
      },
      'handed-over': {
        subject: (document, organization) => `Handed over at ${organization}: ${document}`,
        heading: 'Somebody else decides now',
        what: (organization) =>
          `The approver at ${organization} handed the document over to another Commercial Contact.`,
        next: 'You need not do anything. They have all days to answer from now on.',
      },
      approved: {
        subject: (document, organization) => `Approved for ${organization}: ${document}`,
        heading: 'The document is approved',
        what: (organization) => `The Commercial Contact of ${organization} approved the document.`,
        next: 'The evidence and the certificate stand with the contract.',
      },
      declined: {
        subject: (document, organization) => `Declined for ${organization}: ${document}`,
        heading: 'The document was declined',
        what: (organization) => `The Commercial Contact of ${organization} declined the document.`,
        next: 'Their reason stands in the contract. Request it anew once that is settled.',
      },
      expired: {
        subject: (document, organization) => `Not answered for ${organization}: ${document}`,
        heading: 'The time to answer is over',
        what: (organization) => `Nobody at ${organization} decided in time, and the links have ended.`,
        next: 'Request the document anew if it is still wanted.',
        nextOfApprover:
          'You need not do anything. If the document is still wanted, it is requested anew, and you get a new mail.',
      },
      cancelled: {
        subject: (document, organization) => `Cancelled for ${organization}: ${document}`,
        heading: 'The request was cancelled',
        what: (organization) => `The document does not wait for ${organization} any more, and its links have ended.`,
        next: 'The reason stands in the contract. You need not do anything.',
        nextOfApprover: 'You need not do anything. Links in older mails lead nowhere any more.',
      },
      'organization-removed': {
        subject: (document, organization) => `Ended with ${organization}: ${document}`,
        heading: 'The document ended with its organization',
        what: (organization) => `${organization} was removed, so the document does not wait for it any more.`,
        next: 'You need not do anything.',
      },
      'agreement-not-signed': {
        subject: (document, organization) => `Not sent for ${organization}: ${document}`,
        heading: 'The document was never sent',
        what: (organization) =>
          `It had to wait for the service agreement of ${organization}, and that was not signed: so this one ended as well.`,
        next: 'Request it anew once the service agreement can be signed.',
      },
      outdated: {
        subject: (document, organization) => `To be stated anew for ${organization}: ${document}`,
        heading: 'A signatory has changed',
        what: (organization) =>
          `Whoever approved the document for ${organization} has another name, address or phone number since.`,
        next: 'State their signing authority anew, or request a document that replaces this one. Until then the contract shows its attestation as outdated.',
      },
    },
  },
  nl: {
    document: 'Document',
    organization: 'Voor',
    reference: 'Referentie',
    approver: 'Commercieel contactpersoon',
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    footer: 'U krijgt deze mail omdat u het document vroeg, of de organisatie of haar dienstverlener beheert.',
    footerOfApprover: 'U krijgt deze mail omdat u gevraagd werd om te beslissen.',
    news: {
      'waits-for-contact': {
        subject: (document, organization) => `Niemand kan goedkeuren voor ${organization}: ${document}`,
        heading: 'Het document wacht op iemand die kan goedkeuren',
        what: (organization) =>
          `${organization} heeft nu geen commercieel contactpersoon die kan beslissen: er is er geen, of die heeft het adres nog niet bevestigd.`,
        next: 'Wijs een commercieel contactpersoon met tekenbevoegdheid aan, of vraag de huidige om te bevestigen via de link in de mail. Daarna gaat het document vanzelf de deur uit.',
      },
      undeliverable: {
        subject: (document, organization) => `Mail kwam terug voor ${organization}: ${document}`,
        heading: 'Het document is stilgelegd',
        what: (organization) =>
          `Mail aan de commercieel contactpersoon van ${organization} kwam terug; niemand heeft het document.`,
        next: 'Verbeter het adres, of zet een andere commercieel contactpersoon vooraan. Daarna gaat het document vanzelf de deur uit.',
      },
      question: {
        subject: (document, organization) => `Een vraag van ${organization}: ${document}`,
        heading: 'Wie moet goedkeuren, heeft een vraag',
        what: (organization) => `De commercieel contactpersoon van ${organization} vraagt u iets voor de beslissing.`,
        next: 'Lees de vraag bij het contract, onder questions. Beantwoordt u deze mail, dan krijgt de vrager uw antwoord. De termijn blijft.',
      },
      'handed-over': {
        subject: (document, organization) => `Overgedragen bij ${organization}: ${document}`,
        heading: 'Iemand anders beslist nu',
        what: (organization) =>
          `Bij ${organization} is het document overgedragen aan een andere commercieel contactpersoon.`,
        next: 'U hoeft niets te doen. Vanaf nu is er weer de volle tijd om te antwoorden.',
      },
      approved: {
        subject: (document, organization) => `Goedgekeurd voor ${organization}: ${document}`,
        heading: 'Het document is goedgekeurd',
        what: (organization) => `De commercieel contactpersoon van ${organization} heeft het document goedgekeurd.`,
        next: 'Het bewijs en het certificaat staan bij het contract.',
      },
      declined: {
        subject: (document, organization) => `Geweigerd voor ${organization}: ${document}`,
        heading: 'Het document is geweigerd',
        what: (organization) => `De commercieel contactpersoon van ${organization} heeft het document geweigerd.`,
        next: 'De reden staat bij het contract. Vraag het opnieuw zodra dat is opgelost.',
      },
      expired: {
        subject: (document, organization) => `Niet beantwoord voor ${organization}: ${document}`,
        heading: 'De termijn is voorbij',
        what: (organization) => `Niemand bij ${organization} besliste op tijd; de links zijn vervallen.`,
        next: 'Vraag het document opnieuw als het nog gewenst is.',
        nextOfApprover:
          'U hoeft niets te doen. Is het document nog gewenst, dan wordt het opnieuw gevraagd en krijgt u een nieuwe mail.',
      },
      cancelled: {
        subject: (document, organization) => `Geannuleerd voor ${organization}: ${document}`,
        heading: 'De vraag is geannuleerd',
        what: (organization) => `Het document wacht niet meer op ${organization}; de links zijn vervallen.`,
        next: 'De reden staat bij het contract. U hoeft niets te doen.',
        nextOfApprover: 'U hoeft niets te doen. Links in oudere mails leiden nergens meer heen.',
      },
      'organization-removed': {
        subject: (document, organization) => `Vervallen met ${organization}: ${document}`,
        heading: 'Het document is met zijn organisatie vervallen',
        what: (organization) => `${organization} is verwijderd; het document wacht er niet meer op.`,
        next: 'U hoeft niets te doen.',
      },
      'agreement-not-signed': {
        subject: (document, organization) => `Niet verstuurd voor ${organization}: ${document}`,
        heading: 'Het document is nooit verstuurd',
        what: (organization) =>
          `Het moest wachten op de serviceovereenkomst van ${organization}, en die is niet getekend: dus eindigde ook dit.`,
        next: 'Vraag het opnieuw zodra de overeenkomst getekend kan worden.',
      },
      outdated: {
        subject: (document, organization) => `Opnieuw te verklaren voor ${organization}: ${document}`,
        heading: 'Een ondertekenaar is veranderd',
        what: (organization) =>
          `Wie het document goedkeurde voor ${organization}, heeft sindsdien een andere naam, een ander adres of een ander telefoonnummer.`,
        next: 'Verklaar de tekenbevoegdheid opnieuw, of vraag een document dat dit vervangt. Tot dan staat de verklaring bij het contract als verouderd.',
      },
    },
  },
  fr: {
    document: 'Document',
    organization: 'Pour',
    reference: 'Référence',
    approver: 'Contact commercial',
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    footer:
      'Vous recevez cet e-mail parce que vous avez demandé le document, ou que vous administrez l’organisation ou son prestataire.',
    footerOfApprover: 'Vous recevez cet e-mail parce que vous avez été invité à décider.',
    news: {
      'waits-for-contact': {
        subject: (document, organization) => `Personne ne peut approuver pour ${organization}\u00a0: ${document}`,
        heading: 'Le document attend une personne qui puisse l’approuver',
        what: (organization) =>
          `${organization} n’a pas de contact commercial qui puisse décider\u00a0: il n’y en a pas, ou son adresse n’est pas encore confirmée.`,
        next: 'Nommez un contact commercial habilité à signer, ou demandez à l’actuel de confirmer par le lien de son e-mail. Le document partira alors de lui-même.',
      },
      undeliverable: {
        subject: (document, organization) => `E-mail revenu pour ${organization}\u00a0: ${document}`,
        heading: 'Le document est en attente',
        what: (organization) =>
          `L’e-mail au contact commercial de ${organization} est revenu\u00a0: personne n’a le document.`,
        next: 'Corrigez son adresse, ou placez un autre contact commercial en premier. Le document partira alors de lui-même.',
      },
      question: {
        subject: (document, organization) => `Une question de ${organization}\u00a0: ${document}`,
        heading: 'L’approbateur a une question',
        what: (organization) => `Le contact commercial de ${organization} vous demande quelque chose avant de décider.`,
        next: 'Lisez la question dans le contrat, sous questions. Si vous répondez à cet e-mail, cette personne reçoit votre réponse. La date limite ne change pas.',
      },
      'handed-over': {
        subject: (document, organization) => `Transmis chez ${organization}\u00a0: ${document}`,
        heading: 'Quelqu’un d’autre décide désormais',
        what: (organization) => `Chez ${organization}, le document a été transmis à un autre contact commercial.`,
        next: 'Vous n’avez rien à faire. Le délai complet recommence.',
      },
      approved: {
        subject: (document, organization) => `Approuvé pour ${organization}\u00a0: ${document}`,
        heading: 'Le document est approuvé',
        what: (organization) => `Le contact commercial de ${organization} a approuvé le document.`,
        next: 'La preuve et le certificat se trouvent avec le contrat.',
      },
      declined: {
        subject: (document, organization) => `Refusé pour ${organization}\u00a0: ${document}`,
        heading: 'Le document a été refusé',
        what: (organization) => `Le contact commercial de ${organization} a refusé le document.`,
        next: 'Son motif se trouve dans le contrat. Demandez-le à nouveau une fois la question réglée.',
      },
      expired: {
        subject: (document, organization) => `Sans réponse pour ${organization}\u00a0: ${document}`,
        heading: 'Le délai est écoulé',
        what: (organization) => `Personne chez ${organization} n’a décidé à temps, et les liens ont pris fin.`,
        next: 'Demandez le document à nouveau s’il est toujours souhaité.',
        nextOfApprover:
          'Vous n’avez rien à faire. Si le document est toujours souhaité, il sera demandé à nouveau et vous recevrez un nouvel e-mail.',
      },
      cancelled: {
        subject: (document, organization) => `Annulé pour ${organization}\u00a0: ${document}`,
        heading: 'La demande est annulée',
        what: (organization) => `Le document n’attend plus ${organization}, et ses liens ont pris fin.`,
        next: 'Le motif se trouve dans le contrat. Vous n’avez rien à faire.',
        nextOfApprover: 'Vous n’avez rien à faire. Les liens des e-mails précédents ne mènent plus nulle part.',
      },
      'organization-removed': {
        subject: (document, organization) => `Clos avec ${organization}\u00a0: ${document}`,
        heading: 'La demande a pris fin avec son organisation',
        what: (organization) => `${organization} a été supprimée\u00a0: le document ne l’attend plus.`,
        next: 'Vous n’avez rien à faire.',
      },
      'agreement-not-signed': {
        subject: (document, organization) => `Non envoyé pour ${organization}\u00a0: ${document}`,
        heading: 'Le document n’a jamais été envoyé',
        what: (organization) =>
          `Il devait attendre le contrat de services de ${organization}, qui n’a pas été signé\u00a0: il a donc pris fin aussi.`,
        next: 'Demandez-le à nouveau une fois que le contrat de services peut être signé.',
      },
      outdated: {
        subject: (document, organization) => `À déclarer à nouveau pour ${organization}\u00a0: ${document}`,
        heading: 'Un signataire a changé',
        what: (organization) =>
          `La personne qui a approuvé le document pour ${organization} a depuis un autre nom, une autre adresse ou un autre numéro.`,
        next: 'Déclarez à nouveau son pouvoir de signature, ou demandez un document qui remplace celui-ci. D’ici là, le contrat indique une attestation périmée.',
      },
    },
  },
  de: {
    document: 'Dokument',
    organization: 'Für',
    reference: 'Referenz',
    approver: 'Kaufmännischer Ansprechpartner',
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    footer:
      'Sie bekommen diese Mail, weil Sie das Dokument angefragt haben oder die Organisation oder ihren Anbieter verwalten.',
    footerOfApprover: 'Sie bekommen diese Mail, weil Sie entscheiden sollten.',
    news: {
      'waits-for-contact': {
        subject: (document, organization) => `Niemand kann für ${organization} genehmigen: ${document}`,
        heading: 'Das Dokument wartet auf jemanden, der es genehmigen kann',
        what: (organization) =>
          `${organization} hat zurzeit keinen kaufmännischen Ansprechpartner, der entscheiden kann: Es gibt keinen, oder die Adresse ist noch nicht bestätigt.`,
        next: 'Benennen Sie einen kaufmännischen Ansprechpartner mit Zeichnungsbefugnis, oder bitten Sie den jetzigen, über den Link in der Mail zu bestätigen. Dann geht das Dokument von selbst hinaus.',
      },
      undeliverable: {
        subject: (document, organization) => `Mail kam zurück für ${organization}: ${document}`,
        heading: 'Das Dokument ruht',
        what: (organization) =>
          `Die Mail an den kaufmännischen Ansprechpartner von ${organization} kam zurück: Niemand hat das Dokument.`,
        next: 'Berichtigen Sie die Adresse, oder setzen Sie einen anderen kaufmännischen Ansprechpartner an die erste Stelle. Dann geht das Dokument von selbst hinaus.',
      },
      question: {
        subject: (document, organization) => `Eine Frage von ${organization}: ${document}`,
        heading: 'Wer genehmigen soll, hat eine Frage',
        what: (organization) =>
          `Der kaufmännische Ansprechpartner von ${organization} fragt Sie etwas, bevor er entscheidet.`,
        next: 'Lesen Sie die Frage beim Vertrag, unter questions. Wenn Sie auf diese Mail antworten, geht das an die Person, die fragt. Die Frist bleibt.',
      },
      'handed-over': {
        subject: (document, organization) => `Übergeben bei ${organization}: ${document}`,
        heading: 'Nun entscheidet jemand anders',
        what: (organization) =>
          `Bei ${organization} wurde das Dokument an einen anderen kaufmännischen Ansprechpartner übergeben.`,
        next: 'Sie müssen nichts tun. Die Frist beginnt von vorn.',
      },
      approved: {
        subject: (document, organization) => `Genehmigt für ${organization}: ${document}`,
        heading: 'Das Dokument ist genehmigt',
        what: (organization) => `Der kaufmännische Ansprechpartner von ${organization} hat das Dokument genehmigt.`,
        next: 'Nachweis und Zertifikat stehen beim Vertrag.',
      },
      declined: {
        subject: (document, organization) => `Abgelehnt für ${organization}: ${document}`,
        heading: 'Das Dokument wurde abgelehnt',
        what: (organization) => `Der kaufmännische Ansprechpartner von ${organization} hat das Dokument abgelehnt.`,
        next: 'Die Begründung steht beim Vertrag. Fragen Sie es neu an, sobald das geklärt ist.',
      },
      expired: {
        subject: (document, organization) => `Nicht beantwortet für ${organization}: ${document}`,
        heading: 'Die Frist ist vorbei',
        what: (organization) => `Bei ${organization} hat niemand rechtzeitig entschieden, und die Links sind beendet.`,
        next: 'Fragen Sie das Dokument neu an, wenn es noch gebraucht wird.',
        nextOfApprover:
          'Sie müssen nichts tun. Wird das Dokument noch gebraucht, wird es neu angefragt, und Sie bekommen eine neue Mail.',
      },
      cancelled: {
        subject: (document, organization) => `Abgebrochen für ${organization}: ${document}`,
        heading: 'Die Anfrage wurde abgebrochen',
        what: (organization) => `Das Dokument wartet nicht mehr auf ${organization}, und seine Links sind beendet.`,
        next: 'Die Begründung steht beim Vertrag. Sie müssen nichts tun.',
        nextOfApprover: 'Sie müssen nichts tun. Links in älteren Mails führen nirgendwo mehr hin.',
      },
      'organization-removed': {
        subject: (document, organization) => `Beendet mit ${organization}: ${document}`,
        heading: 'Die Anfrage endete mit ihrer Organisation',
        what: (organization) => `${organization} wurde entfernt; das Dokument wartet nicht mehr darauf.`,
        next: 'Sie müssen nichts tun.',
      },
      'agreement-not-signed': {
        subject: (document, organization) => `Nicht gesendet für ${organization}: ${document}`,
        heading: 'Das Dokument wurde nie gesendet',
        what: (organization) =>
          `Es musste auf den Servicevertrag von ${organization} warten, und der wurde nicht unterschrieben: Also endete auch dieses.`,
        next: 'Fragen Sie es neu an, sobald der Servicevertrag unterschrieben werden kann.',
      },
      outdated: {
        subject: (document, organization) => `Neu zu erklären für ${organization}: ${document}`,
        heading: 'Ein Unterzeichner hat sich geändert',
        what: (organization) =>
          `Wer das Dokument für ${organization} genehmigt hat, hat seitdem einen anderen Namen, eine andere Adresse oder Telefonnummer.`,
        next: 'Erklären Sie die Zeichnungsbefugnis neu, oder fragen Sie ein Dokument an, das dieses ersetzt. Bis dahin zeigt der Vertrag die Erklärung als überholt.',
      },
    },
  },
}
