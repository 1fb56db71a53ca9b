import { type AcceptanceMail, acceptanceMail } from '../../functions/invitations/acceptance-mail.tsx'
import { type AdministratorMail, administratorMail } from '../../functions/invitations/administrator-mail.tsx'
import { type InvitationMail, invitationMail } from '../../functions/invitations/invitation-mail.tsx'
import type { Language } from '../../shared/domain/language.ts'

export const link = 'https://api.example.test/activate/t0ken_-'
export const signInUrl = 'https://sign-in.example.test/login?client_id=1&scope=openid'
const moment = '2026-07-05T22:30:00.000Z'
const timeZone = 'Europe/Brussels'

const person = {
  appName: 'Rolecall',
  salutation: 'ms',
  firstName: 'An',
  lastName: 'Peeters',
  organizationName: 'Contoso',
} as const

export const invitation = (language: Language, given: Partial<InvitationMail> = {}) =>
  invitationMail({ language, ...person, inviterName: 'Mia Jansen', link, expiresAt: moment, timeZone, ...given })

export const acceptance = (language: Language, given: Partial<AcceptanceMail> = {}) =>
  acceptanceMail({
    language,
    ...person,
    through: 'link',
    email: 'an@contoso.example',
    acceptedAt: moment,
    timeZone,
    signInUrl,
    ...given,
  })

export const accepting = (language: Language) => acceptance(language, { through: 'sign-in' })

export const news = (language: Language, given: Partial<AdministratorMail> = {}) =>
  administratorMail({
    news: 'asked-for',
    language,
    ...person,
    invitedName: 'Jan Willems',
    invitedEmail: 'jan@contoso.example',
    inviterName: 'Mia Jansen',
    sentAt: moment,
    timeZone,
    signInUrl,
    ...given,
  })

export const withdrawing = (language: Language) => news(language, { news: 'withdrawn' })

export const ownerInvited = (language: Language, given: Partial<AdministratorMail> = {}) =>
  news(language, {
    news: 'owner-invited',
    inviterOrganizationName: 'Northwind',
    reason: '1 + 1',
    ...given,
  })
