import { resetMail } from '../../functions/profiles/reset-mail.tsx'
import type { Language } from '../../shared/domain/language.ts'

/** The mail about a sign-in that was reset. */
export const reset = (language: Language, given: Partial<Parameters<typeof resetMail>[0]> = {}) =>
  resetMail({
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'An',
    lastName: 'Peeters',
    organizationName: 'Contoso',
    link: 'https://api.example.test/activate/t0ken_-',
    resetAt: '2026-07-05T22:30:00.000Z',
    expiresAt: '2026-07-06T22:30:00.000Z',
    timeZone: 'Europe/Brussels',
    ...given,
  })
