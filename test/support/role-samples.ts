import { type OwnershipNews, ownershipMail } from '../../functions/roles/ownership-mail.tsx'
import type { Language } from '../../shared/domain/language.ts'

export const everyOwnershipNews: readonly OwnershipNews[] = ['given', 'taken', 'made']

/** The mail about ownership that was given or taken. */
export const ownership = (
  language: Language,
  news: OwnershipNews,
  given: Partial<Parameters<typeof ownershipMail>[0]> = {},
) =>
  ownershipMail({
    news,
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'An',
    lastName: 'Peeters',
    organizationName: 'Contoso',
    name: 'Jan Willems',
    email: 'jan@contoso.example',
    doerName: 'Mia Jansen',
    changedAt: '2026-07-05T22:30:00.000Z',
    timeZone: 'Europe/Brussels',
    signInUrl: 'https://sign-in.example.test/login?client_id=1&scope=openid',
    ...given,
  })
