import { activatedPage, factorPage, passwordPage } from '../../functions/invitations/activation-pages.tsx'
import { type LinkEnd, linkEndPage } from '../../functions/invitations/link-end-page.tsx'
import { type ResetEnd, resetEndPage } from '../../functions/invitations/reset-end-page.tsx'
import type { Language } from '../../shared/domain/language.ts'

const base = 'https://api.example.test/_aws/execute-api/a1'
export const addresses = {
  formAction: `${base}/activate/t0ken/password`,
  activationUrl: `${base}/activate/t0ken`,
  askAction: `${base}/activate/t0ken/ask`,
  signInUrl: 'https://sign-in.example.test/login?client_id=1&scope=openid',
}
const { formAction, activationUrl, askAction, signInUrl } = addresses
export const enrolment = {
  totpKey: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPAB',
  otpauthUri: 'otpauth://totp/Rolecall:mia%40contoso.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPAB&issuer=Rolecall',
}
export const timeZone = 'Europe/Brussels'
export const moment = '2026-07-05T22:30:00.000Z'

/** What people typed. */
export type People = Readonly<
  Record<'organizationName' | 'inviterName' | 'email' | 'appName' | 'firstName' | 'lastName', string>
>
export const ordinary: People = {
  organizationName: 'Contoso',
  inviterName: 'Mia Jansen',
  email: 'jan@contoso.example',
  appName: 'Rolecall',
  firstName: 'Jan',
  lastName: 'Peeters',
}

/** Every end of a link. */
export const endsOf = ({ organizationName, inviterName, email }: People): readonly LinkEnd[] => [
  { end: 'used', organizationName, signInUrl },
  { end: 'replaced', organizationName, sentAgainAt: moment, timeZone },
  { end: 'expired', organizationName, inviterName, expiredAt: moment, timeZone },
  { end: 'asked', organizationName, inviterName },
  { end: 'revoked', organizationName, inviterName },
  { end: 'declined', organizationName, inviterName },
  { end: 'unknown' },
  { end: 'sign-in-instead', organizationName, email, signInUrl },
  { end: 'busy', organizationName, activationUrl },
  { end: 'start-again', organizationName, activationUrl },
  { end: 'too-many-codes-in-attempt', organizationName, activationUrl },
  { end: 'too-many-codes-in-link', organizationName, inviterName },
  { end: 'organization-suspended', organizationName },
]

const resetEnds = ['used', 'replaced', 'withdrawn', 'expired', 'locked'] as const satisfies readonly ResetEnd[]

/** Every page, by name, with what people typed in every place where it can stand. */
export function pagesOf(language: Language, people: People): ReadonlyMap<string, string> {
  const { organizationName, inviterName, email, appName, firstName, lastName } = people
  const frame = { language, appName }
  const factor = { ...frame, organizationName, signInEmail: email, attempt: 'att_1', formAction, activationUrl }
  const password = { ...frame, organizationName, email, formAction }
  return new Map([
    ['password', passwordPage({ ...password, inviterName, askForName: false })],
    ['password, with names', passwordPage({ ...password, askForName: true, values: { firstName, lastName } })],
    [
      'password, again',
      passwordPage({
        ...password,
        askForName: true,
        errors: { firstName: 'missing', lastName: 'not-allowed', password: 'refused' },
      }),
    ],
    ['factor', factorPage({ ...factor, enrolment })],
    ['factor, again', factorPage({ ...factor, error: 'wrong', triesLeft: 4 })],
    ['activated', activatedPage({ ...frame, organizationName, signInEmail: email, signInUrl })],
    ['password, after a reset', passwordPage({ ...password, afterReset: true, askForName: false })],
    [
      'activated, after a reset',
      activatedPage({ ...frame, organizationName, afterReset: true, signInEmail: email, signInUrl }),
    ],
    ...resetEnds.map(
      (end) =>
        [
          `reset: ${end}`,
          resetEndPage({ ...frame, end, organizationName, expiredAt: moment, timeZone, signInUrl }),
        ] as const,
    ),
    ...endsOf(people).map((end) => [end.end, linkEndPage({ ...frame, ...end })] as const),
    [
      'expired, to be asked for',
      linkEndPage({ ...frame, end: 'expired', organizationName, inviterName, expiredAt: moment, timeZone, askAction }),
    ],
  ])
}
