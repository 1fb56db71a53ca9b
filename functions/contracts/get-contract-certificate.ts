import { referenceOf } from '../../shared/domain/contract.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { verificationAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { drawCertificate } from './certificate-drawing.ts'
import { evidenceIn, signedEvidence } from './signed-evidence.ts'

/** The certificate of a decision as a PDF in base64, in the language that is asked for, else the organization's. */
export const getContractCertificate: Operation<'getContractCertificate'> = async ({ params, query, caller }) => {
  const jws = await signedEvidence(params)
  const content = await drawCertificate({
    evidence: evidenceIn(jws),
    jws,
    language: query.language ?? caller.organization.language,
    appName: env('APP_NAME'),
    verifyAt: verificationAddress(),
  })
  return {
    fileName: `${referenceOf(params.contractId)}.pdf`,
    mediaType: 'application/pdf',
    content: content.toString('base64'),
    jws,
  }
}
