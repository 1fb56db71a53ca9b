import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'

/** The deployed name of a function that only whoever deploys may invoke, by the output of the stage's stack that says it. */
export async function deployedFunction(stage: string, output: string): Promise<string> {
  const StackName = `Rolecall-${stage}-Reactions`
  const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName }))
  const found = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output)
  if (found?.OutputValue === undefined) throw new Error(`${StackName} is not deployed here: deploy it first.`)
  return found.OutputValue
}
