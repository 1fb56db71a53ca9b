import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ContractId, OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { whileContract } from './contract.ts'
import { model, primary, tableName } from './schema.ts'
import { commit, Moved, put } from './transaction.ts'

const ofContract = {
  organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
  contractId: { type: CustomAttributeType<ContractId>('string'), required: true },
} as const

/** By which the workflow of a contract that waits is called back. It leaves the backend in no reply, no log and no event. */
const tasks = new Entity(
  {
    model: model('workflow-task'),
    attributes: { ...ofContract, taskToken: { type: 'string', required: true } },
    indexes: {
      one: primary(['${organizationId}#${contractId}', ['organizationId', 'contractId']], ['task', []]),
    },
  },
  { table: tableName(), client: documents },
)

/** Which execution of the workflow stands for a contract: a new attempt where the last one is not running any more (K1). */
const workflows = new Entity(
  {
    model: model('contract-workflow'),
    attributes: { ...ofContract, attempt: { type: 'number', required: true } },
    indexes: {
      one: primary(['${organizationId}#${contractId}', ['organizationId', 'contractId']], ['workflow', []]),
    },
  },
  { table: tableName(), client: documents },
)

type ContractKey = { readonly organizationId: OrganizationId; readonly contractId: ContractId }
/** A task that waits to be called back. */
export type WorkflowTask = EntityItem<typeof tasks>

/**
 * Keeps the token by which a waiting workflow is called back, on condition that the contract is what the workflow last read. `moved`: it is not,
 * so nothing is kept, and whoever has the token calls back at once.
 */
export async function keepTask(task: WorkflowTask, contractVersion: number, token: string): Promise<'kept' | 'moved'> {
  const { organizationId, contractId } = task
  try {
    await commit(
      [whileContract({ organizationId, contractId, version: contractVersion }), put(tasks.put(task).params())],
      token,
    )
    return 'kept'
  } catch (error) {
    if (error instanceof Moved) return 'moved'
    throw error
  }
}

/** Reads the task that waits for a change of a contract, strongly. */
export async function getTask({ organizationId, contractId }: ContractKey): Promise<WorkflowTask | undefined> {
  const { data } = await tasks.get({ organizationId, contractId }).go({ consistent: true })
  return data ?? undefined
}

/** Forgets a task that was called back; a later one stays. */
export async function forgetTask({ organizationId, contractId, taskToken: called }: WorkflowTask): Promise<void> {
  try {
    await tasks
      .delete({ organizationId, contractId })
      .where(({ taskToken }, { eq }) => eq(taskToken, called))
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}

/** The number of the newest attempt at a contract's workflow, read strongly; 0 before the first. */
export async function getAttempt({ organizationId, contractId }: ContractKey): Promise<number> {
  const { data } = await workflows.get({ organizationId, contractId }).go({ consistent: true })
  return data?.attempt ?? 0
}

/**
 * Counts the next attempt, on condition that the last one is still `before`. Where somebody was quicker it is counted already, as it is where the
 * answer to an earlier try was lost: either way it may be started, which happens once under its name.
 */
export async function countAttempt({ organizationId, contractId }: ContractKey, before: number): Promise<void> {
  try {
    await workflows
      .put({ organizationId, contractId, attempt: before + 1 })
      .where(({ attempt }, { eq, notExists }) => (before === 0 ? notExists(attempt) : eq(attempt, before)))
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}
