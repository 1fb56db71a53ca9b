import { type AttributeValue, BatchGetItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import { encodeTime } from 'ulid'
import { idPrefixes } from '../../shared/domain/ids.ts'
import type { ActivityKey } from './letter.ts'

type Item = Record<string, AttributeValue>

const dynamodb = new DynamoDBClient({})

/** As many as Lambda hands to a stream function in one batch, and as one BatchGet reads. */
const mostAtOnce = 100

/** What a stream function is handed: the same activities again, read from the table, where they stay when the stream has forgotten them. */
export type Batch = { readonly Records: readonly { readonly eventName: 'INSERT'; readonly dynamodb: object }[] }

/** The activities with these keys, in batches; those that are no longer there are left out. */
export async function* activitiesWith(tableName: string, keys: readonly ActivityKey[]): AsyncGenerator<Batch> {
  for (let start = 0; start < keys.length; start += mostAtOnce) {
    const Keys = keys.slice(start, start + mostAtOnce).map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }))
    let RequestItems: Record<string, { Keys: Item[]; ConsistentRead: boolean }> | undefined = {
      [tableName]: { Keys, ConsistentRead: true },
    }
    while (RequestItems?.[tableName]) {
      const { Responses, UnprocessedKeys } = await dynamodb.send(new BatchGetItemCommand({ RequestItems }))
      yield batchOf(Responses?.[tableName] ?? [])
      const left: Item[] = UnprocessedKeys?.[tableName]?.Keys ?? []
      RequestItems = left.length > 0 ? { [tableName]: { Keys: left, ConsistentRead: true } } : undefined
    }
  }
}

/** An activity bears the moment at which its request began, up to half a minute before it was written; clocks differ a little. */
const minutesBefore = 2
const minutesAfter = 1

/**
 * The activities that were written between two moments, and some that were written just before or after, in batches. It reads the whole
 * table: no key leads to a moment over all organizations, and it is read once in a blue moon.
 */
export async function* activitiesBetween(tableName: string, from: string, until: string): AsyncGenerator<Batch> {
  const idAt = (moment: string, minutes: number): string =>
    `${idPrefixes.activity}_${encodeTime(Date.parse(moment) + minutes * 60_000, 10).toLowerCase()}`
  const pages = paginateScan(
    { client: dynamodb },
    {
      TableName: tableName,
      FilterExpression: '#entity = :activity AND sk BETWEEN :from AND :until',
      ExpressionAttributeNames: { '#entity': '__edb_e__' },
      ExpressionAttributeValues: {
        ':activity': { S: 'activity' },
        ':from': { S: idAt(from, -minutesBefore) },
        ':until': { S: `${idAt(until, minutesAfter)}~` },
      },
    },
  )
  for await (const { Items = [] } of pages)
    for (let start = 0; start < Items.length; start += mostAtOnce) yield batchOf(Items.slice(start, start + mostAtOnce))
}

const batchOf = (items: readonly Item[]): Batch => ({
  Records: items.map((item) => ({
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: item.pk, sk: item.sk }, NewImage: item },
  })),
})
