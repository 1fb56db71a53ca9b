import type { ApprovalCode } from '../../shared/table/approval-code.ts'
import { tryApprovalCode } from '../../shared/table/approval-code.ts'
import { type ApprovalFault, type ApprovalFaults, codeIn, isFaulty, type TypedApproval } from './approval-form.ts'
import type { OpenApprovalLink } from './open-approval-link.ts'

const faultOf = {
  wrong: 'code-wrong',
  'used-up': 'code-used-up',
  locked: 'code-locked',
} as const satisfies Record<string, ApprovalFault>

/** The code that somebody has read in the mail, or what is wrong with what they typed: a code is tried only where nothing else is wrong. */
export async function triedCode(
  { contract, token }: OpenApprovalLink,
  typed: TypedApproval,
  faults: ApprovalFaults,
  now: string,
): Promise<{ readonly code: ApprovalCode } | { readonly faults: ApprovalFaults }> {
  const code = codeIn(typed)
  if (isFaulty(faults) || code === undefined) return { faults }
  const tried = await tryApprovalCode({ ...contract, token }, code, now)
  return tried.is === 'right' ? { code: tried.code } : { faults: { code: faultOf[tried.is] } }
}
