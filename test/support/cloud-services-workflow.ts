import { randomUUID } from 'node:crypto'
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandInput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SendTaskSuccessCommand,
  type SendTaskSuccessCommandInput,
  SFNClient,
  StartExecutionCommand,
  type StartExecutionCommandInput,
  TaskDoesNotExist,
} from '@aws-sdk/client-sfn'
import { mockClient } from 'aws-sdk-client-mock'
import * as z from 'zod'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { noteSecret } from './cloud-services-secrets.ts'
import { settings } from './cloud-services-settings.ts'

/** An execution of the approval workflow: where it is, and what its history would show. */
type Execution = {
  readonly name: string
  readonly input: object
  state: 'ready' | 'waiting' | 'succeeded' | 'failed'
  taskToken: string | undefined
  readonly history: unknown[]
}

const stepFunctions = mockClient(SFNClient)
const executions = new Map<string, Execution>()
let isDown = false

const LookedAt = z.strictObject({ outcome: z.string(), contractVersion: z.number() })
/** So often a workflow looks at a contract before it waits: more would be a loop. */
const mostLooks = 20

/** Step Functions, with executions that go on when a test lets them. */
export function startWorkflows(): void {
  stepFunctions.reset()
  executions.clear()
  const unreachable = () => {
    if (isDown) throw new Error('connect ECONNREFUSED')
  }
  const metadata = { $metadata: {}, message: 'It is so.' }
  stepFunctions
    .on(StartExecutionCommand)
    .callsFake(async ({ stateMachineArn, name = '', input = '{}' }: StartExecutionCommandInput) => {
      unreachable()
      if (stateMachineArn !== settings.APPROVAL_WORKFLOW_ARN) throw new Error('StateMachineDoesNotExist')
      if (!/^[\w-]{1,80}$/.test(name)) throw new Error('InvalidName')
      if (executions.has(name)) throw new ExecutionAlreadyExists(metadata)
      executions.set(name, { name, input: JSON.parse(input), state: 'ready', taskToken: undefined, history: [input] })
      return { executionArn: arnOf(name) }
    })
  stepFunctions.on(DescribeExecutionCommand).callsFake(async ({ executionArn }: DescribeExecutionCommandInput) => {
    unreachable()
    const found = [...executions.values()].find(({ name }) => arnOf(name) === executionArn)
    if (!found) throw new ExecutionDoesNotExist(metadata)
    const runs = found.state === 'ready' || found.state === 'waiting'
    return { status: runs ? 'RUNNING' : found.state === 'failed' ? 'FAILED' : 'SUCCEEDED' }
  })
  stepFunctions.on(SendTaskSuccessCommand).callsFake(async ({ taskToken, output }: SendTaskSuccessCommandInput) => {
    unreachable()
    const found = [...executions.values()].find((one) => one.taskToken === taskToken && one.state !== 'succeeded')
    if (!found) throw new TaskDoesNotExist(metadata)
    if (output !== '{}') throw new Error('a call-back carries nothing')
    Object.assign(found, { state: 'ready', taskToken: undefined })
    return {}
  })
}

const arnOf = (name: string): string =>
  `${settings.APPROVAL_WORKFLOW_ARN.replace(':stateMachine:', ':execution:')}:${name}`

/** Lets every execution go on until it waits or ends; true when one did. */
export async function runWorkflows(): Promise<boolean> {
  const ready = [...executions.values()].filter(({ state }) => state === 'ready')
  for (const execution of ready) await goOn(execution)
  return ready.length > 0
}

/** As the definition says: look, take the step that is due, and look again, until there is nothing to do but wait. */
async function goOn(execution: Execution): Promise<void> {
  const ask = async (file: string, input: object): Promise<unknown> => {
    const payload = { ...execution.input, ...input }
    const answer = await invoke(await loadHandler('contracts', file), payload)
    execution.history.push(file === 'keep-task-token' ? { answer } : { payload, answer })
    return answer
  }
  try {
    for (let looks = 0; looks < mostLooks; looks++) {
      const { outcome, contractVersion } = LookedAt.parse(await ask('look-at-contract', {}))
      if (outcome === 'done') {
        execution.state = 'succeeded'
        return
      }
      if (outcome === 'wait') {
        const taskToken = `task-${randomUUID()}`
        noteSecret('task token', taskToken)
        Object.assign(execution, { state: 'waiting', taskToken })
        await ask('keep-task-token', { contractVersion, taskToken })
        return
      }
      await ask('take-contract-step', { step: outcome })
    }
    throw new Error(`a workflow that never waits: ${execution.name}`)
  } catch (error) {
    execution.state = 'failed'
    failures.push(error)
  }
}

const failures: unknown[] = []
/** What ended executions that failed. */
export const workflowFailures = (): readonly unknown[] => failures

/** The time that executions wait is over: each goes on as if it had been called back. */
export function workflowsTimeOut(): void {
  for (const execution of executions.values())
    if (execution.state === 'waiting') Object.assign(execution, { state: 'ready', taskToken: undefined })
}

/** Executions end as they do when Step Functions loses them: by time, by a history that is too long, by a restart of a local cloud. */
export function loseWorkflows(of: string): void {
  for (const execution of executions.values())
    if (execution.name.startsWith(of)) Object.assign(execution, { state: 'failed', taskToken: undefined })
}

/** The executions of a contract, by their names, and how each stands. */
export const executionsOf = (contractId: string): Readonly<Record<string, Execution['state']>> =>
  Object.fromEntries(
    [...executions.values()].filter(({ name }) => name.startsWith(contractId)).map(({ name, state }) => [name, state]),
  )

/** The token that the workflow of a contract waits with. */
export const tokenOf = (contractId: string): string | undefined =>
  [...executions.values()].find(({ name, state }) => name.startsWith(contractId) && state === 'waiting')?.taskToken

/** Everything that the histories of all executions show. */
export const workflowHistories = (): readonly string[] =>
  [...executions.values()].flatMap(({ history }) => history.map((one) => JSON.stringify(one)))

/** While it runs, Step Functions cannot be reached. */
export async function whileWorkflowsAreDown<Result>(act: () => Promise<Result>): Promise<Result> {
  isDown = true
  try {
    return await act()
  } finally {
    isDown = false
  }
}

/** Executions as they are kept from one file to the next. */
export const keptWorkflows = {
  keep: () => [...executions.values()],
  bringBack: (kept: readonly Execution[]) => {
    for (const one of kept) executions.set(one.name, one)
  },
}
