import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn'
import type { ContractId, OrganizationId } from '../domain/ids.ts'
import { env } from './env.ts'

/** Functions that only read contracts go without it. */
const stepFunctions = /* @__PURE__ */ new SFNClient({})

/** One run of the approval workflow: of which contract, and the number of the attempt (K1). */
export type Execution = {
  readonly organizationId: OrganizationId
  readonly contractId: ContractId
  readonly attempt: number
}

const nameOf = ({ contractId, attempt }: Execution): string => `${contractId}-${attempt}`

/** Starts the workflow of a contract; one that was started before under that name is as good. */
export async function startWorkflow(execution: Execution): Promise<void> {
  const { organizationId, contractId } = execution
  try {
    await stepFunctions.send(
      new StartExecutionCommand({
        stateMachineArn: env('APPROVAL_WORKFLOW_ARN'),
        name: nameOf(execution),
        input: JSON.stringify({ organizationId, contractId }),
      }),
    )
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error
  }
}

/** Whether an execution runs; one that was never started does not. */
export async function isRunning(execution: Execution): Promise<boolean> {
  // The execution's ARN is the machine's with another word in it, and its name.
  const machine = env('APPROVAL_WORKFLOW_ARN').replace(':stateMachine:', ':execution:')
  try {
    const { status } = await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: `${machine}:${nameOf(execution)}` }),
    )
    return status === 'RUNNING'
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false
    throw error
  }
}

/** Has a workflow that waits go on, and tells it nothing (K8). Calling twice or late is harmless: it does not wait any more. */
export async function callBack(taskToken: string): Promise<void> {
  try {
    await stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))
  } catch (error) {
    if (!(error instanceof TaskDoesNotExist || error instanceof TaskTimedOut)) throw error
  }
}
