import type { ProfileId } from '../../shared/domain/ids.ts'
import type { ContactRecord, Contacts } from '../../shared/table/contact.ts'
import { commercialContacts, signatoryOf } from './contract-situation.ts'
import type { Successor } from './open-approval-link.ts'

/** To whom an approver may hand over: every other Commercial Contact who could decide at this moment (K6, K7), in their order. */
export async function successorsOf(profileId: ProfileId, contacts: Contacts): Promise<readonly Successor[]> {
  const others = commercialContacts(contacts).filter((contact) => contact.profileId !== profileId)
  const standing = await Promise.all(others.map(signatoryOf))
  return others.flatMap((contact, at) => {
    const signatory = standing[at]
    return signatory?.standing === 'ready'
      ? [{ profileId: signatory.profileId, email: signatory.email, name: nameOf(contact) }]
      : []
  })
}

const nameOf = ({ firstName, lastName, email }: ContactRecord): string =>
  [firstName, lastName].filter((part) => part !== undefined).join(' ') || email
