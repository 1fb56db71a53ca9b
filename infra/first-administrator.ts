import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'

/** Who the provider is, and who is invited to be its first owner. */
export type FirstAdministrator = {
  readonly organizationName: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly language?: string | undefined
  readonly timeZone?: string | undefined
}

/** What the deployment said: the provider is there and its first owner invited, or why not, in words. */
export type FirstAdministratorAnswer =
  | { readonly organizationId: string; readonly outcome: 'invited' | 'sent-again' }
  | { readonly refused: string }

type Payload = {
  readonly organizationId?: string
  readonly outcome?: 'invited' | 'sent-again'
  readonly problem?: {
    readonly code: string
    readonly detail?: string
    readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  }
  readonly errorMessage?: string
}

/** Has the deployment create its provider and invite its first owner, or send that invitation again where there is one already. */
export async function inviteFirstAdministrator(
  lambda: LambdaClient,
  functionName: string,
  administrator: FirstAdministrator,
): Promise<FirstAdministratorAnswer> {
  const reply = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(administrator)) }),
  )
  const { organizationId, outcome, problem, errorMessage }: Payload = JSON.parse(
    reply.Payload?.transformToString() || '{}',
  )
  if (organizationId !== undefined && outcome !== undefined) return { organizationId, outcome }
  const fields = (problem?.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`)
  return { refused: [problem?.detail ?? problem?.code ?? errorMessage ?? 'no answer', ...fields].join('\n  ') }
}
