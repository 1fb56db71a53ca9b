import type { WebhookId } from '../../shared/domain/ids.ts'
import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import { disabledAfterDays } from '../../shared/domain/webhook-delivery.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

/** What the mail says; the webhook's address and description are not in it, for anybody may have written those (P7). */
export type WebhookDisabledMail = Addressee & {
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  readonly webhookId: WebhookId
  readonly because: 'failing' | 'gone'
  readonly disabledAt: string
  readonly timeZone: string
  /** The sign-in page: the only address in the mail. */
  readonly signInUrl: string
}

type Texts = {
  readonly subject: (organization: string) => string
  readonly preheader: string
  readonly heading: string
  readonly what: Readonly<Record<WebhookDisabledMail['because'], (organization: string, days: number) => string>>
  readonly webhook: string
  readonly disabledAt: string
  readonly todo: string
  readonly missed: string
  readonly button: string
  readonly orCopy: string
  readonly footer: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    subject: (organization) => `A webhook of ${organization} was switched off`,
    preheader: 'A connected program is not told of changes any more.',
    heading: 'A webhook was switched off',
    what: {
      failing: (organization, days) =>
        `A program that is connected to ${organization} by a webhook has taken nothing for ${days} days. It is not told of changes any more.`,
      gone: (organization) =>
        `A program that is connected to ${organization} by a webhook has answered that it wants nothing more (410 Gone). It is not told of changes any more.`,
    },
    webhook: 'Webhook',
    disabledAt: 'Switched off on',
    todo: 'Give this mail to whoever looks after that program. Once it works again, they switch the webhook on by changing `enabled` to true.',
    missed: 'What it has missed is in the list of its deliveries for 30 days, and can be delivered again from there.',
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
    footer: 'You get this mail because you administer the organization.',
  },
  nl: {
    subject: (organization) => `Een webhook van ${organization} is uitgeschakeld`,
    preheader: 'Een gekoppeld programma krijgt wijzigingen niet meer te horen.',
    heading: 'Een webhook is uitgeschakeld',
    what: {
      failing: (organization, days) =>
        `Een programma dat met een webhook aan ${organization} gekoppeld is, heeft ${days} dagen lang niets aangenomen. Het krijgt wijzigingen niet meer te horen.`,
      gone: (organization) =>
        `Een programma dat met een webhook aan ${organization} gekoppeld is, heeft geantwoord dat het niets meer wil ontvangen (410 Gone). Het krijgt wijzigingen niet meer te horen.`,
    },
    webhook: 'Webhook',
    disabledAt: 'Uitgeschakeld op',
    todo: 'Geef deze mail aan wie dat programma beheert. Zodra het weer werkt, wordt de webhook ingeschakeld door `enabled` op true te zetten.',
    missed:
      'Wat het heeft gemist, staat 30 dagen in de lijst met leveringen en kan vanaf daar opnieuw worden geleverd.',
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
    footer: 'U krijgt deze mail omdat u de organisatie beheert.',
  },
  fr: {
    subject: (organization) => `Un webhook de ${organization} a été désactivé`,
    preheader: 'Un programme connecté n’est plus informé des modifications.',
    heading: 'Un webhook a été désactivé',
    what: {
      failing: (organization, days) =>
        `Un programme connecté à ${organization} par un webhook n’a rien accepté pendant ${days} jours. Il n’est plus informé des modifications.`,
      gone: (organization) =>
        `Un programme connecté à ${organization} par un webhook a répondu qu’il ne souhaite plus rien recevoir (410 Gone). Il n’est plus informé des modifications.`,
    },
    webhook: 'Webhook',
    disabledAt: 'Désactivé le',
    todo: 'Transmettez cet e-mail à la personne qui s’occupe de ce programme. Dès qu’il fonctionne de nouveau, elle réactive le webhook en mettant `enabled` à true.',
    missed:
      'Ce qu’il a manqué reste 30 jours dans la liste de ses livraisons, d’où il peut être livré une nouvelle fois.',
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
    footer: 'Vous recevez cet e-mail parce que vous administrez l’organisation.',
  },
  de: {
    subject: (organization) => `Ein Webhook von ${organization} wurde abgeschaltet`,
    preheader: 'Ein verbundenes Programm erfährt nichts mehr von Änderungen.',
    heading: 'Ein Webhook wurde abgeschaltet',
    what: {
      failing: (organization, days) =>
        `Ein Programm, das durch einen Webhook mit ${organization} verbunden ist, hat seit ${days} Tagen nichts angenommen. Es erfährt nichts mehr von Änderungen.`,
      gone: (organization) =>
        `Ein Programm, das durch einen Webhook mit ${organization} verbunden ist, hat geantwortet, dass es nichts mehr erhalten möchte (410 Gone). Es erfährt nichts mehr von Änderungen.`,
    },
    webhook: 'Webhook',
    disabledAt: 'Abgeschaltet am',
    todo: 'Geben Sie diese E-Mail an die Person weiter, die sich um das Programm kümmert. Sobald es wieder arbeitet, wird der Webhook eingeschaltet, indem `enabled` auf true gesetzt wird.',
    missed:
      'Was das Programm versäumt hat, steht 30 Tage in der Liste der Zustellungen und kann von dort noch einmal zugestellt werden.',
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
    footer: 'Sie erhalten diese E-Mail, weil Sie die Organisation administrieren.',
  },
}

/** Tells an administrator that a webhook was switched off, which one, why, and how what it has missed is had again. */
export function webhookDisabledMail(mail: WebhookDisabledMail): WrittenMail {
  const { language, appName, organizationName, because } = mail
  const words = texts[language]
  return renderMail({
    language,
    appName,
    to: mail,
    subject: words.subject(organizationName),
    preheader: words.preheader,
    heading: words.heading,
    blocks: [
      { kind: 'paragraph', text: words.what[because](organizationName, disabledAfterDays) },
      {
        kind: 'facts',
        rows: [
          { label: words.webhook, value: mail.webhookId },
          { label: words.disabledAt, value: writtenTime({ ...mail, at: mail.disabledAt }) },
        ],
      },
      { kind: 'paragraph', text: words.todo },
      { kind: 'paragraph', text: words.missed },
      { kind: 'button', label: words.button, url: mail.signInUrl, orCopy: words.orCopy },
    ],
    footer: [words.footer],
  })
}
