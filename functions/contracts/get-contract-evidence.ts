import type { Operation } from '../../shared/frame/operation.ts'
import { evidenceIn, signedEvidence } from './signed-evidence.ts'

/** Everything that proves a decision, as it was signed. */
export const getContractEvidence: Operation<'getContractEvidence'> = async ({ params }) => {
  const jws = await signedEvidence(params)
  const { trail, ...evidence } = evidenceIn(jws)
  return { evidence: { ...evidence, trail: [...trail] }, jws }
}
