import { webhookDisabledMail } from '../../functions/webhooks/webhook-disabled-mail.ts'
import { id } from '../../shared/domain/ids.ts'
import type { Language } from '../../shared/domain/language.ts'

/** The mail about a webhook that was switched off. */
export const webhookDisabled = (language: Language, given: Partial<Parameters<typeof webhookDisabledMail>[0]> = {}) =>
  webhookDisabledMail({
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'An',
    lastName: 'Peeters',
    organizationName: 'Contoso',
    webhookId: id('webhook', 'whk_01k2r8v6m0q3s5t7w9x1y3z5w1'),
    because: 'failing',
    disabledAt: '2026-07-05T22:30:00.000Z',
    timeZone: 'Europe/Brussels',
    signInUrl: 'https://sign-in.example.test/login?client_id=1&scope=openid',
    ...given,
  })
