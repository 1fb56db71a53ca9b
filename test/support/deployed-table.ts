import { BatchWriteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { clients, deployed } from './deployed.ts'

export type Item = Readonly<Record<string, unknown>>

/** Everything that stands in the table, sorted by its keys. */
export async function wholeTable(): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of paginateScan(
    { client: clients.dynamo },
    { TableName: deployed.TableName, ConsistentRead: true },
  )) {
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)))
  }
  const keyOf = ({ pk, sk }: Item) => `${pk}\n${sk}`
  return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

/** The items of one entity. */
export async function itemsOf(entity: string): Promise<Item[]> {
  return (await wholeTable()).filter((item) => item.__edb_e__ === entity)
}

/** Leaves the table as a deployment finds it. */
export async function emptyTable(): Promise<void> {
  const perCall = 25
  const items = await wholeTable()
  for (let start = 0; start < items.length; start += perCall) {
    const requests = items.slice(start, start + perCall).map(({ pk, sk }) => ({
      DeleteRequest: { Key: { pk: { S: String(pk) }, sk: { S: String(sk) } } },
    }))
    await clients.dynamo.send(new BatchWriteItemCommand({ RequestItems: { [deployed.TableName]: requests } }))
  }
}
