import {
  BatchGetItemCommand,
  DynamoDBClient,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { dynamo } from '../../shared/table/client.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { writeUnits } from './capacity.ts'
import { type Item, writesAmong } from './world-table.ts'

/** What something asked of the table. */
export type Metered = {
  readonly calls: number
  /** Calls that had to wait for each other: what a caller waits for, whatever is asked at once. */
  readonly roundTrips: number
  /** Items of its largest transaction. */
  readonly items: number
  /** By the documented rules of AWS; what is read and is not there counts like the smallest that is. */
  readonly readUnits: number
  readonly writeUnits: number
}

type Seen = { readonly roundTrip: number; readonly items: number; readonly reads: number; readonly writes: number }

/** Meters what happens to the table meanwhile. */
export async function meter<Result>(act: () => Promise<Result>): Promise<Metered & { readonly result: Result }> {
  const seen: Seen[] = []
  let ended = 0
  dynamo.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const roundTrip = ended + 1
        const writes = writesAmong([{ command: commandName }]).length > 0
        const written = writes ? writesOf(commandName, args.input) : []
        const before = await imagesOf(written)
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } })
        ended = Math.max(ended, roundTrip)
        seen.push({
          roundTrip,
          items: written.length,
          reads: writes ? 0 : consumed(result.output) + absent(args.input, result.output),
          // Outside of a transaction an item costs half.
          writes: writeUnits(written, before) / (commandName === 'TransactWriteItemsCommand' ? 1 : 2),
        })
        return result
      },
    { step: 'serialize', priority: 'high', name: 'meter' },
  )
  try {
    const result = await act()
    const sum = (of: (one: Seen) => number) => seen.reduce((total, one) => total + of(one), 0)
    return {
      result,
      calls: seen.length,
      roundTrips: ended,
      items: Math.max(0, ...seen.map(({ items }) => items)),
      readUnits: sum(({ reads }) => reads),
      writeUnits: sum(({ writes }) => writes),
    }
  } finally {
    dynamo.middlewareStack.remove('meter')
  }
}

/** A second connection, which nobody meters. */
let apart: DynamoDBClient | undefined

/** The writes of a command. Here they are as the table's own functions make them, and not yet as they go out. */
function writesOf(command: string, input: ServiceInputTypes): readonly Write[] {
  const given = 'TransactItems' in input ? (input.TransactItems ?? []) : [{ [kindOf(command)]: input }]
  return given.map((item) => ({ item, refusal: 'moved' }))
}

const kindOf = (command: string): string => command.replace('ItemCommand', '')

/** The items that are about to be written, as they stand. */
async function imagesOf(writes: readonly Write[]): Promise<(key: Item) => Item | undefined> {
  const keys = writes.map(({ item: { Put, Update, Delete, ConditionCheck } }) => {
    const { pk, sk } = Put?.Item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {}
    return { pk: { S: String(pk) }, sk: { S: String(sk) } }
  })
  if (keys.length === 0) return () => undefined
  const table = process.env.TABLE_NAME ?? ''
  apart ??= new DynamoDBClient({})
  const answer = await apart.send(
    new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
  )
  const images = (answer.Responses?.[table] ?? []).map((image): Item => unmarshall(image))
  return (key) => images.find((image) => image.pk === key.pk && image.sk === key.sk)
}

function consumed(output: ServiceOutputTypes): number {
  const units = 'ConsumedCapacity' in output ? [output.ConsumedCapacity ?? []].flat() : []
  return units.reduce((sum, one) => sum + ('CapacityUnits' in one ? (one.CapacityUnits ?? 0) : 0), 0)
}

/** DynamoDB Local charges nothing for what is not there, and AWS does. */
function absent(input: ServiceInputTypes, output: ServiceOutputTypes): number {
  if ('RequestItems' in input && 'Responses' in output)
    return Object.entries(input.RequestItems ?? {}).reduce((sum, [table, asked]) => {
      if (!('Keys' in asked)) return sum
      const missing = (asked.Keys?.length ?? 0) - (Object(output.Responses)[table]?.length ?? 0)
      return sum + missing * (asked.ConsistentRead ? 1 : 0.5)
    }, 0)
  if ('Key' in input && !('UpdateExpression' in input) && !('Item' in output && output.Item)) return 1
  return 0
}
