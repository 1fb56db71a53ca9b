import { dynamo } from '../../shared/table/client.ts'
import { TableInProcess } from './table-in-process.ts'

/** The table that real SDK clients write to: one in this process, or DynamoDB Local where AWS_ENDPOINT_URL_DYNAMODB names one. */
if (process.env.AWS_ENDPOINT_URL_DYNAMODB === undefined)
  dynamo.config.requestHandler = { ...dynamo.config.requestHandler, handle: new TableInProcess().handle }

let calls = 0
dynamo.middlewareStack.add((next) => (input) => next(input).finally(() => calls++), { step: 'build', name: 'calls' })

/** Calls of the table since the last time this was asked. */
export function takeCalls(): number {
  const taken = calls
  calls = 0
  return taken
}
