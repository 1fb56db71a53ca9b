import { AsyncLocalStorage } from 'node:async_hooks'
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
import { approvalDefinition } from '../../infra/constructs/approval-definition.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { noteSecret } from './cloud-services-secrets.ts'
import { settings } from './cloud-services-settings.ts'
import { type Called, runMachine } from './state-machine.ts'

/** An execution of the approval workflow: where it is, and what its history would show. */
type Execution = {
  readonly name: string
  readonly input: Data
  state: 'ready' | 'goes-on' | 'waiting' | 'succeeded' | 'failed'
  taskToken: string | undefined
  /** Its wait ended by itself. */
  timedOut: boolean
  readonly history: unknown[]
}

const stepFunctions = mockClient(SFNClient)
const executions = new Map<string, Execution>()
let isDown = false

type Data = Readonly<Record<string, unknown>>
const Answer = z.record(z.string(), z.unknown())

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
      executions.set(name, {
        name,
        input: JSON.parse(input),
        state: 'ready',
        taskToken: undefined,
        timedOut: false,
        history: [input],
      })
      return { executionArn: arnOf(name) }
    })
  stepFunctions.on(DescribeExecutionCommand).callsFake(async ({ executionArn }: DescribeExecutionCommandInput) => {
    unreachable()
    const found = [...executions.values()].find(({ name }) => arnOf(name) === executionArn)
    if (!found) throw new ExecutionDoesNotExist(metadata)
    const runs = found.state !== 'succeeded' && found.state !== 'failed'
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

const definition = approvalDefinition({
  look: 'look-at-contract',
  takeStep: 'take-contract-step',
  keepToken: 'keep-task-token',
  waitSeconds: 21_600,
})

/** What an execution that has begun waits for, in this process: to be told what came of its wait. */
const waits = new WeakMap<Execution, (came: Called) => void>()
/** Whoever lets an execution go on does what follows, and is done once it stands still. */
const goingOn = new WeakMap<Execution, { readonly as: ReturnType<typeof AsyncLocalStorage.snapshot>; stands(): void }>()

/** Goes on as the definition says, until it waits or ends. */
async function goOn(execution: Execution): Promise<void> {
  if (execution.state !== 'ready') return
  execution.state = 'goes-on'
  const { promise, resolve: stands } = Promise.withResolvers<void>()
  goingOn.set(execution, { as: AsyncLocalStorage.snapshot(), stands })
  const goesOn = waits.get(execution)
  waits.delete(execution)
  // One that another file has begun is where it was: it was waiting, and looks again.
  if (goesOn) goesOn(execution.timedOut ? { error: 'States.Timeout' } : { answer: {} })
  else void begin(execution)
  await promise
}

async function begin(execution: Execution): Promise<void> {
  const { end } = await runMachine(definition, execution.input, (file, payload, waiting) =>
    waiting ? called(execution, file, payload) : asked(execution, file, payload),
  )
  execution.state = end === 'SUCCEEDED' ? 'succeeded' : 'failed'
  execution.taskToken = undefined
  goingOn.get(execution)?.stands()
}

/** Has a function answer. */
async function asked(execution: Execution, file: string, payload: Data): Promise<Called> {
  if (execution.state === 'failed') return ended(execution)
  try {
    return { answer: Answer.parse(await run(execution, file, payload)) }
  } catch (error) {
    failures.push(error)
    return { error: 'States.TaskFailed' }
  }
}

/** Hands a function a token, and waits until somebody calls back with it, be it while the function still runs. */
function called(execution: Execution, file: string, payload: Data): Promise<Called> {
  if (execution.state === 'failed') return ended(execution)
  const taskToken = noteSecret('task token', String(payload.taskToken))
  const { promise, resolve } = Promise.withResolvers<Called>()
  const stands = goingOn.get(execution)?.stands
  waits.set(execution, resolve)
  Object.assign(execution, { state: 'waiting', taskToken, timedOut: false })
  run(execution, file, payload).then(stands, (error) => {
    failures.push(error)
    if (execution.taskToken !== taskToken) return stands?.()
    waits.delete(execution)
    Object.assign(execution, { state: 'goes-on', taskToken: undefined })
    resolve({ error: 'States.TaskFailed' })
  })
  return promise
}

async function run(execution: Execution, file: string, payload: Data): Promise<unknown> {
  const handler = await loadHandler('contracts', file)
  const { taskToken: _, ...shown } = payload
  const as = goingOn.get(execution)?.as ?? AsyncLocalStorage.snapshot()
  const answer: unknown = await as(() => invoke(handler, payload))
  execution.history.push({ file, payload: shown, answer })
  return answer
}

/** One that Step Functions has lost goes no further. */
function ended(execution: Execution): Promise<never> {
  goingOn.get(execution)?.stands()
  return new Promise(() => undefined)
}

const failures: unknown[] = []
/** What ended executions that failed. */
export const workflowFailures = (): readonly unknown[] => failures

/** The time that executions wait is over: each goes on as if it had been called back. */
export function workflowsTimeOut(): void {
  for (const execution of executions.values())
    if (execution.state === 'waiting')
      Object.assign(execution, { state: 'ready', taskToken: undefined, timedOut: true })
}

/** Executions end as they do when Step Functions loses them: by time, by a history that is too long, by a restart of a local cloud. */
export function loseWorkflows(of: string): void {
  for (const execution of executions.values())
    if (execution.name.startsWith(of)) Object.assign(execution, { state: 'failed', taskToken: undefined })
}

/** Executions by their names, and how each stands. */
type Standing = Readonly<Record<string, Execution['state']>>
/** Those of all contracts. */
export const allExecutions = (): Standing =>
  Object.fromEntries([...executions.values()].map(({ name, state }) => [name, state]))
/** Those of a contract. */
export const executionsOf = (contractId: string): Standing =>
  Object.fromEntries(Object.entries(allExecutions()).filter(([name]) => name.startsWith(contractId)))

/** The token that the workflow of a contract waits with. */
export const tokenOf = (contractId: string): string | undefined =>
  [...executions.values()].find(({ name, state }) => name.startsWith(contractId) && state === 'waiting')?.taskToken

/** Has an execution wait for a contract that none waits for, as if it had looked and found nothing to do. Gives the token that it waits with. */
export function beginWaiting(input: { readonly organizationId: string; readonly contractId: string }): string {
  const taskToken = noteSecret('task token', `task-${randomUUID()}`)
  const name = `${input.contractId}-1`
  executions.set(name, { name, input, state: 'waiting', taskToken, timedOut: false, history: [] })
  return taskToken
}

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
