import type { InEveryLanguage } from '../../shared/domain/language.ts'

type AtEnd = { readonly title: string; readonly next: string }
/** What to do next needs somebody who can help: `way` says how to get hold of them. */
type AtEndAsking = { readonly title: string; readonly next: (way: string) => string }
type Decided = {
  readonly byReader: (document: string, at: string) => string
  readonly byOther: (document: string, at: string) => string
}
type Timed = AtEndAsking & { readonly lead: (document: string, at: string) => string }
type Plain = AtEnd & { readonly lead: (document: string, organization: string) => string }

/** Every word of the pages at the end of a contract's link. */
type ApprovalEndTexts = {
  readonly unknown: AtEnd & { readonly lead: string }
  readonly approved: AtEnd & Decided
  readonly declined: AtEndAsking & Decided
  readonly cancelled: Timed
  readonly expired: Timed
  readonly replaced: Plain
  readonly moved: Plain
  readonly suspended: Plain
}

export const approvalEndTexts: InEveryLanguage<ApprovalEndTexts> = {
  en: {
    unknown: {
      title: 'This link leads nowhere',
      lead: 'Part of it may be missing: some mail programs break long links in two.',
      next: 'Open the newest mail about the document and use its link, or copy the whole address from there.',
    },
    approved: {
      title: 'This is approved',
      byReader: (document, at) => `You approved “${document}” on ${at}.`,
      byOther: (document, at) => `“${document}” was approved on ${at}.`,
      next: 'There is nothing left to do. The certificate was mailed to whoever approved it and to whoever requested it.',
    },
    declined: {
      title: 'This was declined',
      byReader: (document, at) => `You declined “${document}” on ${at}.`,
      byOther: (document, at) => `“${document}” was declined on ${at}.`,
      next: (way) => `If that was a mistake, have the document sent anew: ${way}`,
    },
    cancelled: {
      title: 'This was cancelled',
      lead: (document, at) => `The request to approve “${document}” was cancelled on ${at}.`,
      next: (way) => `You need not do anything. If you expected it: ${way}`,
    },
    expired: {
      title: 'The time to answer is over',
      lead: (document, at) => `“${document}” could be approved until ${at}.`,
      next: (way) => `If it is still wanted, have the document sent anew: ${way}`,
    },
    replaced: {
      title: 'There is a newer mail',
      lead: (document) => `A newer link to “${document}” was sent to you, and this one ended with it.`,
      next: 'Open the newest mail about the document and use its link.',
    },
    moved: {
      title: 'This is no longer with you',
      lead: (document, organization) =>
        `“${document}” of ${organization} waits for somebody else, or your details have changed since the mail was sent.`,
      next: 'If it should be with you, ask an administrator of your organization who its Commercial Contact is. Whoever is asked next gets a mail with a link of their own.',
    },
    suspended: {
      title: 'This is on hold',
      lead: (document, organization) => `Everything of ${organization} is on hold for now, and “${document}” with it.`,
      next: 'A new mail comes once it goes on. Until then, nothing is lost and nothing is decided.',
    },
  },
  nl: {
    unknown: {
      title: 'Deze link leidt nergens heen',
      lead: 'Misschien ontbreekt er een stuk: sommige mailprogramma’s breken lange links in tweeën.',
      next: 'Open de nieuwste mail over het document en gebruik de link daarin, of kopieer het volledige adres.',
    },
    approved: {
      title: 'Dit is goedgekeurd',
      byReader: (document, at) => `U hebt “${document}” goedgekeurd op ${at}.`,
      byOther: (document, at) => `“${document}” werd goedgekeurd op ${at}.`,
      next: 'U hoeft niets meer te doen. Het certificaat is gemaild naar wie goedkeurde en naar wie erom vroeg.',
    },
    declined: {
      title: 'Dit is geweigerd',
      byReader: (document, at) => `U hebt “${document}” geweigerd op ${at}.`,
      byOther: (document, at) => `“${document}” werd geweigerd op ${at}.`,
      next: (way) => `Was dat een vergissing? Laat het document dan opnieuw sturen: ${way}`,
    },
    cancelled: {
      title: 'Dit is geannuleerd',
      lead: (document, at) => `De vraag om “${document}” goed te keuren werd geannuleerd op ${at}.`,
      next: (way) => `U hoeft niets te doen. Verwachtte u het document wel: ${way}`,
    },
    expired: {
      title: 'De termijn is voorbij',
      lead: (document, at) => `“${document}” kon worden goedgekeurd tot ${at}.`,
      next: (way) => `Is het nog gewenst? Laat het document dan opnieuw sturen: ${way}`,
    },
    replaced: {
      title: 'Er is een nieuwere mail',
      lead: (document) => `Er is u een nieuwere link naar “${document}” gestuurd; daarmee is deze vervallen.`,
      next: 'Open de nieuwste mail over het document en gebruik de link daarin.',
    },
    moved: {
      title: 'Dit ligt niet meer bij u',
      lead: (document, organization) =>
        `“${document}” van ${organization} wacht op iemand anders, of uw gegevens zijn veranderd sinds de mail werd gestuurd.`,
      next: 'Hoort het wel bij u? Vraag dan een beheerder van uw organisatie wie de commercieel contactpersoon is. Wie nu aan de beurt is, krijgt een mail met een eigen link.',
    },
    suspended: {
      title: 'Dit is tijdelijk stilgelegd',
      lead: (document, organization) => `Alles van ${organization} is voorlopig stilgelegd, ook “${document}”.`,
      next: 'Zodra het verdergaat, komt er een nieuwe mail. Tot dan gaat er niets verloren en wordt er niets beslist.',
    },
  },
  fr: {
    unknown: {
      title: 'Ce lien ne mène nulle part',
      lead: 'Il en manque peut-être une partie\u00a0: certains programmes de messagerie coupent les longs liens en deux.',
      next: 'Ouvrez le dernier e-mail au sujet du document et utilisez son lien, ou copiez-en l’adresse entière.',
    },
    approved: {
      title: 'C’est approuvé',
      byReader: (document, at) => `Vous avez approuvé «\u00a0${document}\u00a0» le ${at}.`,
      byOther: (document, at) => `«\u00a0${document}\u00a0» a été approuvé le ${at}.`,
      next: 'Il ne reste rien à faire. Le certificat a été envoyé à la personne qui a approuvé et à celle qui l’a demandé.',
    },
    declined: {
      title: 'C’est refusé',
      byReader: (document, at) => `Vous avez refusé «\u00a0${document}\u00a0» le ${at}.`,
      byOther: (document, at) => `«\u00a0${document}\u00a0» a été refusé le ${at}.`,
      next: (way) => `Si c’était une erreur, faites-vous renvoyer le document\u00a0: ${way}`,
    },
    cancelled: {
      title: 'C’est annulé',
      lead: (document, at) => `La demande d’approbation de «\u00a0${document}\u00a0» a été annulée le ${at}.`,
      next: (way) => `Vous n’avez rien à faire. Si vous attendiez ce document\u00a0: ${way}`,
    },
    expired: {
      title: 'Le délai est écoulé',
      lead: (document, at) => `«\u00a0${document}\u00a0» pouvait être approuvé jusqu’au ${at}.`,
      next: (way) => `S’il est toujours souhaité, faites-vous renvoyer le document\u00a0: ${way}`,
    },
    replaced: {
      title: 'Il existe un e-mail plus récent',
      lead: (document) =>
        `Un lien plus récent vers «\u00a0${document}\u00a0» vous a été envoyé\u00a0; celui-ci ne fonctionne plus.`,
      next: 'Ouvrez le dernier e-mail au sujet du document et utilisez son lien.',
    },
    moved: {
      title: 'Ce document n’est plus chez vous',
      lead: (document, organization) =>
        `«\u00a0${document}\u00a0» de ${organization} attend une autre personne, ou vos coordonnées ont changé depuis l’envoi de l’e-mail.`,
      next: 'S’il devait être chez vous, demandez à un administrateur de votre organisation qui en est le contact commercial. La personne suivante reçoit un e-mail avec son propre lien.',
    },
    suspended: {
      title: 'C’est en attente',
      lead: (document, organization) =>
        `Tout ce qui concerne ${organization} est suspendu, «\u00a0${document}\u00a0» aussi.`,
      next: 'Un nouvel e-mail viendra dès la reprise. D’ici là, rien n’est perdu et rien n’est décidé.',
    },
  },
  de: {
    unknown: {
      title: 'Dieser Link führt nirgendwohin',
      lead: 'Vielleicht fehlt ein Stück: Manche Mailprogramme brechen lange Links um.',
      next: 'Öffnen Sie die neueste Mail zu dem Dokument und verwenden Sie deren Link, oder kopieren Sie die ganze Adresse.',
    },
    approved: {
      title: 'Das ist genehmigt',
      byReader: (document, at) => `Sie haben „${document}“ genehmigt: ${at}.`,
      byOther: (document, at) => `„${document}“ wurde genehmigt: ${at}.`,
      next: 'Es bleibt nichts zu tun. Das Zertifikat ging per Mail an die Person, die genehmigt hat, und an die, die darum gebeten hat.',
    },
    declined: {
      title: 'Das wurde abgelehnt',
      byReader: (document, at) => `Sie haben „${document}“ abgelehnt: ${at}.`,
      byOther: (document, at) => `„${document}“ wurde abgelehnt: ${at}.`,
      next: (way) => `War das ein Versehen, lassen Sie sich das Dokument noch einmal senden: ${way}`,
    },
    cancelled: {
      title: 'Das wurde abgebrochen',
      lead: (document, at) => `Die Bitte, „${document}“ zu genehmigen, wurde abgebrochen: ${at}.`,
      next: (way) => `Sie müssen nichts tun. Haben Sie das Dokument erwartet: ${way}`,
    },
    expired: {
      title: 'Die Frist ist vorbei',
      lead: (document, at) => `„${document}“ konnte bis zu diesem Zeitpunkt genehmigt werden: ${at}.`,
      next: (way) => `Wird es noch gebraucht, lassen Sie sich das Dokument noch einmal senden: ${way}`,
    },
    replaced: {
      title: 'Es gibt eine neuere Mail',
      lead: (document) => `Ihnen wurde ein neuerer Link zu „${document}“ gesendet; dieser gilt seitdem nicht mehr.`,
      next: 'Öffnen Sie die neueste Mail zu dem Dokument und verwenden Sie deren Link.',
    },
    moved: {
      title: 'Das liegt nicht mehr bei Ihnen',
      lead: (document, organization) =>
        `„${document}“ von ${organization} wartet auf jemand anderen, oder Ihre Angaben haben sich seit der Mail geändert.`,
      next: 'Gehört es doch zu Ihnen, fragen Sie eine Administratorin oder einen Administrator Ihrer Organisation nach dem kaufmännischen Ansprechpartner. Wer nun gefragt wird, bekommt eine Mail mit eigenem Link.',
    },
    suspended: {
      title: 'Das ruht vorerst',
      lead: (document, organization) => `Alles von ${organization} ruht vorerst, auch „${document}“.`,
      next: 'Sobald es weitergeht, kommt eine neue Mail. Bis dahin geht nichts verloren, und nichts wird entschieden.',
    },
  },
}
