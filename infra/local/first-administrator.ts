import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { clientSettings } from './cloud.ts'
import { LocalProblem } from './local-problem.ts'
import type { LocalCloud } from './settings.ts'

/** Who the provider is, and who is invited to be its first owner. */
export type FirstAdministrator = {
  readonly organizationName: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly language: string
}

type Answer = {
  readonly organizationId?: string
  readonly outcome?: string
  readonly problem?: { readonly code: string; readonly detail?: string }
  readonly errorMessage?: string
}

/** Has the deployment create its provider, or send its first owner's invitation again where there is one already. */
export async function createFirstAdministrator(
  cloud: LocalCloud,
  functionName: string,
  administrator: FirstAdministrator,
): Promise<{ readonly organizationId: string; readonly sentAgain: boolean }> {
  const lambda = new LambdaClient(clientSettings(cloud))
  const reply = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(administrator)) }),
  )
  lambda.destroy()
  const answer = JSON.parse(reply.Payload?.transformToString() || '{}') as Answer
  const { organizationId, outcome } = answer
  if (organizationId !== undefined) return { organizationId, sentAgain: outcome === 'sent-again' }
  const reason = answer.problem?.detail ?? answer.problem?.code ?? answer.errorMessage ?? JSON.stringify(answer)
  throw new LocalProblem(
    `The provider could not be created: ${reason}. If an earlier start was broken off, begin afresh: npm run reset, then npm start`,
  )
}
