import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

/** What happened to an invitation that somebody who administers should see to. */
export type InvitationNews =
  /** The link has expired, and a new one was asked for on its page (I12). */
  | 'asked-for'
  /** Whoever had sent it could no longer give what it offers, at the moment it was to be accepted (I10). */
  | 'withdrawn'
  /** Somebody was invited to be an owner, with a reason that every owner is told (O3). */
  | 'owner-invited'

export type AdministratorMail = Addressee & {
  readonly news: InvitationNews
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  /** Who was invited: by name where it is known, and by address. */
  readonly invitedName?: string | undefined
  readonly invitedEmail: string
  readonly inviterName?: string | undefined
  /** Given when the inviter acts from another organization. */
  readonly inviterOrganizationName?: string | undefined
  /** Why somebody is to be an owner, in the inviter's words. */
  readonly reason?: string | undefined
  readonly sentAt: string
  readonly timeZone: string
  /** The sign-in page: the only address in the mail. */
  readonly signInUrl: string
}

type NewsTexts = {
  readonly subject: (organization: string) => string
  readonly preheader: (email: string) => string
  readonly heading: string
  readonly what: (person: string, organization: string) => string
  readonly todo: (app: string) => string
  readonly otherwise: string
  readonly footer: string
}

type Texts = Record<InvitationNews, NewsTexts> & {
  readonly invited: string
  readonly sentBy: string
  readonly sentAt: string
  readonly reason: string
  readonly next: string
  readonly button: string
  readonly orCopy: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    'asked-for': {
      subject: (organization) => `A new invitation to ${organization} is asked for`,
      preheader: (email) => `The link of ${email} has expired.`,
      heading: 'A new invitation is asked for',
      what: (person, organization) =>
        `${person} was invited to ${organization}, and the link has expired. On its page, a new one was asked for.`,
      todo: (app) =>
        `If the person is still to have access, sign in to ${app} and send the invitation again: the new mail carries a new link.`,
      otherwise: 'If not, withdraw the invitation. Nothing happens by itself.',
      footer:
        'Whoever has the expired link can ask for this. You get this mail at most once an hour for the same invitation.',
    },
    withdrawn: {
      subject: (organization) => `An invitation to ${organization} was withdrawn`,
      preheader: (email) => `${email} could not accept it.`,
      heading: 'An invitation was withdrawn',
      what: (person, organization) =>
        `${person} was about to accept an invitation to ${organization}. It was withdrawn instead, because whoever had sent it may no longer give the access that it offers.`,
      todo: (app) =>
        `If the person is to have access, sign in to ${app} and send the invitation again. It then counts as yours, so you must be allowed to give that access.`,
      otherwise: 'If not, you need not do anything: the profile is a draft again, and has no access.',
      footer: 'You get this mail because you administer the organization.',
    },
    'owner-invited': {
      subject: (organization) => `A new owner was invited to ${organization}`,
      preheader: (email) => `${email} is to be an owner.`,
      heading: 'A new owner was invited',
      what: (person, organization) =>
        `${person} was invited to be an owner of ${organization}. Owners may do everything there, and every owner is told of it.`,
      todo: (app) =>
        `If you do not agree, sign in to ${app} and withdraw the invitation before it is accepted, or speak to whoever sent it.`,
      otherwise: 'If you agree, you need not do anything.',
      footer: 'You get this mail because you are an owner of the organization.',
    },
    invited: 'Invited',
    sentBy: 'Sent by',
    sentAt: 'Invitation sent on',
    reason: 'Reason given',
    next: 'What you can do',
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
  },
  nl: {
    'asked-for': {
      subject: (organization) => `Er is een nieuwe uitnodiging voor ${organization} gevraagd`,
      preheader: (email) => `De link van ${email} is verlopen.`,
      heading: 'Er is een nieuwe uitnodiging gevraagd',
      what: (person, organization) =>
        `${person} is uitgenodigd voor ${organization}, maar de link is verlopen. Op de pagina van die link is een nieuwe gevraagd.`,
      todo: (app) =>
        `Moet deze persoon nog toegang krijgen? Meld u dan aan bij ${app} en verstuur de uitnodiging opnieuw: de nieuwe mail bevat een nieuwe link.`,
      otherwise: 'Zo niet, trek de uitnodiging dan in. Vanzelf gebeurt er niets.',
      footer:
        'Wie de verlopen link heeft, kan dit vragen. U krijgt deze mail hoogstens één keer per uur voor dezelfde uitnodiging.',
    },
    withdrawn: {
      subject: (organization) => `Een uitnodiging voor ${organization} is ingetrokken`,
      preheader: (email) => `${email} kon ze niet aanvaarden.`,
      heading: 'Een uitnodiging is ingetrokken',
      what: (person, organization) =>
        `${person} wilde een uitnodiging voor ${organization} aanvaarden. Ze is in plaats daarvan ingetrokken, omdat wie ze had verstuurd de aangeboden toegang niet meer mag geven.`,
      todo: (app) =>
        `Moet deze persoon toegang krijgen? Meld u dan aan bij ${app} en verstuur de uitnodiging opnieuw. Ze geldt dan als de uwe, dus u moet die toegang zelf mogen geven.`,
      otherwise: 'Zo niet, dan hoeft u niets te doen: het profiel is weer een concept en heeft geen toegang.',
      footer: 'U krijgt deze mail omdat u de organisatie beheert.',
    },
    'owner-invited': {
      subject: (organization) => `Er is een nieuwe eigenaar uitgenodigd voor ${organization}`,
      preheader: (email) => `${email} wordt eigenaar.`,
      heading: 'Er is een nieuwe eigenaar uitgenodigd',
      what: (person, organization) =>
        `${person} is uitgenodigd om eigenaar te worden van ${organization}. Eigenaars mogen daar alles, en elke eigenaar krijgt dit te horen.`,
      todo: (app) =>
        `Bent u het er niet mee eens? Meld u dan aan bij ${app} en trek de uitnodiging in voordat ze wordt aanvaard, of neem contact op met wie ze heeft verstuurd.`,
      otherwise: 'Bent u het ermee eens, dan hoeft u niets te doen.',
      footer: 'U krijgt deze mail omdat u eigenaar van de organisatie bent.',
    },
    invited: 'Uitgenodigd',
    sentBy: 'Verstuurd door',
    sentAt: 'Uitnodiging verstuurd op',
    reason: 'Opgegeven reden',
    next: 'Wat u kunt doen',
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
  },
  fr: {
    'asked-for': {
      subject: (organization) => `Une nouvelle invitation à rejoindre ${organization} est demandée`,
      preheader: (email) => `Le lien de ${email} a expiré.`,
      heading: 'Une nouvelle invitation est demandée',
      what: (person, organization) =>
        `${person} a reçu une invitation à rejoindre ${organization}, mais le lien a expiré. Un nouveau lien a été demandé sur la page de l’ancien.`,
      todo: (app) =>
        `Si cette personne doit toujours avoir accès, connectez-vous à ${app} et renvoyez l’invitation\u00a0: le nouvel e-mail contiendra un nouveau lien.`,
      otherwise: 'Sinon, retirez l’invitation. Rien ne se fait tout seul.',
      footer:
        'Toute personne qui a le lien expiré peut faire cette demande. Vous recevez cet e-mail une fois par heure au plus pour une même invitation.',
    },
    withdrawn: {
      subject: (organization) => `Une invitation à rejoindre ${organization} a été retirée`,
      preheader: (email) => `${email} n’a pas pu l’accepter.`,
      heading: 'Une invitation a été retirée',
      what: (person, organization) =>
        `${person} allait accepter une invitation à rejoindre ${organization}. Elle a été retirée, car la personne qui l’avait envoyée n’a plus le droit de donner l’accès proposé.`,
      todo: (app) =>
        `Si cette personne doit avoir accès, connectez-vous à ${app} et renvoyez l’invitation. Elle sera alors faite en votre nom\u00a0: il vous faut donc le droit de donner cet accès.`,
      otherwise: 'Sinon, vous n’avez rien à faire\u00a0: le profil est redevenu un brouillon et n’a aucun accès.',
      footer: 'Vous recevez cet e-mail parce que vous administrez l’organisation.',
    },
    'owner-invited': {
      subject: (organization) => `Un nouveau propriétaire est invité chez ${organization}`,
      preheader: (email) => `${email} deviendra propriétaire.`,
      heading: 'Un nouveau propriétaire est invité',
      what: (person, organization) =>
        `${person} a reçu une invitation à devenir propriétaire chez ${organization}. Les propriétaires peuvent tout y faire, et chacun d’eux en est informé.`,
      todo: (app) =>
        `Si vous n’êtes pas d’accord, connectez-vous à ${app} et retirez l’invitation avant qu’elle ne soit acceptée, ou adressez-vous à la personne qui l’a envoyée.`,
      otherwise: 'Si vous êtes d’accord, vous n’avez rien à faire.',
      footer: 'Vous recevez cet e-mail parce que vous êtes propriétaire de l’organisation.',
    },
    invited: 'Personne invitée',
    sentBy: 'Envoyée par',
    sentAt: 'Invitation envoyée le',
    reason: 'Motif indiqué',
    next: 'Ce que vous pouvez faire',
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
  },
  de: {
    'asked-for': {
      subject: (organization) => `Eine neue Einladung zu ${organization} wird gewünscht`,
      preheader: (email) => `Der Link von ${email} ist abgelaufen.`,
      heading: 'Eine neue Einladung wird gewünscht',
      what: (person, organization) =>
        `${person} wurde zu ${organization} eingeladen, doch der Link ist abgelaufen. Auf der Seite des Links wurde ein neuer angefordert.`,
      todo: (app) =>
        `Wenn die Person weiterhin Zugang erhalten soll, melden Sie sich bei ${app} an und senden Sie die Einladung noch einmal: Die neue E-Mail enthält einen neuen Link.`,
      otherwise: 'Andernfalls ziehen Sie die Einladung zurück. Von selbst geschieht nichts.',
      footer:
        'Wer den abgelaufenen Link hat, kann das anfordern. Sie erhalten diese E-Mail höchstens einmal pro Stunde für dieselbe Einladung.',
    },
    withdrawn: {
      subject: (organization) => `Eine Einladung zu ${organization} wurde zurückgezogen`,
      preheader: (email) => `${email} konnte sie nicht annehmen.`,
      heading: 'Eine Einladung wurde zurückgezogen',
      what: (person, organization) =>
        `${person} wollte eine Einladung zu ${organization} annehmen. Sie wurde stattdessen zurückgezogen, weil die Person, die sie gesendet hatte, den angebotenen Zugang nicht mehr geben darf.`,
      todo: (app) =>
        `Wenn die Person Zugang erhalten soll, melden Sie sich bei ${app} an und senden Sie die Einladung noch einmal. Sie gilt dann als Ihre; Sie müssen diesen Zugang also geben dürfen.`,
      otherwise: 'Andernfalls müssen Sie nichts tun: Das Profil ist wieder ein Entwurf und hat keinen Zugang.',
      footer: 'Sie erhalten diese E-Mail, weil Sie die Organisation verwalten.',
    },
    'owner-invited': {
      subject: (organization) => `Neue Eigentümerrechte für ${organization}: eine Einladung`,
      preheader: (email) => `${email} soll Eigentümerrechte erhalten.`,
      heading: 'Jemand soll Eigentümerrechte erhalten',
      what: (person, organization) =>
        `${person} wurde eingeladen, Eigentümerrechte für ${organization} zu erhalten. Damit ist dort alles erlaubt, und alle, die diese Rechte haben, werden informiert.`,
      todo: (app) =>
        `Wenn Sie nicht einverstanden sind, melden Sie sich bei ${app} an und ziehen Sie die Einladung zurück, bevor sie angenommen wird, oder wenden Sie sich an die Person, die sie gesendet hat.`,
      otherwise: 'Wenn Sie einverstanden sind, müssen Sie nichts tun.',
      footer: 'Sie erhalten diese E-Mail, weil Sie Eigentümerrechte für die Organisation haben.',
    },
    invited: 'Eingeladen',
    sentBy: 'Gesendet von',
    sentAt: 'Einladung gesendet am',
    reason: 'Angegebener Grund',
    next: 'Was Sie tun können',
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
  },
}

/** The mail that tells somebody who administers of an invitation that needs them. */
export function administratorMail(mail: AdministratorMail): WrittenMail {
  const words = texts[mail.language]
  const news = words[mail.news]
  const { organizationName, invitedName, invitedEmail, inviterName, inviterOrganizationName, reason, appName } = mail
  const sentBy = [inviterName, inviterOrganizationName].filter((name) => name !== undefined).join(', ')
  const sentAt = writtenTime({ at: mail.sentAt, timeZone: mail.timeZone, language: mail.language })
  return renderMail({
    language: mail.language,
    appName,
    to: mail,
    subject: news.subject(organizationName),
    preheader: news.preheader(invitedEmail),
    heading: news.heading,
    blocks: [
      { kind: 'paragraph', text: news.what(invitedName ?? invitedEmail, organizationName) },
      {
        kind: 'facts',
        rows: [
          { label: words.invited, value: invitedEmail },
          ...(sentBy === '' ? [] : [{ label: words.sentBy, value: sentBy }]),
          { label: words.sentAt, value: sentAt },
          ...(reason === undefined ? [] : [{ label: words.reason, value: reason }]),
        ],
      },
      { kind: 'heading', text: words.next },
      { kind: 'paragraph', text: news.todo(appName) },
      { kind: 'button', label: words.button, url: mail.signInUrl, orCopy: words.orCopy },
      { kind: 'paragraph', text: news.otherwise },
    ],
    footer: [news.footer],
  })
}
