import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { type Problem, Problem as ProblemError } from '../domain/problems.ts'
import { documents } from './client.ts'

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/**
 * One item of a transaction, with what it means when its condition fails: a Problem to be shown, or `moved` where somebody was
 * quicker and the caller should read again and decide again.
 */
export type Write = { readonly item: TransactItem; readonly refusal: Problem | 'moved' }

/** Somebody changed what a decision was based on. Whoever decided reads again; after a few times the caller is told 503. */
export class Moved extends Error {
  override readonly name = 'Moved'
}

/** ElectroDB's `.params()` as an item of a transaction. It types them as unknown records; this is where they get their shape. */
export const put = (params: unknown, refusal: Write['refusal'] = 'moved'): Write => ({
  item: { Put: params as NonNullable<TransactItem['Put']> },
  refusal,
})
export const update = (params: unknown, refusal: Write['refusal'] = 'moved'): Write => ({
  item: { Update: params as NonNullable<TransactItem['Update']> },
  refusal,
})
export const remove = (params: unknown, refusal: Write['refusal'] = 'moved'): Write => ({
  item: { Delete: params as NonNullable<TransactItem['Delete']> },
  refusal,
})
/** A condition on an item that is not changed, from the parameters of a conditional remove. */
export const check = (params: unknown, refusal: Write['refusal'] = 'moved'): Write => ({
  item: { ConditionCheck: params as NonNullable<TransactItem['ConditionCheck']> },
  refusal,
})

/**
 * Commits all of them or none. Throws the Problem of the first failing item (so put the idempotency record first, guards next,
 * versions last), or Moved when only versions moved or another transaction held an item. `token` makes a repeated call with
 * the same items harmless for ten minutes.
 */
export async function commit(writes: readonly Write[], token: string): Promise<void> {
  if (writes.length === 0) return
  requireFit(writes)
  try {
    await documents.send(
      new TransactWriteCommand({ TransactItems: writes.map((write) => write.item), ClientRequestToken: token }),
    )
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    throw meaningOf(error, writes)
  }
}

/**
 * Asks whether `commit` would go through now, and changes nothing: every condition of the writes is checked, in one transaction,
 * and means what it would mean then.
 */
export async function tryOut(writes: readonly Write[], token: string): Promise<void> {
  requireFit(writes)
  await commit(
    writes.flatMap(({ item, refusal }) => {
      const condition = conditionOf(item)
      return condition ? [{ item: { ConditionCheck: condition }, refusal }] : []
    }),
    token,
  )
}

/** DynamoDB takes so many items; the answer that is kept beside the others is one of them. */
const mostItems = 100

function requireFit({ length }: readonly Write[]): void {
  if (length > mostItems) throw new Error(`a transaction of ${length} items: it takes ${mostItems} at most`)
}

/** What an item of a transaction demands, without what it does; undefined where it demands nothing. */
function conditionOf({ Put, Update, Delete, ConditionCheck }: TransactItem): TransactItem['ConditionCheck'] {
  const write = Put ?? Update ?? Delete ?? ConditionCheck
  if (write?.ConditionExpression === undefined) return undefined
  const { TableName, ConditionExpression, ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = write
  const named = (name: string) => new RegExp(`${name}(?![A-Za-z0-9_])`).test(ConditionExpression)
  const only = <Value>(all: Readonly<Record<string, Value>>): Record<string, Value> | undefined => {
    const used = Object.entries(all).filter(([name]) => named(name))
    return used.length > 0 ? Object.fromEntries(used) : undefined
  }
  return {
    TableName,
    Key: Put ? { pk: Put.Item?.pk, sk: Put.Item?.sk } : { ...(Update ?? Delete ?? ConditionCheck)?.Key },
    ConditionExpression,
    ExpressionAttributeNames: only(ExpressionAttributeNames),
    ExpressionAttributeValues: only(ExpressionAttributeValues),
  }
}

function meaningOf(cancelled: TransactionCanceledException, writes: readonly Write[]): Error {
  const reasons = cancelled.CancellationReasons ?? []
  let moved = false
  for (const [position, write] of writes.entries()) {
    const code = reasons[position]?.Code
    if (code === 'ConditionalCheckFailed' && write.refusal instanceof ProblemError) return write.refusal
    if (code === 'ConditionalCheckFailed' || code === 'TransactionConflict' || code === 'ThrottlingError') moved = true
    if (code === 'ProvisionedThroughputExceeded') moved = true
  }
  return moved ? new Moved('a transaction was overtaken', { cause: cancelled }) : cancelled
}
