import { parseArgs } from 'node:util'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { deployedFunction } from './deployed-function.ts'
import { followRecovery } from './follow-recovery.ts'

const usage = `npm run follow-recovery -- --stage production [--erased "org_… org_…"]

Run it when the stage was deployed with its recovered table; --erased names the organizations that were erased since the backup. The README
says how to find them. It uses the AWS credentials and the region of this shell, which must be allowed to invoke the deployment's function.`

/** Run after the table was recovered from a backup; run again, it does what is left. */
async function main(): Promise<void> {
  const text = { type: 'string' } as const
  const { stage, erased = '' } = parseArgs({ options: { stage: text, erased: text } }).values
  if (!stage) throw new Error(usage)
  const organizations = new Set(erased.split(/[\s,]+/).filter((id) => id !== ''))
  const functionName = await deployedFunction(stage, 'FollowRecoveryFunctionName')
  await followRecovery(new LambdaClient({}), functionName, [...organizations], console.log)
  console.log('Done: open the API again.')
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
