import type { Evidence } from '../../shared/domain/evidence.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { type ContractKey, getContract } from '../../shared/table/contract.ts'
import { getEvidence } from '../../shared/table/evidence.ts'

/**
 * The signed evidence of a contract. Throws 404, 409 `not-decided` where nobody has decided, and 409 `evidence-pending` in the moment between a
 * decision and its signature.
 */
export async function signedEvidence(key: ContractKey): Promise<string> {
  const [contract, kept] = await Promise.all([getContract(key), getEvidence(key)])
  if (!contract) throw new Problem('not-found')
  if (!kept) throw new Problem('not-decided')
  if (kept.jws === undefined) throw new Problem('evidence-pending')
  return kept.jws
}

/** What was signed, out of what we have signed ourselves: its payload is evidence. */
export const evidenceIn = (jws: string): Evidence =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as Evidence
