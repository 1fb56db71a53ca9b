import type { ContactRecord } from '../../shared/table/contact.ts'
import { attestersOf, commercialContacts, signatoryOf } from './contract-situation.ts'
import type { OpenApprovalLink, Successor } from './open-approval-link.ts'

/** To whom an approver may hand over: every other Commercial Contact who could decide at this moment (K6, K7), in their order. */
export async function successorsOf(link: OpenApprovalLink): Promise<readonly Successor[]> {
  const { contract, organization, contacts } = link
  const others = commercialContacts(contacts).filter(({ profileId }) => profileId !== contract.approver.profileId)
  const attesters = await attestersOf(contract, organization)
  const standing = await Promise.all(others.map((contact) => signatoryOf(contact, attesters)))
  return others.flatMap((contact, at) => {
    const signatory = standing[at]
    return signatory?.standing === 'ready'
      ? [{ profileId: signatory.profileId, email: signatory.email, name: nameOf(contact) }]
      : []
  })
}

const nameOf = ({ firstName, lastName, email }: ContactRecord): string =>
  [firstName, lastName].filter((part) => part !== undefined).join(' ') || email
