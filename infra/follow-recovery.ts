import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'

/** What a deployment is asked for after its table was recovered: the payload of its function. */
type Step =
  | { readonly step: 'users'; readonly after?: string }
  | { readonly step: 'erasures'; readonly organizations: readonly string[] }
  | { readonly step: 'organizations' }

type Progress = {
  readonly done: boolean
  readonly next?: string
  readonly removed?: number
  readonly begun?: number
  readonly organizations?: number
}
type Payload = Partial<Progress> & {
  readonly problem?: { readonly code: string; readonly detail?: string }
  readonly errorMessage?: string
}

/** The function takes as many at once. */
const mostOrganizations = 100

/**
 * Has a recovered deployment do everything that follows, step by step, and tells how far it is. Whatever ends it, it is begun again:
 * what was done is not found a second time.
 */
export async function followRecovery(
  lambda: LambdaClient,
  functionName: string,
  erased: readonly string[],
  tell: (line: string) => void,
): Promise<void> {
  const ask = (step: Step) => invoke(lambda, functionName, step)
  let after: string | undefined
  let removed = 0
  for (let done = false; !done; ) {
    const progress = await ask({ step: 'users', ...(after !== undefined && { after }) })
    removed += progress.removed ?? 0
    after = progress.next
    done = progress.done
    tell(`Users of the pool that the table does not know: ${removed} removed.`)
  }

  let begun = 0
  for (let start = 0; start < erased.length; start += mostOrganizations)
    begun += (await ask({ step: 'erasures', organizations: erased.slice(start, start + mostOrganizations) })).begun ?? 0
  tell(`Organizations that were erased since the backup: ${erased.length}, of which ${begun} are being erased again.`)

  let organizations = 0
  for (let done = false; !done; ) {
    const progress = await ask({ step: 'organizations' })
    organizations += progress.organizations ?? 0
    done = progress.done
    tell(`Organizations in which everyone is signed out and links are dead: ${organizations}.`)
  }
}

async function invoke(lambda: LambdaClient, functionName: string, step: Step): Promise<Progress> {
  const reply = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(step)) }),
  )
  const payload: Payload = JSON.parse(reply.Payload?.transformToString() || '{}')
  const { problem, errorMessage, done, ...progress } = payload
  if (done === undefined)
    throw new Error(`It was refused: ${problem?.detail ?? problem?.code ?? errorMessage ?? 'no answer'}`)
  return { done, ...progress }
}
