import { parseArgs } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { deployedFunction } from './deployed-function.ts'
import { erasedSince, followRecovery } from './follow-recovery.ts'

const usage = `npm run follow-recovery -- --stage production \\
  --table-of-before Rolecall-production-Data-Table… --backup-of 2026-11-26T07:30:00Z

Run it when the stage was deployed with its recovered table. --table-of-before is the table that was used until then, and --backup-of the
moment that was recovered: what was erased in between is erased again. Where that table is gone, leave both out and name the organizations
that were erased since, if there were any: --erased org_… --erased org_…

It uses the AWS credentials and the region of this shell, which must be allowed to invoke the deployment's function and to read that table.`

/** Run after the table was recovered from a backup; run again, it does what is left. */
async function main(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { stage: text, 'table-of-before': text, 'backup-of': text, erased: { type: 'string', multiple: true } },
  })
  const { stage, 'table-of-before': table, 'backup-of': since, erased = [] } = values
  if (!stage || (table === undefined) !== (since === undefined)) throw new Error(usage)
  const moment = since === undefined ? undefined : Date.parse(since)
  if (moment !== undefined && Number.isNaN(moment)) throw new Error(`--backup-of ${since} is no moment.\n\n${usage}`)
  const found =
    table !== undefined && moment !== undefined
      ? await erasedSince(new DynamoDBClient({}), table, new Date(moment).toISOString())
      : []
  const functionName = await deployedFunction(stage, 'FollowRecoveryFunctionName')
  await followRecovery(new LambdaClient({}), functionName, [...new Set([...erased, ...found])], console.log)
  console.log('Done: open the API again.')
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
