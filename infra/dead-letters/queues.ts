import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation'
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'

/** A dead-letter queue of a stage, and the function whose letters wait there. */
export type DeadLetterQueue = {
  /** As the function is called in alarms and in the README: `invitations-send-invitation`. */
  readonly name: string
  readonly functionName: string
  readonly queueUrl: string
  /** About so many: SQS counts a moment late. */
  readonly waiting: number
}

/** Something the deployer can put right: its message says how. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle'
}

const cloudFormation = new CloudFormationClient({})
const lambda = new LambdaClient({})
const queues = new SQSClient({})

/** Every dead-letter queue of a stage, by name. Throws an Obstacle where the stage is not deployed. */
export async function deadLetterQueues(stage: string): Promise<readonly DeadLetterQueue[]> {
  const StackName = `Rolecall-${stage}-Reactions`
  const resources: StackResourceSummary[] = []
  try {
    for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName }))
      resources.push(...(page.StackResourceSummaries ?? []))
  } catch (error) {
    throw notDeployed(StackName, error)
  }
  const functionNames = new Map(await describedFunctions())
  const found = resources.flatMap(({ ResourceType, LogicalResourceId = '', PhysicalResourceId = '' }) => {
    const [, owner] = /^(.+)DeadLetters[0-9A-F]{8}$/.exec(LogicalResourceId) ?? []
    if (ResourceType !== 'AWS::SQS::Queue' || owner === undefined) return []
    const functionName = resources.find(
      (one) => one.ResourceType === 'AWS::Lambda::Function' && one.LogicalResourceId?.startsWith(`${owner}Function`),
    )?.PhysicalResourceId
    const name = functionNames.get(functionName)
    return functionName === undefined || name === undefined
      ? []
      : [{ name, functionName, queueUrl: PhysicalResourceId }]
  })
  const counted = found.map(async (queue) => ({ ...queue, waiting: await countOf(queue.queueUrl) }))
  return (await Promise.all(counted)).sort((one, other) => one.name.localeCompare(other.name))
}

/** The table of a stage. */
export async function tableNameOf(stage: string): Promise<string> {
  const StackName = `Rolecall-${stage}-Data`
  const { Stacks = [] } = await cloudFormation
    .send(new DescribeStacksCommand({ StackName }))
    .catch((error: unknown) => Promise.reject(notDeployed(StackName, error)))
  const output = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'TableName')
  if (output?.OutputValue === undefined) throw new Obstacle(`${StackName} names no table: deploy it once more.`)
  return output.OutputValue
}

/** How many messages a queue holds, those among them that somebody is looking at. */
export async function countOf(QueueUrl: string): Promise<number> {
  const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] }))
  return counts.reduce((sum, count) => sum + Number(Attributes?.[count] ?? 0), 0)
}

/** Our functions describe themselves as `invitations: send-invitation`. */
async function describedFunctions(): Promise<[string | undefined, string][]> {
  const found: [string | undefined, string][] = []
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
    for (const { FunctionName, Description = '' } of Functions)
      found.push([FunctionName, Description.replace(': ', '-')])
  return found
}

function notDeployed(stackName: string, error: unknown): unknown {
  if (!(error instanceof Error) || !/does not exist/.test(error.message)) return error
  return new Obstacle(
    `There is no ${stackName} in the account and the region of this shell. See that AWS_PROFILE and AWS_REGION are those of the deployment, and --stage its name.`,
  )
}
