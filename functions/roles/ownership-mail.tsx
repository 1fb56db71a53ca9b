import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

/** What became of ownership: it was given to the reader, taken from them, or given to somebody else. */
export type OwnershipNews = 'given' | 'taken' | 'made'

export type OwnershipMail = Addressee & {
  readonly news: OwnershipNews
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  /** Who is an owner now, or is one no more. */
  readonly name?: string | undefined
  readonly email: string
  /** Who did it, where a person did. */
  readonly doerName?: string | undefined
  readonly changedAt: string
  readonly timeZone: string
  /** The sign-in page: the only address in the mail. */
  readonly signInUrl: string
}

type NewsTexts = {
  readonly subject: (organization: string) => string
  readonly preheader: string
  readonly heading: string
  readonly what: (person: string, organization: string) => string
  readonly otherwise: string
  readonly footer: string
}

type Texts = Record<OwnershipNews, NewsTexts> & {
  readonly who: string
  readonly by: string
  readonly on: string
  readonly button: string
  readonly orCopy: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    given: {
      subject: (organization) => `You are an owner of ${organization} now`,
      preheader: 'You may do everything there from now on.',
      heading: 'You are an owner now',
      what: (_person, organization) =>
        `You were made an owner of ${organization}. Owners may do everything there: invite and remove people, give roles, and make other owners.`,
      otherwise: 'If you did not expect this, ask another owner.',
      footer: 'You get this mail because your own access has changed.',
    },
    taken: {
      subject: (organization) => `You are no longer an owner of ${organization}`,
      preheader: 'Your role there was changed.',
      heading: 'You are no longer an owner',
      what: (_person, organization) =>
        `Ownership of ${organization} was taken from you. Whatever else you were given there stays.`,
      otherwise: 'If you did not expect this, ask one of the owners.',
      footer: 'You get this mail because your own access has changed.',
    },
    made: {
      subject: (organization) => `${organization} has another owner`,
      preheader: 'Owners may do everything there.',
      heading: 'There is another owner',
      what: (person, organization) =>
        `${person} was made an owner of ${organization}. Owners may do everything there, and every owner is told of it.`,
      otherwise: 'If you do not agree, sign in and give the person another role, or speak to whoever did it.',
      footer: 'You get this mail because you are an owner of the organization.',
    },
    who: 'Who',
    by: 'Changed by',
    on: 'Changed on',
    button: 'Sign in',
    orCopy: 'Or copy this address into your browser:',
  },
  nl: {
    given: {
      subject: (organization) => `U bent nu eigenaar van ${organization}`,
      preheader: 'U mag er vanaf nu alles.',
      heading: 'U bent nu eigenaar',
      what: (_person, organization) =>
        `U bent eigenaar gemaakt van ${organization}. Eigenaars mogen er alles: mensen uitnodigen en verwijderen, rollen geven en andere eigenaars aanwijzen.`,
      otherwise: 'Had u dit niet verwacht? Vraag het dan aan een andere eigenaar.',
      footer: 'U krijgt deze mail omdat uw eigen toegang is gewijzigd.',
    },
    taken: {
      subject: (organization) => `U bent geen eigenaar meer van ${organization}`,
      preheader: 'Uw rol daar is gewijzigd.',
      heading: 'U bent geen eigenaar meer',
      what: (_person, organization) =>
        `U bent geen eigenaar van ${organization} meer. Al het andere dat u daar hebt gekregen, blijft.`,
      otherwise: 'Had u dit niet verwacht? Vraag het dan aan een van de eigenaars.',
      footer: 'U krijgt deze mail omdat uw eigen toegang is gewijzigd.',
    },
    made: {
      subject: (organization) => `${organization} heeft er een eigenaar bij`,
      preheader: 'Eigenaars mogen er alles.',
      heading: 'Er is een eigenaar bij',
      what: (person, organization) =>
        `${person} is eigenaar gemaakt van ${organization}. Eigenaars mogen er alles, en elke eigenaar krijgt dit te horen.`,
      otherwise:
        'Bent u het er niet mee eens? Meld u dan aan en geef deze persoon een andere rol, of neem contact op met wie dit heeft gedaan.',
      footer: 'U krijgt deze mail omdat u eigenaar van de organisatie bent.',
    },
    who: 'Wie',
    by: 'Gewijzigd door',
    on: 'Gewijzigd op',
    button: 'Aanmelden',
    orCopy: 'Of kopieer dit adres naar uw browser:',
  },
  fr: {
    given: {
      subject: (organization) => `Vous êtes désormais propriétaire chez ${organization}`,
      preheader: 'Vous pouvez désormais tout y faire.',
      heading: 'Vous êtes désormais propriétaire',
      what: (_person, organization) =>
        `Vous avez été désigné comme propriétaire chez ${organization}. Les propriétaires peuvent tout y faire\u00a0: inviter et retirer des personnes, attribuer des rôles et désigner d’autres propriétaires.`,
      otherwise: 'Si vous ne vous y attendiez pas, adressez-vous à un autre propriétaire.',
      footer: 'Vous recevez cet e-mail parce que vos propres droits ont changé.',
    },
    taken: {
      subject: (organization) => `Vous n’êtes plus propriétaire chez ${organization}`,
      preheader: 'Votre rôle y a changé.',
      heading: 'Vous n’êtes plus propriétaire',
      what: (_person, organization) =>
        `Vous n’êtes plus propriétaire chez ${organization}. Tout autre droit qui vous y a été donné vous reste.`,
      otherwise: 'Si vous ne vous y attendiez pas, adressez-vous à l’un des propriétaires.',
      footer: 'Vous recevez cet e-mail parce que vos propres droits ont changé.',
    },
    made: {
      subject: (organization) => `${organization} a un propriétaire de plus`,
      preheader: 'Les propriétaires peuvent tout y faire.',
      heading: 'Il y a un propriétaire de plus',
      what: (person, organization) =>
        `${person} est désormais propriétaire chez ${organization}. Les propriétaires peuvent tout y faire, et chacun d’eux en est informé.`,
      otherwise:
        'Si vous n’êtes pas d’accord, connectez-vous et donnez un autre rôle à cette personne, ou adressez-vous à qui l’a fait.',
      footer: 'Vous recevez cet e-mail parce que vous êtes propriétaire de l’organisation.',
    },
    who: 'Personne',
    by: 'Modifié par',
    on: 'Modifié le',
    button: 'Se connecter',
    orCopy: 'Ou copiez cette adresse dans votre navigateur\u00a0:',
  },
  de: {
    given: {
      subject: (organization) => `Sie haben jetzt Eigentümerrechte für ${organization}`,
      preheader: 'Sie dürfen dort ab jetzt alles.',
      heading: 'Sie haben jetzt Eigentümerrechte',
      what: (_person, organization) =>
        `Sie haben Eigentümerrechte für ${organization} erhalten. Damit ist dort alles erlaubt: Personen einladen und entfernen, Rollen vergeben und weitere Eigentümerrechte erteilen.`,
      otherwise: 'Wenn Sie das nicht erwartet haben, fragen Sie eine andere Person mit Eigentümerrechten.',
      footer: 'Sie erhalten diese E-Mail, weil sich Ihr eigener Zugang geändert hat.',
    },
    taken: {
      subject: (organization) => `Sie haben keine Eigentümerrechte mehr für ${organization}`,
      preheader: 'Ihre Rolle dort wurde geändert.',
      heading: 'Sie haben keine Eigentümerrechte mehr',
      what: (_person, organization) =>
        `Ihre Eigentümerrechte für ${organization} wurden Ihnen entzogen. Alles andere, was Sie dort erhalten haben, bleibt.`,
      otherwise: 'Wenn Sie das nicht erwartet haben, fragen Sie eine Person mit Eigentümerrechten.',
      footer: 'Sie erhalten diese E-Mail, weil sich Ihr eigener Zugang geändert hat.',
    },
    made: {
      subject: (organization) => `Neue Eigentümerrechte für ${organization}`,
      preheader: 'Damit ist dort alles erlaubt.',
      heading: 'Jemand hat Eigentümerrechte erhalten',
      what: (person, organization) =>
        `${person} hat Eigentümerrechte für ${organization} erhalten. Damit ist dort alles erlaubt, und alle, die diese Rechte haben, werden informiert.`,
      otherwise:
        'Wenn Sie nicht einverstanden sind, melden Sie sich an und geben Sie der Person eine andere Rolle, oder wenden Sie sich an die Person, die das getan hat.',
      footer: 'Sie erhalten diese E-Mail, weil Sie Eigentümerrechte für die Organisation haben.',
    },
    who: 'Wer',
    by: 'Geändert von',
    on: 'Geändert am',
    button: 'Anmelden',
    orCopy: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
  },
}

/** The mail about ownership that was given or taken (N6): what happened, by whom and when, and what to do if it is not wanted. */
export function ownershipMail(mail: OwnershipMail): WrittenMail {
  const words = texts[mail.language]
  const news = words[mail.news]
  const { organizationName, name, email, doerName, appName, language, timeZone, changedAt } = mail
  return renderMail({
    language,
    appName,
    to: mail,
    subject: news.subject(organizationName),
    preheader: news.preheader,
    heading: news.heading,
    blocks: [
      { kind: 'paragraph', text: news.what(name ?? email, organizationName) },
      {
        kind: 'facts',
        rows: [
          ...(mail.news === 'made' ? [{ label: words.who, value: email }] : []),
          ...(doerName === undefined ? [] : [{ label: words.by, value: doerName }]),
          { label: words.on, value: writtenTime({ at: changedAt, timeZone, language }) },
        ],
      },
      { kind: 'button', label: words.button, url: mail.signInUrl, orCopy: words.orCopy },
      { kind: 'paragraph', text: news.otherwise },
    ],
    footer: [news.footer],
  })
}
