import { type Contract, isFinal } from '../../shared/domain/contract.ts'
import type { AgreementStanding, ContractSituation, Signatory } from '../../shared/domain/contract-lifecycle.ts'
import { holdersOf } from '../../shared/domain/role-coverage.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { asContact, type ContactRecord, type Contacts, listContacts } from '../../shared/table/contact.ts'
import {
  type ContractKey,
  type ContractRecord,
  contractKey,
  getContract,
  parseContract,
} from '../../shared/table/contract.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { findByAddress } from '../../shared/table/search.ts'
import {
  parseServiceAgreement,
  type ServiceAgreement,
  serviceAgreementKey,
} from '../../shared/table/service-agreement.ts'

/** A contract with everything that its next step follows from, read strongly. */
export type ContractRead = {
  readonly contract: ContractRecord
  readonly organization: OrganizationRecord
  readonly agreement: ServiceAgreement
  readonly situation: ContractSituation
}

/** Reads a contract and what its next step follows from: a BatchGet beside a Query, and two more items at most; undefined where there is none. */
export async function readContractSituation(key: ContractKey): Promise<ContractRead | undefined> {
  const { organizationId } = key
  const [items, contacts] = await Promise.all([
    getItems([contractKey(key), organizationKey(organizationId), serviceAgreementKey(organizationId)]),
    listContacts(organizationId),
  ])
  const [contract, organization] = [parseContract(items[0]), parseOrganization(items[1])]
  if (!contract || !organization) return undefined
  const agreement = parseServiceAgreement(items[2], organizationId)
  const [primary, asked, standing] = await Promise.all([
    firstSignatory(contacts),
    signatoryAmong(contract.approver?.profileId, contacts),
    agreementStanding(contract, agreement),
  ])
  return {
    contract,
    organization,
    agreement,
    situation: { organization: organization.status, agreement: standing, primary, asked },
  }
}

/** The first Commercial Contact who is not gone, in the order of that role. */
export async function firstSignatory(contacts: Contacts): Promise<Signatory | undefined> {
  for (const holder of commercialContacts(contacts)) {
    const signatory = await signatoryOf(holder)
    if (signatory) return signatory
  }
  return undefined
}

/** The Commercial Contacts of an organization in their order, whether or not they may sign at this moment. */
export function commercialContacts({ contacts, order }: Contacts): readonly ContactRecord[] {
  const known = new Map(contacts.map((contact) => [contact.profileId, contact]))
  const inOrder = holdersOf('commercial', { contacts: contacts.map(asContact), order: order.holders })
  return inOrder.flatMap(({ profileId }) => known.get(profileId) ?? [])
}

const signatoryAmong = async (
  profileId: ContactRecord['profileId'] | undefined,
  { contacts }: Contacts,
): Promise<Signatory | undefined> => {
  const contact = contacts.find((one) => one.profileId === profileId)
  return contact && signatoryOf(contact)
}

/**
 * Somebody as far as approving goes (K7); undefined for whoever may not, whatever they prove: no Commercial Contact any more, not stated to have
 * signing authority, deactivated, no person, not who we thought, or one of the organization that attests.
 */
export async function signatoryOf(contact: ContactRecord): Promise<Signatory | undefined> {
  const { profileId, email, kind, status, addressState, roles } = contact
  if (kind !== 'person' || status === 'deactivated' || addressState === 'disowned') return undefined
  if (!roles.commercial?.attestation || (await isOfProvider(contact))) return undefined
  if (addressState === 'undeliverable') return { profileId, email, standing: 'bounces' }
  return { profileId, email, standing: status === 'active' && addressState === 'verified' ? 'ready' : 'unproved' }
}

/** The provider attests to Microsoft that the customer agreed: none of its own people agrees in a customer's place. */
async function isOfProvider({ email }: ContactRecord): Promise<boolean> {
  const providerId = await theProvider()
  return providerId !== undefined && (await findByAddress(providerId, email)) !== undefined
}

async function agreementStanding(contract: Contract, agreement: ServiceAgreement): Promise<AgreementStanding> {
  if (agreement.signedId !== undefined) return { standing: 'signed' }
  const { organizationId, agreementId } = contract
  if (agreementId === undefined) return { standing: 'none' }
  const awaited = await getContract({ organizationId, contractId: agreementId })
  if (!awaited) return { standing: 'none' }
  const { state } = awaited
  return state === 'approved' ? { standing: 'signed' } : { standing: state, contractId: agreementId }
}

/** Whether an agreement came to an end without being signed. */
export const endedUnsigned = (
  standing: AgreementStanding['standing'],
): standing is 'declined' | 'expired' | 'cancelled' => standing !== 'signed' && standing !== 'none' && isFinal(standing)
