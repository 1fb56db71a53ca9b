import { type Evidence, evidenceOf } from '../../shared/domain/evidence.ts'
import { signEvidence } from '../../shared/platform/certificate-key.ts'
import type { ContractRecord } from '../../shared/table/contract.ts'
import { contractHistory } from '../../shared/table/contract-history.ts'
import { getEvidence, keepSigned } from '../../shared/table/evidence.ts'
import { evidenceIn } from './signed-evidence.ts'

/** The evidence of a decision, and the same signed. */
export type Certified = { readonly evidence: Evidence; readonly jws: string }

/**
 * The evidence of a decision, signed once: whatever was signed first is what is kept. Throws where the history does not show the decision yet,
 * since lists are a moment late; undefined where nobody has decided.
 */
export async function certified(contract: ContractRecord): Promise<Certified | undefined> {
  const { decision } = contract
  const kept = await getEvidence(contract)
  if (!decision || !kept) return undefined
  if (kept.jws !== undefined) return { evidence: evidenceIn(kept.jws), jws: kept.jws }
  const history = await contractHistory(contract)
  if (!history.some(({ action }) => action === `contract.${decision.outcome}`))
    throw new Error('the history does not show the decision yet')
  const jws = await keepSigned(contract, await signEvidence(evidenceOf(contract, kept.facts, history)))
  return { evidence: evidenceIn(jws), jws }
}
