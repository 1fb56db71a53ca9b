import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

/** The mail that brings the certificate of a decision. */
export type CertificateMail = Addressee & {
  readonly language: Language
  readonly appName: string
  readonly as: 'approver' | 'requester'
  readonly outcome: 'approved' | 'declined'
  readonly organizationName: string
  /** Of the document. */
  readonly title: string
  readonly reference: string
  readonly decidedAt: string
  readonly timeZone: string
}

/** Tells whoever decided, and whoever requested it, what was decided; the certificate is attached. */
export function certificateMail(mail: CertificateMail): WrittenMail {
  const { language, appName, as, outcome, organizationName, title, reference, decidedAt, timeZone } = mail
  const texts = certificateMailTexts[language]
  const words = texts[outcome]
  return renderMail({
    language,
    appName,
    to: mail,
    subject: words.subject(title, organizationName),
    preheader: texts.preheader,
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: words[as](organizationName) },
      {
        kind: 'facts',
        rows: [
          { label: texts.document, value: title },
          { label: texts.reference, value: reference },
          { label: texts.at, value: writtenTime({ at: decidedAt, timeZone, language }) },
        ],
      },
      { kind: 'paragraph', text: texts.attached },
    ],
    footer: [texts.keep],
  })
}

type Outcome = {
  readonly subject: (document: string, organization: string) => string
  readonly heading: string
  readonly approver: (organization: string) => string
  readonly requester: (organization: string) => string
}
type CertificateMailTexts = Readonly<Record<'approved' | 'declined', Outcome>> & {
  readonly preheader: string
  readonly document: string
  readonly reference: string
  readonly at: string
  readonly attached: string
  readonly keep: string
}

const certificateMailTexts: InEveryLanguage<CertificateMailTexts> = {
  en: {
    approved: {
      subject: (document, organization) => `Approved for ${organization}: ${document}`,
      heading: 'The document is approved',
      approver: (organization) => `You approved it on behalf of ${organization}. Thank you.`,
      requester: (organization) => `The Commercial Contact of ${organization} approved what you requested.`,
    },
    declined: {
      subject: (document, organization) => `Declined for ${organization}: ${document}`,
      heading: 'The document was declined',
      approver: (organization) => `You declined it on behalf of ${organization}, and whoever requested it knows.`,
      requester: (organization) =>
        `The Commercial Contact of ${organization} declined what you requested. The reason stands in the attached record.`,
    },
    preheader: 'The certificate is attached.',
    document: 'Document',
    reference: 'Reference',
    at: 'Decided on',
    attached:
      'The attached PDF says what was decided, by whom, when, and how that was confirmed. The same, signed, is attached to the PDF, so that anyone can check that nothing has changed.',
    keep: 'Keep it with your papers.',
  },
  nl: {
    approved: {
      subject: (document, organization) => `Goedgekeurd voor ${organization}: ${document}`,
      heading: 'Het document is goedgekeurd',
      approver: (organization) => `U hebt het goedgekeurd namens ${organization}. Dank u.`,
      requester: (organization) => `De commercieel contactpersoon van ${organization} heeft goedgekeurd wat u vroeg.`,
    },
    declined: {
      subject: (document, organization) => `Geweigerd voor ${organization}: ${document}`,
      heading: 'Het document is geweigerd',
      approver: (organization) => `U hebt het geweigerd namens ${organization}; wie erom vroeg, weet ervan.`,
      requester: (organization) =>
        `De commercieel contactpersoon van ${organization} heeft geweigerd wat u vroeg. De reden staat in het bijgevoegde verslag.`,
    },
    preheader: 'Het certificaat zit erbij.',
    document: 'Document',
    reference: 'Referentie',
    at: 'Beslist op',
    attached:
      'De bijgevoegde pdf zegt wat is beslist, door wie, wanneer, en hoe dat is bevestigd. Hetzelfde zit ondertekend bij de pdf, zodat iedereen kan nagaan dat er niets veranderd is.',
    keep: 'Bewaar het bij uw papieren.',
  },
  fr: {
    approved: {
      subject: (document, organization) => `Approuvé pour ${organization}\u00a0: ${document}`,
      heading: 'Le document est approuvé',
      approver: (organization) => `Vous l’avez approuvé au nom de ${organization}. Merci.`,
      requester: (organization) => `Le contact commercial de ${organization} a approuvé ce que vous avez demandé.`,
    },
    declined: {
      subject: (document, organization) => `Refusé pour ${organization}\u00a0: ${document}`,
      heading: 'Le document a été refusé',
      approver: (organization) =>
        `Vous l’avez refusé au nom de ${organization}\u00a0; la personne qui l’a demandé le sait.`,
      requester: (organization) =>
        `Le contact commercial de ${organization} a refusé ce que vous avez demandé. Le motif figure dans le procès-verbal joint.`,
    },
    preheader: 'Le certificat est joint.',
    document: 'Document',
    reference: 'Référence',
    at: 'Décidé le',
    attached:
      'Le PDF joint dit ce qui a été décidé, par qui, quand, et comment cela a été confirmé. La même chose, signée, est jointe au PDF, pour que chacun puisse vérifier que rien n’a changé.',
    keep: 'Gardez-le avec vos documents.',
  },
  de: {
    approved: {
      subject: (document, organization) => `Genehmigt für ${organization}: ${document}`,
      heading: 'Das Dokument ist genehmigt',
      approver: (organization) => `Sie haben es im Namen von ${organization} genehmigt. Danke.`,
      requester: (organization) =>
        `Der kaufmännische Ansprechpartner von ${organization} hat genehmigt, worum Sie gebeten haben.`,
    },
    declined: {
      subject: (document, organization) => `Abgelehnt für ${organization}: ${document}`,
      heading: 'Das Dokument wurde abgelehnt',
      approver: (organization) =>
        `Sie haben es im Namen von ${organization} abgelehnt; wer darum gebeten hat, weiß Bescheid.`,
      requester: (organization) =>
        `Der kaufmännische Ansprechpartner von ${organization} hat abgelehnt, worum Sie gebeten haben. Die Begründung steht im angehängten Protokoll.`,
    },
    preheader: 'Das Zertifikat ist angehängt.',
    document: 'Dokument',
    reference: 'Referenz',
    at: 'Entschieden am',
    attached:
      'Die angehängte PDF sagt, was entschieden wurde, von wem, wann, und wie das bestätigt wurde. Dasselbe hängt unterschrieben an der PDF, damit jeder prüfen kann, dass sich nichts geändert hat.',
    keep: 'Legen Sie es zu Ihren Unterlagen.',
  },
}
