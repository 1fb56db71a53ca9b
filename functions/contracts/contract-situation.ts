import { type Contract, isFinal } from '../../shared/domain/contract.ts'
import type {
  AgreementStanding,
  ContractSituation,
  Signatories,
  Signatory,
} from '../../shared/domain/contract-lifecycle.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
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
import { addressKey } from '../../shared/table/search.ts'
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
  const [signatories, standing] = await Promise.all([
    signatoriesOf(contract, organization, contacts),
    agreementStanding(contract, agreement),
  ])
  return {
    contract,
    organization,
    agreement,
    situation: { organization: organization.status, agreement: standing, ...signatories },
  }
}

/** Who comes first among those who may approve a contract, and whoever was asked; they are mostly the same, and looked at once. */
export async function signatoriesOf(
  contract: Contract,
  organization: OrganizationRecord,
  contacts: Contacts,
): Promise<Signatories> {
  const attesters = await attestersOf(contract, organization)
  const primary = await firstSignatory(contacts, attesters)
  const { approver } = contract
  if (!approver || approver.profileId === primary?.profileId) return { primary, asked: approver && primary }
  const asked = contacts.contacts.find(({ profileId }) => profileId === approver.profileId)
  return { primary, asked: asked && (await signatoryOf(asked, attesters)) }
}

/** The first Commercial Contact who is not gone, in the order of that role. */
async function firstSignatory(contacts: Contacts, attesters: Attesters): Promise<Signatory | undefined> {
  for (const holder of commercialContacts(contacts)) {
    const signatory = await signatoryOf(holder, attesters)
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

/** The organizations that attest that a customer agreed. */
export type Attesters = readonly OrganizationId[]

/**
 * Who attests to Microsoft that a customer agreed: the provider, the reseller whose customer it is, and whoever else requested the contract for it.
 * None of their own people agrees in the customer's place (K7).
 */
export async function attestersOf(
  { organizationId, requestedByProfile }: Contract,
  { parentId }: OrganizationRecord,
): Promise<Attesters> {
  const attesters = [
    await theProvider(),
    parentId === 'none' ? undefined : parentId,
    requestedByProfile?.organizationId,
  ]
  return [...new Set(attesters.flatMap((one) => (one === undefined || one === organizationId ? [] : [one])))]
}

/**
 * Somebody as far as approving goes (K7); undefined for whoever may not, whatever they prove: no Commercial Contact any more, not stated to have
 * signing authority, deactivated, no person, not who we thought, or one of those who attest.
 */
export async function signatoryOf(contact: ContactRecord, attesters: Attesters): Promise<Signatory | undefined> {
  const { profileId, email, kind, status, addressState, roles } = contact
  if (kind !== 'person' || status === 'deactivated' || addressState === 'disowned') return undefined
  if (!roles.commercial?.attestation || (await isKnownTo(attesters, contact))) return undefined
  if (addressState === 'undeliverable') return { profileId, email, standing: 'bounces' }
  return { profileId, email, standing: status === 'active' && addressState === 'verified' ? 'ready' : 'unproved' }
}

/** Whether somebody of theirs has the same address: one round trip. */
async function isKnownTo(attesters: Attesters, { email }: ContactRecord): Promise<boolean> {
  const guards = await getItems(attesters.map((organizationId) => addressKey(organizationId, email)))
  return guards.some((guard) => guard !== undefined)
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
