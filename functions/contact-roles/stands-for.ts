import { type ContactRole, contactRoles } from '../../shared/domain/contact-roles.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { contactRolesInForce, deputyForInForce } from '../../shared/table/contact.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { languageNames } from './contact-texts.ts'

/** What a contact stands for: the contact roles that they hold, and those in which they stand in for a holder alone. */
export type StandsFor = readonly { readonly contactRole: ContactRole; readonly as: 'holder' | 'deputy' }[]

/** The same of a profile at a moment, in the order of the contact roles; whose dates as a deputy are over stands in for nobody. */
export function standsFor(profile: ProfileRecord, at: string): StandsFor {
  const [held, stoodIn] = [contactRolesInForce(profile), deputyForInForce(profile)]
  return contactRoles.flatMap(({ id: contactRole }): StandsFor => {
    if (held[contactRole]) return [{ contactRole, as: 'holder' }]
    return Object.values(stoodIn[contactRole] ?? {}).some(({ until }) => until > at)
      ? [{ contactRole, as: 'deputy' }]
      : []
  })
}

/** How a mail greets a contact: a shared mailbox by what it is called. */
export const addresseeOf = ({ salutation, firstName, lastName, displayName }: ProfileRecord): Addressee => ({
  salutation,
  firstName: displayName ?? firstName,
  lastName,
})

/** What is known of a contact that they are to look at, as it is written; nothing of what was never said. */
export function knownOf({ firstName, lastName, displayName, phone, language }: ProfileRecord) {
  const name = displayName ?? [firstName, lastName].filter((part) => part !== undefined).join(' ')
  return [
    ...(name === '' ? [] : [{ detail: 'name', value: name } as const]),
    ...(phone === undefined ? [] : [{ detail: 'phone', value: phone } as const]),
    { detail: 'language', value: languageNames[language] } as const,
  ]
}
