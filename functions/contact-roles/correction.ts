import { type EmailAddress, foldAddress, parseEmailAddress } from '../../shared/domain/address.ts'
import { type Language, languages } from '../../shared/domain/language.ts'
import { problemWithNameText } from '../../shared/domain/name-text.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** What a contact has typed to correct what is known of them, field by field; left out is what their form does not have. */
export type Typed = {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly displayName?: string | undefined
  readonly phone?: string | undefined
  readonly language?: string | undefined
  /** Another address, which an administrator is asked to set. */
  readonly email?: string | undefined
}

/** What is known of whoever corrects it. */
type Known = Pick<
  ProfileRecord,
  'kind' | 'user' | 'email' | 'firstName' | 'lastName' | 'displayName' | 'phone' | 'language'
>

/** What is wrong with a field of it. */
export type CorrectionFault = 'missing' | 'too-long' | 'not-allowed' | 'not-a-number' | 'not-an-address' | 'too-soon'
export type CorrectionFaults = { readonly [Field in keyof Typed]?: CorrectionFault | undefined }

const nameFields = { person: ['firstName', 'lastName'], 'shared-mailbox': ['displayName'] } as const

/** What is wrong with what somebody typed; undefined where nothing is. */
export function faultsIn(typed: Typed, contact: Known): CorrectionFaults | undefined {
  const faults: CorrectionFaults = {
    ...Object.fromEntries(
      nameFields[contact.kind].flatMap((field) => {
        const fault = nameFault(typed[field], contact[field])
        return fault ? [[field, fault]] : []
      }),
    ),
    ...(contact.kind === 'person' && phoneIn(typed.phone) === 'not-a-number' && { phone: 'not-a-number' }),
    ...(addressIn(typed.email) === 'not-an-address' && { email: 'not-an-address' }),
  }
  return Object.keys(faults).length > 0 ? faults : undefined
}

/**
 * The details as they will be, and the address that is asked for, where it is another one. Of what `faultsIn` found nothing wrong with.
 * Whoever signs in changes their address there (P8): if an administrator did it, their access would end.
 */
export function correctionIn(
  typed: Typed,
  contact: Known,
): {
  readonly details: Partial<Pick<ProfileRecord, 'firstName' | 'lastName' | 'displayName' | 'phone' | 'language'>>
  readonly suggested: EmailAddress | undefined
} {
  const named = nameFields[contact.kind].flatMap((field) => {
    const text = typed[field]
    return text === undefined ? [] : [[field, nameIn(text) || undefined]]
  })
  const [phone, email] = [phoneIn(typed.phone), addressIn(typed.email)]
  const suggested = email !== undefined && email !== 'not-an-address' ? email : undefined
  return {
    details: {
      ...Object.fromEntries(named),
      ...(typed.phone !== undefined && contact.kind === 'person' && phone !== 'not-a-number' && { phone }),
      language: languageIn(typed.language) ?? contact.language,
    },
    suggested:
      suggested && !contact.user && foldAddress(suggested) !== foldAddress(contact.email) ? suggested : undefined,
  }
}

const nameIn = (text: string): string => text.normalize('NFC').trim()

function nameFault(text: string | undefined, before: string | undefined): CorrectionFault | undefined {
  if (text === undefined) return undefined
  const name = nameIn(text)
  // Nobody can be called nothing any more; whose name was never known need not say it.
  if (name === '') return before === undefined ? undefined : 'missing'
  if ([...name].length > 100) return 'too-long'
  return problemWithNameText(name) === undefined ? undefined : 'not-allowed'
}

/** A phone number however people write it, in E.164 form; undefined where there is none. */
function phoneIn(text = ''): string | 'not-a-number' | undefined {
  const written = text.replaceAll(/\s/g, '')
  // The zero of `+32 (0)2 …` is dialled within the country alone, and is no part of the number.
  const abroad = /^(?:\+|00)/.test(written) ? written.replace('(0)', '') : written
  const digits = abroad.replaceAll(/[()./\p{Pd}]/gu, '').replace(/^00/, '+')
  if (digits === '') return undefined
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : 'not-a-number'
}

const addressIn = (text = ''): EmailAddress | 'not-an-address' | undefined =>
  text.trim() === '' ? undefined : (parseEmailAddress(text) ?? 'not-an-address')

const languageIn = (text: string | undefined): Language | undefined => languages.find((one) => one === text)
