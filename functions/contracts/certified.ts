import { type Evidence, evidenceOf, type NamesInEvidence, type TrailEntry } from '../../shared/domain/evidence.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { signEvidence } from '../../shared/platform/certificate-key.ts'
import type { ActivityRecord } from '../../shared/table/activity.ts'
import type { ContractRecord } from '../../shared/table/contract.ts'
import { contractHistory } from '../../shared/table/contract-history.ts'
import { type EvidenceRecord, getEvidence, keepSigned } from '../../shared/table/evidence.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import { findPeople, type PersonKey } from '../../shared/table/people.ts'
import { evidenceIn } from './signed-evidence.ts'

/** The evidence of a decision, and the same signed. */
export type Certified = { readonly evidence: Evidence; readonly jws: string }

/**
 * The evidence of a decision, signed once: whatever was signed first is what is kept. Throws where the history is not whole yet, since lists
 * are a moment late: each version of a contract has one activity. Undefined where nobody has decided.
 */
export async function certified(
  contract: ContractRecord,
  organization: OrganizationRecord,
): Promise<Certified | undefined> {
  const { decision } = contract
  const kept = await getEvidence(contract)
  if (!decision || !kept) return undefined
  if (kept.jws !== undefined) return { evidence: evidenceIn(kept.jws), jws: kept.jws }
  const history = await contractHistory(contract)
  if (history.length < contract.version) throw new Error('the history is not whole yet')
  const { trail, names } = await withNames(contract, organization, kept, history)
  const jws = await keepSigned(contract, await signEvidence(evidenceOf(contract, kept.facts, trail, names)))
  return { evidence: evidenceIn(jws), jws }
}

/** Everyone by name whom the evidence speaks of; whoever was erased meanwhile has none. One round trip. */
async function withNames(
  { requestedByProfile }: ContractRecord,
  { organizationId, parentId }: OrganizationRecord,
  { facts }: EvidenceRecord,
  history: readonly ActivityRecord[],
): Promise<{ readonly trail: readonly TrailEntry[]; readonly names: NamesInEvidence }> {
  const actors = history.map(({ actorProfile, actingFor = organizationId }): PersonKey | undefined =>
    actorProfile ? { organizationId: actingFor, profileId: actorProfile } : undefined,
  )
  const { attestedByProfile } = facts.authority
  const providerId = await theProvider()
  // An attestation does not say where its profile is: here, or in one of the organizations whose staff may act here.
  const attesters = [organizationId, parentId, providerId].flatMap((place): readonly PersonKey[] =>
    attestedByProfile && place !== undefined && place !== 'none'
      ? [{ organizationId: place, profileId: attestedByProfile }]
      : [],
  )
  const keys = [requestedByProfile, ...attesters, ...actors].filter((key) => key !== undefined)
  const person = await findPeople(keys)
  return {
    trail: history.map((entry, position) => ({ ...entry, actorName: person(actors[position])?.name })),
    names: {
      requester: person(requestedByProfile)?.name,
      attester: attesters.map((key) => person(key)?.name).find((name) => name !== undefined),
    },
  }
}
