import {
  InternalServerError,
  ProvisionedThroughputExceededException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import type { ServiceCall } from './fault-injector.ts'

/** What goes wrong with one call of an SDK client. */
export const faultKinds = [
  /** Nothing was sent, and the SDK has given up. */
  'fails before',
  /** It was done, and its answer is lost. */
  'answer lost',
  /** The SDK has waited for an answer in vain, and it is done after everything else is over. */
  'times out, done late',
  'throttled',
  'throttled for good',
  /** Another transaction holds an item, at this call or at every one. */
  'conflict',
  'conflict for good',
  'internal error',
  /** Nothing that the process would have done from here on is done. */
  'killed before',
  'killed after',
  /** The same below the SDK, which tries again by itself. */
  'refused on the wire',
  'answer lost on the wire',
  'throttled on the wire',
  'internal error on the wire',
] as const

export type FaultKind = (typeof faultKinds)[number]

export const isKill = (kind: FaultKind): boolean => kind.startsWith('killed')
export const isOnTheWire = (kind: FaultKind): boolean => kind.endsWith('on the wire')
export const isForGood = (kind: FaultKind): boolean => kind.endsWith('for good')

type Asked = Pick<ServiceCall, 'service' | 'command' | 'input'>

const reads = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'])
/** Whether a call would change something in the table. */
export const isTableWrite = ({ service, command }: Omit<Asked, 'input'>): boolean =>
  service === 'DynamoDB' && !reads.has(command)

/** The kinds of faults that a call can have. */
export function kindsFor(call: Omit<Asked, 'input'>): readonly FaultKind[] {
  return faultKinds.filter((kind) => {
    if (kind.startsWith('conflict')) return isTableWrite(call)
    if (kind === 'throttled for good') return isTableWrite(call)
    if (isOnTheWire(kind)) return call.service === 'DynamoDB'
    return true
  })
}

const said = (message: string) => ({ $metadata: {}, message })
const withName = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, $metadata: {}, ...more })

export const refused = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
export const hungUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
export const timedOut = (): Error => withName('TimeoutError', 'Connection timed out after 5000 ms')

/** What a service says when it is asked too often; the bus says it in its answer. */
export function throttled({ service, command, input }: Asked): Error {
  if (service === 'DynamoDB' && 'TransactItems' in input) return cancelled(input.TransactItems, 'ThrottlingError')
  if (service === 'DynamoDB' && command === 'Query') return new ThrottlingException(said('Rate exceeded'))
  if (service === 'DynamoDB') return new ProvisionedThroughputExceededException(said('Throughput exceeded'))
  const name = { Cognito: 'TooManyRequestsException', SES: 'Throttling' }[String(service)] ?? 'ThrottlingException'
  return withName(name, 'Rate exceeded', { $fault: 'client', $retryable: { throttling: true } })
}

/** What DynamoDB says when another transaction holds an item. */
export function conflicting({ input }: Pick<Asked, 'input'>): Error {
  return 'TransactItems' in input
    ? cancelled(input.TransactItems, 'TransactionConflict')
    : new TransactionConflictException(said('Transaction is ongoing for the item'))
}

export const internalError = ({ service }: Asked): Error =>
  service === 'DynamoDB'
    ? new InternalServerError({ ...said('Internal server error'), $metadata: { httpStatusCode: 500 } })
    : withName('InternalErrorException', 'Internal error', { $fault: 'server', $metadata: { httpStatusCode: 500 } })

/** The last item of a transaction is what it failed at; nothing is said of the others. */
function cancelled(items: unknown, Code: string): TransactionCanceledException {
  const CancellationReasons = Array.isArray(items)
    ? items.map((_, position) => (position === items.length - 1 ? { Code, Message: 'why' } : { Code: 'None' }))
    : []
  return new TransactionCanceledException({ ...said('Transaction cancelled'), CancellationReasons })
}
