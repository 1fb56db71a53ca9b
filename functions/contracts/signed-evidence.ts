import type { Evidence } from '../../shared/domain/evidence.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { type ContractKey, getContract } from '../../shared/table/contract.ts'
import { getEvidence } from '../../shared/table/evidence.ts'

/**
 * The signed evidence of a contract, which stays when its organization and the contract itself are erased. Throws 404, 409 `not-decided` where
 * nobody has decided, and 409 `evidence-pending` in the moment between a decision and its signature.
 */
export async function signedEvidence(key: ContractKey): Promise<string> {
  const kept = await getEvidence(key)
  if (kept?.jws !== undefined) return kept.jws
  if (kept) throw new Problem('evidence-pending')
  throw new Problem((await getContract(key)) ? 'not-decided' : 'not-found')
}

/** What was signed, out of what we have signed ourselves: its payload is evidence. */
export const evidenceIn = (jws: string): Evidence =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as Evidence
