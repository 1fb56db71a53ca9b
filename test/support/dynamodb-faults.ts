import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-dynamodb'
import { dynamo } from '../../shared/table/client.ts'

type Result = { readonly output: ServiceOutputTypes; readonly response: unknown }

/** One call of the SDK: which command, with which input, and how to let it go on to DynamoDB. */
export type SdkCall = {
  readonly command: string
  readonly input: ServiceInputTypes
  readonly goOn: (input?: ServiceInputTypes) => Promise<Result>
}

const name = 'rolecall-test'

/** While it runs, every call of the table's client goes through `meddle`, once: it may throw, or answer something else. */
export async function whileMeddling<Answer>(
  meddle: (call: SdkCall) => Promise<Result>,
  act: () => Promise<Answer>,
): Promise<Answer> {
  dynamo.middlewareStack.add(
    (next, context) => async (args) =>
      meddle({
        command: context.commandName ?? '',
        input: args.input,
        goOn: (input = args.input) => next({ ...args, input }),
      }),
    { step: 'initialize', name },
  )
  try {
    return await act()
  } finally {
    dynamo.middlewareStack.remove(name)
  }
}

/** The same below the SDK's own retries: once for every time that a call is sent. */
export async function whileMeddlingOnTheWire<Answer>(
  meddle: (call: Omit<SdkCall, 'goOn'> & { readonly goOn: () => Promise<Result> }) => Promise<Result>,
  act: () => Promise<Answer>,
): Promise<Answer> {
  dynamo.middlewareStack.add(
    (next, context) => async (args) =>
      meddle({ command: context.commandName ?? '', input: args.input, goOn: () => next(args) }),
    { step: 'finalizeRequest', priority: 'low', name },
  )
  try {
    return await act()
  } finally {
    dynamo.middlewareStack.remove(name)
  }
}

/** The commands that are sent while it runs, with their input. */
export async function callsDuring(act: () => Promise<unknown>): Promise<Pick<SdkCall, 'command' | 'input'>[]> {
  const calls: Pick<SdkCall, 'command' | 'input'>[] = []
  await whileMeddling(async ({ command, input, goOn }) => {
    calls.push({ command, input })
    return goOn()
  }, act)
  return calls
}
