import { orphanedKeysMail } from '../../functions/api-keys/orphaned-keys-mail.tsx'
import type { Language } from '../../shared/domain/language.ts'

/** The mail about keys that work on without whoever made them. */
export const orphanedKeys = (language: Language, given: Partial<Parameters<typeof orphanedKeysMail>[0]> = {}) =>
  orphanedKeysMail({
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'An',
    lastName: 'Peeters',
    organizationName: 'Contoso',
    makerName: 'Jan Willems',
    keys: [
      { name: 'Ticket system', expiresAt: '2026-07-05T22:30:00.000Z' },
      { name: 'Reports', expiresAt: '2027-07-05T22:30:00.000Z' },
    ],
    timeZone: 'Europe/Brussels',
    signInUrl: 'https://sign-in.example.test/login?client_id=1&scope=openid',
    ...given,
  })
