import { ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb'
import { documents } from '../../shared/table/client.ts'

/** An item as it stands in the table. */
export type Item = Readonly<Record<string, unknown>>

/** Every item of the table, by its key: what nothing but a test may do. */
export const dumpTable = (): Promise<readonly Item[]> => scan({})

/** The items of one entity. */
export const itemsOf = (entity: string): Promise<readonly Item[]> =>
  scan({
    FilterExpression: '#entity = :entity',
    ExpressionAttributeNames: { '#entity': '__edb_e__' },
    ExpressionAttributeValues: { ':entity': entity },
  })

async function scan(filter: Partial<ScanCommandInput>): Promise<readonly Item[]> {
  const items: Item[] = []
  let start: Record<string, unknown> | undefined
  do {
    const page = await documents.send(
      new ScanCommand({
        TableName: process.env.TABLE_NAME,
        ConsistentRead: true,
        ...filter,
        ...(start && { ExclusiveStartKey: start }),
      }),
    )
    items.push(...(page.Items ?? []))
    start = page.LastEvaluatedKey
  } while (start)
  return items.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

const keyOf = ({ pk, sk }: Item): string => `${String(pk)}\n${String(sk)}`

/** Those of the calls to the table that would change something. */
export const writesAmong = (calls: readonly { readonly command: string }[]): readonly string[] =>
  calls
    .map(({ command }) => command)
    .filter((command) => !/^(?:(?:BatchGet|Get)Item|Query|Scan|TransactGetItems)Command$/.test(command))
