import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity } from 'electrodb'
import {
  type Approver,
  type Contract,
  type ContractKind,
  type ContractState,
  type Decision,
  type EndReason,
  type HoldReason,
  isFinal,
  type NamedDocument,
  openStates,
  type Question,
  type Term,
} from '../domain/contract.ts'
import { type ContractId, isId, type OrganizationId, type Principal } from '../domain/ids.ts'
import { documents } from './client.ts'
import { index, keyOf, model, primary, stored, tableName } from './schema.ts'
import { check, put, type Write } from './transaction.ts'

/** A document that the Commercial Contact must approve, and how far that is; its history is its activities. */
const contracts = new Entity(
  {
    model: model('contract'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      contractId: { type: CustomAttributeType<ContractId>('string'), required: true },
      kind: { type: CustomAttributeType<ContractKind>('string'), required: true },
      state: { type: CustomAttributeType<ContractState>('string'), required: true },
      stateSince: { type: 'string', required: true },
      document: { type: CustomAttributeType<NamedDocument>('any'), required: true },
      term: { type: CustomAttributeType<Term | undefined>('any') },
      replaces: { type: CustomAttributeType<ContractId | undefined>('string') },
      requestedAt: { type: 'string', required: true },
      requestedBy: { type: CustomAttributeType<Principal>('string'), required: true },
      requestedByProfile: { type: CustomAttributeType<Contract['requestedByProfile']>('any') },
      generation: { type: 'number', required: true },
      nonce: { type: 'string', required: true },
      approver: { type: CustomAttributeType<Approver | undefined>('any') },
      holdReason: { type: CustomAttributeType<HoldReason | undefined>('string') },
      agreementId: { type: CustomAttributeType<ContractId | undefined>('string') },
      questions: { type: CustomAttributeType<readonly Question[]>('any'), required: true },
      remindedAt: { type: CustomAttributeType<string | undefined>('string') },
      decision: { type: CustomAttributeType<Decision | undefined>('any') },
      endedAt: { type: CustomAttributeType<string | undefined>('string') },
      endReason: { type: CustomAttributeType<EndReason | undefined>('string') },
      reason: { type: CustomAttributeType<string | undefined>('string') },
      outdatedAt: { type: CustomAttributeType<string | undefined>('string') },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
      summary: { type: CustomAttributeType<ContractSummary>('any'), required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['contract#${contractId}', ['contractId']]),
      byState: index(
        1,
        ['${organizationId}#contracts#${state}', ['organizationId', 'state']],
        ['${contractId}', ['contractId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** A contract as it is stored. */
export type ContractRecord = Contract & { readonly updatedAt: string; readonly version: number }
/** Where a contract stands. */
export type ContractKey = { readonly organizationId: OrganizationId; readonly contractId: ContractId }

/** What a list shows of a contract. */
export type ContractSummary = Pick<
  Contract,
  | 'contractId'
  | 'kind'
  | 'state'
  | 'stateSince'
  | 'document'
  | 'replaces'
  | 'requestedAt'
  | 'approver'
  | 'holdReason'
  | 'agreementId'
  | 'decision'
  | 'endReason'
  | 'outdatedAt'
>

function whole(contract: ContractRecord) {
  const { contractId, kind, state, stateSince, document, replaces, requestedAt, approver, holdReason } = contract
  const { agreementId, decision, endReason, outdatedAt } = contract
  const summary = stored({
    contractId,
    kind,
    state,
    stateSince,
    document,
    replaces,
    requestedAt,
    approver,
    holdReason,
    agreementId,
    decision,
    endReason,
    outdatedAt,
  })
  return stored({ ...contract, summary })
}

/** Creates a contract; its id has never been used. */
export const createContract = (contract: ContractRecord): Write =>
  put(
    contracts
      .put(whole(contract))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )

/** Replaces a contract as it was read. Fails as `moved` when it changed since. */
export const changeContract = (before: ContractRecord, after: Contract, now: string): Write =>
  put(
    contracts
      .put(whole({ ...after, updatedAt: now, version: before.version + 1 }))
      .where(({ version }, { eq }) => eq(version, before.version))
      .params(),
  )

/** Holds while the contract is what was read. */
export const whileContract = ({
  organizationId,
  contractId,
  version: read,
}: ContractKey & { version: number }): Write =>
  check(
    contracts
      .delete({ organizationId, contractId })
      .where(({ version }, { eq }) => eq(version, read))
      .params(),
  )

/** Holds while a link of this number is the one that leads to the contract's page. */
export const whileLinked = (key: ContractKey, generation: number): Write =>
  check(
    contracts
      .delete(key)
      .where((contract, { eq }) => `${eq(contract.state, 'sent')} AND ${eq(contract.generation, generation)}`)
      .params(),
  )

/** Reads one contract, strongly. */
export async function getContract(key: ContractKey): Promise<ContractRecord | undefined> {
  const { data } = await contracts.get(key).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of a contract, for a BatchGet over several entities; `parseContract` reads what comes back. */
export const contractKey = (key: ContractKey) => keyOf(contracts.schema.indexes.byId, key)
/** Reads a contract that came back for `contractKey`. */
export const parseContract = (item: Record<string, unknown> | undefined): ContractRecord | undefined =>
  (item && contracts.parse({ Item: item }).data) ?? undefined

/** One page of an organization's contracts, newest first: those of one state, or all; one Query, eventually consistent. */
export async function listContracts(of: {
  readonly organizationId: OrganizationId
  readonly state: ContractState | undefined
  readonly limit: number
  readonly after: ContractId | undefined
}): Promise<{ readonly items: readonly ContractSummary[]; readonly next: ContractId | undefined }> {
  const { organizationId, state, limit, after } = of
  const key = after && contractKey({ organizationId, contractId: after })
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      ...(state === undefined
        ? {
            KeyConditionExpression: 'pk = :partition AND begins_with(sk, :contract)',
            ExpressionAttributeValues: { ':partition': organizationId, ':contract': 'contract#' },
            ExclusiveStartKey: key,
          }
        : {
            IndexName: 'gsi1',
            KeyConditionExpression: 'gsi1pk = :partition',
            ExpressionAttributeValues: { ':partition': `${organizationId}#contracts#${state}` },
            ExclusiveStartKey: key && {
              ...key,
              gsi1pk: `${organizationId}#contracts#${state}`,
              gsi1sk: after,
            },
          }),
      ScanIndexForward: false,
      Limit: limit,
    }),
  )
  const last: unknown = LastEvaluatedKey?.sk
  const next = typeof last === 'string' ? last.slice('contract#'.length) : undefined
  return {
    items: Items.map((item) => item.summary as ContractSummary),
    next: isId('contract', next) ? next : undefined,
  }
}

/** Every contract of an organization that is open, a moment late: one Query a state. */
export async function listOpenContracts(organizationId: OrganizationId): Promise<readonly ContractSummary[]> {
  const states = openStates.map((state) => listAllOf(organizationId, state))
  return (await Promise.all(states)).flat()
}

/** Every contract of an organization in a state, a moment late. */
export async function listAllOf(organizationId: OrganizationId, state: ContractState): Promise<ContractSummary[]> {
  const found: ContractSummary[] = []
  let after: ContractId | undefined
  do {
    const { items, next } = await listContracts({ organizationId, state, limit: 100, after })
    found.push(...items)
    after = next
  } while (after !== undefined)
  return found
}

/** Whether a contract still goes on. */
export const isOpen = ({ state }: Pick<ContractRecord, 'state'>): boolean => !isFinal(state)
