import type { Contract, ContractKind, NamedDocument } from '../../shared/domain/contract.ts'
import type { ContractKey, ContractRecord } from '../../shared/table/contract.ts'
import { remind } from '../../shared/table/due.ts'
import type { Write } from '../../shared/table/transaction.ts'

/** How long after it was last looked at somebody looks whether the workflow of a contract is still running (K1). */
export const watchSeconds = 15 * 60

/** A contract that is about to be requested, of one version of a document. */
export function newContract(
  asked: Pick<Contract, 'organizationId' | 'contractId' | 'requestedBy' | 'requestedByProfile' | 'term' | 'replaces'> & {
    readonly document: NamedDocument & { readonly kind: ContractKind }
    readonly nonce: string
    readonly now: string
  },
): ContractRecord {
  const { document, nonce, now, ...requested } = asked
  const { documentId, version, title, kind } = document
  return {
    ...requested,
    kind,
    document: { documentId, version, title },
    state: 'requested',
    stateSince: now,
    requestedAt: now,
    generation: 0,
    nonce,
    questions: [],
    updatedAt: now,
    version: 1,
  }
}

/** Has somebody look, after a while, whether the workflow of a contract is still running. */
export const watchWorkflow = ({ organizationId, contractId }: ContractKey, from: string): Write =>
  remind({
    kind: 'contract-workflow',
    organizationId,
    contractId,
    at: new Date(Date.parse(from) + watchSeconds * 1000).toISOString(),
  })
