import { type ContactEnd, contactEndPage } from '../../functions/contact-roles/contact-end-page.tsx'
import { type ContactPage, contactPage } from '../../functions/contact-roles/contact-page.tsx'
import { coverageMail } from '../../functions/contact-roles/coverage-mail.tsx'
import { type QuestionMail, questionMail } from '../../functions/contact-roles/question-mail.ts'
import {
  type SuggestedAddressMail,
  suggestedAddressMail,
} from '../../functions/contact-roles/suggested-address-mail.ts'
import { contactRoles } from '../../shared/domain/contact-roles.ts'
import { id } from '../../shared/domain/ids.ts'
import type { Language } from '../../shared/domain/language.ts'
import { mutableCategories } from '../../shared/domain/notification-categories.ts'

export const link = 'https://api.example.test/contact/t0ken_-'
export const formAction = 'https://api.example.test/_aws/execute-api/a1/contact/t0ken'
const signInUrl = 'https://sign-in.example.test/login?client_id=1&scope=openid'
const moment = '2026-07-05T22:30:00.000Z'
const timeZone = 'Europe/Brussels'
const anna = id('profile', 'prf_01k2r8v6m0q3s5t7w9x1y3z5a1')

export const ordinary = {
  appName: 'Rolecall',
  organizationName: 'Contoso',
  namerName: 'Mia Jansen',
  namerOrganizationName: 'Northwind',
  email: 'jan.peeters@contoso.example',
  firstName: 'Jan',
  lastName: 'Peeters',
}

const everyRole = contactRoles.map(({ id: contactRole }) => ({ contactRole, as: 'holder' }) as const)
const everyFault = {
  firstName: 'missing',
  lastName: 'too-long',
  phone: 'not-a-number',
  email: 'not-an-address',
} as const

type State = Partial<ContactPage> & { readonly namer?: 'here' | 'above' | 'unknown' }
/** What the page shows of a contact in each of its states, by the name of the state. */
const states: Readonly<Record<string, State>> = {
  'named by somebody': { namer: 'here' },
  'named from above': { standsFor: everyRole },
  'named by nobody known': { namer: 'unknown' },
  'asked every year': { because: 'yearly' },
  'with faults': { because: 'yearly', errors: everyFault },
  'asked too soon': { answered: true, errors: { email: 'too-soon' } },
  confirmed: { answered: true, said: 'confirmed' },
  corrected: { answered: true, said: 'corrected' },
  suggested: { answered: true, said: 'suggested' },
  chosen: { answered: true, said: 'preferences' },
  'opened again': { answered: true, standsFor: everyRole },
  'of a user': { answered: true, preferences: 'sign-in' },
  'of a mailbox': {
    answered: true,
    kind: 'shared-mailbox',
    preferences: 'none',
    standsFor: [{ contactRole: 'watchlist', as: 'holder' }],
  },
}

/** Every end of a link. */
export const endsOf = ({ organizationName }: { readonly organizationName: string }): readonly ContactEnd[] => [
  { end: 'unknown' },
  { end: 'replaced', organizationName, askedAt: moment, timeZone },
  { end: 'disowned', organizationName },
  { end: 'expired', organizationName, expiredAt: moment, timeZone },
  { end: 'no-contact', organizationName },
  { end: 'organization-suspended', organizationName },
]

/** Every page, by name, with what was typed in every place where it can stand. */
export function pagesOf(language: Language, typed: typeof ordinary): ReadonlyMap<string, string> {
  const { appName, organizationName, namerName, namerOrganizationName, email, firstName, lastName } = typed
  const namers = { here: { namerName }, unknown: {}, above: { namerName, namerOrganizationName } }
  const page: ContactPage = {
    appName,
    organizationName,
    email,
    language,
    because: 'named',
    answered: false,
    standsFor: [
      { contactRole: 'technical', as: 'holder' },
      { contactRole: 'dpo', as: 'deputy' },
    ],
    kind: 'person',
    details: { firstName, lastName, displayName: lastName, phone: '+3215000001', language },
    preferences: mutableCategories.map((category, at) => ({ category, wanted: at % 2 === 0 })),
    formAction,
  }
  return new Map([
    ...Object.entries(states).map(
      ([name, { namer = 'above', ...state }]) =>
        [`contact ${name}`, contactPage({ ...page, ...namers[namer], ...state })] as const,
    ),
    ...endsOf(typed).map((end) => [`contact ${end.end}`, contactEndPage({ language, appName, ...end })] as const),
  ])
}

const jan = { salutation: 'mr', firstName: 'Jan', lastName: 'Peeters' } as const

export const question = (language: Language, asks: QuestionMail['asks'], given: Partial<QuestionMail> = {}) =>
  questionMail({
    ...jan,
    language,
    appName: 'Rolecall',
    organizationName: 'Contoso',
    namerName: 'Mia Jansen',
    asks,
    verified: false,
    standsFor: [
      { contactRole: 'commercial', as: 'holder' },
      { contactRole: 'security-escalation', as: 'deputy' },
    ],
    known: [
      { detail: 'name', value: 'Jan Peeters' },
      { detail: 'phone', value: '+3215000001' },
      { detail: 'language', value: 'Nederlands' },
    ],
    link,
    answerUntil: moment,
    timeZone,
    ...given,
  })

export const suggestedAddress = (language: Language, given: Partial<SuggestedAddressMail> = {}) =>
  suggestedAddressMail({
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'Mia',
    lastName: 'Jansen',
    organizationName: 'Contoso',
    contactName: 'Jan Peeters',
    email: 'jan.peeters@contoso.example',
    suggestedEmail: 'jan@adatum.example',
    askedAt: moment,
    timeZone,
    signInUrl,
    ...given,
  })

export const coverage = (
  language: Language,
  tells: 'lost' | 'whole',
  given: { readonly organizationName?: string; readonly lastName?: string; readonly name?: string } = {},
) =>
  coverageMail({
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'Mia',
    lastName: given.lastName ?? 'Jansen',
    organizationName: given.organizationName ?? 'Contoso',
    tells,
    news: {
      opened: tells === 'lost' ? ['technical missing', `dpo unverified ${anna}`] : [],
      closed: ['commercial missing'],
      waiting: [],
      waited: [],
      open: tells === 'lost' ? 2 : 0,
      whole: tells === 'whole',
    },
    nameOf: () => given.name ?? 'Anna Peeters',
    noticedAt: moment,
    timeZone,
    signInUrl,
  })
