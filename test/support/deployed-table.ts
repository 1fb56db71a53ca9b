import { BatchWriteItemCommand, paginateScan, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { clients, deployed } from './deployed.ts'

export type Item = Readonly<Record<string, unknown>>

/** Everything that stands in the table, sorted by its keys, without how far jobs have come, which go on by themselves every minute. */
export const wholeTable = async (): Promise<Item[]> =>
  (await everyItem()).filter((item) => item.__edb_e__ !== 'due-cursor')

async function everyItem(): Promise<Item[]> {
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

/** Changes fields of the one item of its entity that has these, behind the application's back: for what no route brings about. */
export async function changeItem(entity: string, having: Item, fields: Item): Promise<void> {
  const found = (await itemsOf(entity)).filter((item) =>
    Object.entries(having).every(([name, value]) => item[name] === value),
  )
  const [item] = found
  if (item === undefined || found.length > 1) throw new Error(`${found.length} items of ${entity} fit, not one`)
  const names = Object.keys(fields)
  await clients.dynamo.send(
    new UpdateItemCommand({
      TableName: deployed.TableName,
      Key: marshall({ pk: item.pk, sk: item.sk }),
      UpdateExpression: `SET ${names.map((_, at) => `#${at} = :${at}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#${at}`, name])),
      ExpressionAttributeValues: marshall(Object.fromEntries(names.map((name, at) => [`:${at}`, fields[name]]))),
    }),
  )
}

/** Leaves the table as a deployment finds it. */
export async function emptyTable(): Promise<void> {
  const perCall = 25
  const items = await everyItem()
  for (let start = 0; start < items.length; start += perCall) {
    const requests = items.slice(start, start + perCall).map(({ pk, sk }) => ({
      DeleteRequest: { Key: { pk: { S: String(pk) }, sk: { S: String(sk) } } },
    }))
    await clients.dynamo.send(new BatchWriteItemCommand({ RequestItems: { [deployed.TableName]: requests } }))
  }
}
