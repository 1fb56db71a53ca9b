import type { Contract, ContractKind, ContractState } from '../../shared/domain/contract.ts'
import { endedAs } from '../../shared/domain/contract-lifecycle.ts'
import type { DecisionFacts } from '../../shared/domain/decision-facts.ts'
import { evidenceOf } from '../../shared/domain/evidence.ts'
import { type ContractId, type DocumentId, id } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { signEvidence } from '../../shared/platform/certificate-key.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import {
  type ContractKey,
  type ContractRecord,
  changeContract,
  createContract,
  getContract,
} from '../../shared/table/contract.ts'
import { remind } from '../../shared/table/due.ts'
import { keepFacts, keepSigned } from '../../shared/table/evidence.ts'
import { commit } from '../../shared/table/transaction.ts'
import { runAs } from './cloud-services-lambda.ts'
import type { Tenant } from './world.ts'
import { doer, organizationOf } from './world-fresh.ts'

/*
 * A contract as a call can be made on it, written by the product's own table functions: no workflow goes with it, and no mail. What happens to one
 * that goes its whole way is made by `world-contracts.ts`.
 */

type Beginnings = {
  readonly state: Extract<ContractState, 'requested' | 'sent' | 'approved'>
  readonly kind?: ContractKind
  readonly documentId?: DocumentId
  readonly more?: Partial<Contract>
}

const dayMilliseconds = 24 * 3600 * 1000

/** A CSP contract of a tenant: requested, or sent to its owner a day ago. */
export async function freshContract(
  { organizationId, owner }: Pick<Tenant, 'organizationId' | 'owner'>,
  { state, kind = 'csp-contract', documentId, more = {} }: Beginnings,
): Promise<ContractId> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const contractId = newId('contract')
  const [yesterday, inTwoWeeks] = [-1, 13].map((days) =>
    new Date(Date.parse(now) + days * dayMilliseconds).toISOString(),
  )
  const approver = {
    profileId: owner.profileId,
    email: owner.email,
    sentAt: yesterday ?? now,
    deadlineAt: inTwoWeeks ?? now,
    reminders: 0,
    handedOver: false,
  } as Contract['approver']
  const record: ContractRecord = {
    organizationId,
    contractId,
    kind,
    state,
    stateSince: now,
    document: {
      documentId: documentId ?? id('document', 'doc_01k2r8v6m0q3s5t7w9x1y3z5d0'),
      version: 1,
      title: { en: 'Microsoft Customer Agreement' },
    },
    requestedAt: now,
    requestedBy: `user:${owner.identityId}`,
    requestedByProfile: { organizationId: owner.organizationId, profileId: owner.profileId },
    generation: state === 'sent' ? 1 : 0,
    nonce: 'of-nobody',
    ...(state !== 'requested' && { approver }),
    questions: [],
    updatedAt: now,
    version: 1,
    ...more,
  }
  await commit(
    [
      createContract(record),
      remind({
        kind: 'contract-workflow',
        organizationId,
        contractId,
        at: new Date(Date.parse(now) + 900_000).toISOString(),
      }),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: state === 'requested' ? 'contract.requested' : 'contract.sent',
        at: now,
        by: { ...doer, organization: await organizationOf(organizationId) },
        contract: contractId,
        about: { contractId, kind },
      }),
    ],
    newId('activity'),
  )
  return contractId
}

/** Cancels a contract, of which nobody has decided. */
export async function cancelledContract(key: ContractKey): Promise<void> {
  const now = new Date().toISOString()
  const activityId = newIdAt(now)('activity')
  const contract = await getContract(key)
  if (!contract) throw new Error(`there is no ${key.contractId}`)
  await commit(
    [
      changeContract(contract, endedAs(contract, 'cancelled', { reason: 'Ordered by mistake.' }, now), now),
      recordActivity({
        activityId,
        organizationId: key.organizationId,
        action: 'contract.cancelled',
        at: now,
        by: { ...doer, organization: await organizationOf(key.organizationId) },
        contract: key.contractId,
        about: { contractId: key.contractId, kind: contract.kind },
      }),
    ],
    activityId,
  )
}

const decided = new Map<string, ContractId>()

/** A CSP contract of a tenant that its owner has approved, with its signed evidence: the same one again and again, since nothing changes it. */
export async function decidedContract(tenant: Pick<Tenant, 'organizationId' | 'owner'>): Promise<ContractId> {
  const { organizationId, owner } = tenant
  const known = decided.get(organizationId)
  if (known) return known
  const contractId = await approvedContract(tenant, owner)
  decided.set(organizationId, contractId)
  return contractId
}

/** A CSP contract that somebody of a tenant has approved, with its signed evidence. */
export async function approvedContract(
  tenant: Pick<Tenant, 'organizationId' | 'owner'>,
  { profileId, email }: Pick<Tenant['owner'], 'profileId' | 'email'>,
  more: Partial<Contract> = {},
): Promise<ContractId> {
  const { organizationId } = tenant
  const at = new Date().toISOString()
  const decision = { outcome: 'approved', at, profileId } as const
  const contractId = await freshContract(tenant, { state: 'approved', more: { decision, endedAt: at, ...more } })
  const key = { organizationId, contractId }
  const authority = { wording: '2026-11', attestedAt: at, attestedBy: 'deployer' } as const
  const facts: DecisionFacts = {
    outcome: 'approved',
    at,
    approver: { profileId, email, language: 'en', firstName: 'Mia', lastName: 'Jansen', typedName: 'Mia Jansen' },
    confirmedBy: { method: 'mailbox-code', sentTo: email, sentAt: at },
    statement: { version: '2026-11', language: 'en', text: 'I accept it.' },
    origin: { requestId: 'the-test-suite' },
    authority,
    assignedAt: at,
    document: { version: 1, title: 'Microsoft Customer Agreement', language: 'en', sha256: '0'.repeat(64) },
    customer: { name: 'Wingtip' },
    provider: { name: 'Northwind Managed Services' },
  }
  await commit([keepFacts(key, facts)], newIdAt(at)('activity'))
  await runAs('contracts/certify-contract', async () => {
    const contract = await getContract(key)
    if (!contract) throw new Error('the contract is not there')
    await keepSigned(key, await signEvidence(evidenceOf(contract, facts, [])))
  })
  return contractId
}
