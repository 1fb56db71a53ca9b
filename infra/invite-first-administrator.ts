import { parseArgs } from 'node:util'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { deployedFunction } from './deployed-function.ts'
import { inviteFirstAdministrator } from './first-administrator.ts'

const usage = `npm run first-administrator -- --stage production --organization "Northwind Managed Services" \\
  --email ada@northwind.example --first-name Ada --last-name Peeters [--language en] [--time-zone Europe/Brussels]

It uses the AWS credentials and the region of this shell, which must be allowed to invoke the deployment's function.`

/** Run once after the first deployment; run again, it only sends the same invitation again. */
async function main(): Promise<string> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      stage: text,
      organization: text,
      email: text,
      'first-name': text,
      'last-name': text,
      language: text,
      'time-zone': text,
    },
  })
  const { stage, organization: organizationName, email, 'first-name': firstName, 'last-name': lastName } = values
  if (!stage || !organizationName || !email || !firstName || !lastName) throw new Error(usage)
  const { language, 'time-zone': timeZone } = values
  const answer = await inviteFirstAdministrator(
    new LambdaClient({}),
    await deployedFunction(stage, 'FirstAdministratorFunctionName'),
    {
      organizationName,
      email,
      firstName,
      lastName,
      language,
      timeZone,
    },
  )
  if ('refused' in answer) throw new Error(`It was refused: ${answer.refused}`)
  return answer.outcome === 'invited'
    ? `The provider ${answer.organizationId} was created, and a mail is on its way to ${email}.`
    : `The provider ${answer.organizationId} was there already; its first owner is being sent a new link.`
}

try {
  console.log(await main())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
