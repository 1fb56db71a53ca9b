import type { Contract, NamedDocument } from '../../shared/domain/contract.ts'
import type { ContractKey, ContractRecord } from '../../shared/table/contract.ts'
import type { DocumentVersionRecord } from '../../shared/table/document.ts'
import { remind } from '../../shared/table/due.ts'
import { stored } from '../../shared/table/schema.ts'
import type { Write } from '../../shared/table/transaction.ts'

/** How long after it was last looked at somebody looks whether the workflow of a contract is still running (K1). */
export const watchSeconds = 15 * 60

/** A contract that is about to be requested, of one version of a document. */
export function newContract(
  asked: Pick<
    Contract,
    'organizationId' | 'contractId' | 'requestedBy' | 'requestedByProfile' | 'term' | 'replaces'
  > & {
    /** A version that was published. */
    readonly document: Pick<DocumentVersionRecord, 'documentId' | 'version' | 'kind' | 'languages'>
    readonly nonce: string
    readonly now: string
  },
): ContractRecord {
  const { document, nonce, now, ...requested } = asked
  const { documentId, version, kind, languages } = document
  return {
    ...requested,
    kind,
    document: { documentId, version, title: titleIn(languages) },
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

const titleIn = ({ en, nl, fr, de }: DocumentVersionRecord['languages']): NamedDocument['title'] =>
  stored({ en: en.title, nl: nl?.title, fr: fr?.title, de: de?.title })

/** Has somebody look, after a while, whether the workflow of a contract is still running. */
export const watchWorkflow = ({ organizationId, contractId }: ContractKey, from: string): Write =>
  remind({
    kind: 'contract-workflow',
    organizationId,
    contractId,
    at: new Date(Date.parse(from) + watchSeconds * 1000).toISOString(),
  })
