import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { DecisionFacts } from '../domain/decision-facts.ts'
import type { ContractId, OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** What proves a decision: its facts, written with it, and the evidence as it was signed a moment later. It stays for ever, whatever is erased. */
const evidence = new Entity(
  {
    model: model('evidence'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      contractId: { type: CustomAttributeType<ContractId>('string'), required: true },
      facts: { type: CustomAttributeType<DecisionFacts>('any'), required: true },
      /** The evidence as a compact JWS, once it was signed. */
      jws: { type: CustomAttributeType<string | undefined>('string') },
    },
    indexes: {
      one: primary(['${organizationId}#${contractId}', ['organizationId', 'contractId']], ['evidence', []]),
    },
  },
  { table: tableName(), client: documents },
)

/** Evidence as it is stored. */
export type EvidenceRecord = EntityItem<typeof evidence>
type ContractKey = Pick<EvidenceRecord, 'organizationId' | 'contractId'>

/** Keeps the facts of a decision, in its transaction: once. */
export const keepFacts = ({ organizationId, contractId }: ContractKey, facts: DecisionFacts): Write =>
  put(
    evidence
      .put({ organizationId, contractId, facts })
      .where((attribute, { notExists }) => notExists(attribute.facts))
      .params(),
  )

/** Reads the evidence of a contract, strongly; undefined where nobody has decided. */
export async function getEvidence({ organizationId, contractId }: ContractKey): Promise<EvidenceRecord | undefined> {
  const { data } = await evidence.get({ organizationId, contractId }).go({ consistent: true })
  return data ?? undefined
}

/** Keeps the evidence as it was signed, and gives what is kept from now on: what was signed first stays. */
export async function keepSigned({ organizationId, contractId }: ContractKey, jws: string): Promise<string> {
  try {
    await evidence
      .patch({ organizationId, contractId })
      .set({ jws })
      .where((attribute, { notExists }) => notExists(attribute.jws))
      .go()
    return jws
  } catch (error) {
    if (!isConditionFailed(error)) throw error
    const kept = await getEvidence({ organizationId, contractId })
    if (kept?.jws === undefined) throw error
    return kept.jws
  }
}
