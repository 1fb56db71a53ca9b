import { addressChangedMail, addressInUseMail, confirmAddressMail } from '../../functions/me/address-mails.tsx'
import {
  type AddressEnd,
  addressChangedPage,
  addressEndPage,
  confirmAddressPage,
} from '../../functions/me/address-pages.tsx'
import { newPasswordMail } from '../../functions/me/new-password-mail.tsx'
import type { Language } from '../../shared/domain/language.ts'

export const link = 'https://api.example.test/confirm-address/t0ken_-'
export const formAction = 'https://api.example.test/_aws/execute-api/a1/confirm-address/t0ken'
export const signInUrl = 'https://sign-in.example.test/login?client_id=1&scope=openid'
const moment = '2026-07-05T22:30:00.000Z'
const timeZone = 'Europe/Brussels'

export const ordinary = { appName: 'Rolecall', newEmail: 'jan@adatum.example', organizationName: 'Contoso' }

/** Every end of a link. */
export const endsOf = ({ newEmail, organizationName }: typeof ordinary): readonly AddressEnd[] => [
  { end: 'used', email: newEmail },
  { end: 'replaced' },
  { end: 'withdrawn' },
  { end: 'expired', expiredAt: moment, timeZone },
  { end: 'unknown' },
  { end: 'taken' },
  { end: 'taken-here', organizationNames: [organizationName, 'Adatum'] },
]

/** Every page, by name, with what was typed in every place where it can stand. */
export function pagesOf(language: Language, typed: typeof ordinary): ReadonlyMap<string, string> {
  const { appName, newEmail } = typed
  const frame = { language, appName }
  return new Map([
    ['confirm', confirmAddressPage({ ...frame, maskedEmail: 'j…@contoso.example', newEmail, formAction })],
    ['changed', addressChangedPage({ ...frame, email: newEmail, signInUrl })],
    ...endsOf(typed).map((end) => [end.end, addressEndPage({ ...frame, signInUrl, ...end })] as const),
  ])
}

type Given = Partial<Parameters<typeof addressChangedMail>[0]>

export const confirm = (language: Language, appName = 'Rolecall') =>
  confirmAddressMail({ language, appName, email: 'an@adatum.example', link, expiresAt: moment, timeZone })

export const inUse = (language: Language, appName = 'Rolecall') => addressInUseMail({ language, appName, signInUrl })

export const changed = (language: Language, given: Given = {}) =>
  addressChangedMail({
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'An',
    lastName: 'Peeters',
    organizationName: 'Contoso',
    oldEmail: 'an@contoso.example',
    maskedNewEmail: 'a…@adatum.example',
    changedAt: moment,
    timeZone,
    administrators: [{ firstName: 'Mia', lastName: 'Jansen', email: 'mia@contoso.example' }],
    ...given,
  })

export const newPassword = (language: Language, given: Partial<Parameters<typeof newPasswordMail>[0]> = {}) =>
  newPasswordMail({
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'An',
    lastName: 'Peeters',
    organizationName: 'Contoso',
    email: 'an@contoso.example',
    changedAt: moment,
    timeZone,
    signInUrl,
    administrators: [{ firstName: 'Mia', lastName: 'Jansen', email: 'mia@contoso.example' }],
    ...given,
  })
