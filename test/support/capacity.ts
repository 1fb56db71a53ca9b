import type { Write } from '../../shared/table/transaction.ts'
import { whileMeddling } from './dynamodb-faults.ts'
import type { Item } from './world-table.ts'

const indexes = ['gsi1', 'gsi2', 'gsi3'] as const
const projected = ['summary', '__edb_e__', '__edb_v__']

/**
 * What a transaction costs on AWS, in write units, by its documented rules: two for every started KB of an item, and one for every
 * started KB of an index entry that is written or removed. `before` gives the items that are written over or removed.
 */
export function writeUnits(
  writes: readonly Write[],
  before: (key: Item) => Item | undefined = () => undefined,
): number {
  return writes.reduce((sum, { item }) => {
    const key = item.Put?.Item ?? item.Delete?.Key ?? item.Update?.Key ?? item.ConditionCheck?.Key ?? {}
    const old = before(key)
    // An update or a check names no whole item; what we update and check is far below a KB.
    const fresh = item.Put?.Item
    const largest = Math.max(kilobytes(old ?? {}), kilobytes(fresh ?? {}))
    if (item.Update || item.ConditionCheck) return sum + 2 * largest
    return sum + 2 * largest + indexes.reduce((units, index) => units + indexUnits(index, old, fresh), 0)
  }, 0)
}

function indexUnits(index: (typeof indexes)[number], old: Item | undefined, fresh: Item | undefined): number {
  const [was, is] = [entryOf(index, old), entryOf(index, fresh)]
  if (!was || !is) return (was ? kilobytes(was) : 0) + (is ? kilobytes(is) : 0)
  if (was[`${index}pk`] !== is[`${index}pk`] || was[`${index}sk`] !== is[`${index}sk`])
    return kilobytes(was) + kilobytes(is)
  return JSON.stringify(was) === JSON.stringify(is) ? 0 : Math.max(kilobytes(was), kilobytes(is))
}

function entryOf(index: (typeof indexes)[number], item: Item | undefined): Item | undefined {
  if (item?.[`${index}pk`] === undefined) return undefined
  const attributes = ['pk', 'sk', `${index}pk`, `${index}sk`, ...projected]
  return Object.fromEntries(attributes.map((attribute) => [attribute, item[attribute]]))
}

const kilobytes = (item: Item): number => Math.max(1, Math.ceil(itemBytes(item) / 1024))

/** The size of an item as DynamoDB counts it: the names and the values of its attributes. */
const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0)

function sizeOf(value: unknown): number {
  if (value === undefined || value === null || typeof value === 'boolean') return value === undefined ? 0 : 1
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return Math.ceil(String(value).replace(/[.-]/g, '').length / 2) + 1
  if (value instanceof Uint8Array) return value.byteLength
  if (value instanceof Set || Array.isArray(value)) return [...value].reduce((sum, one) => sum + 1 + sizeOf(one), 3)
  return Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .reduce((sum, [name, content]) => sum + Buffer.byteLength(name) + 1 + sizeOf(content), 3)
}

/** How many calls reading takes, and how many read units DynamoDB counted. What is not there costs nothing here, unlike on AWS. */
export async function readCost(
  read: () => Promise<unknown>,
): Promise<{ readonly calls: number; readonly units: number }> {
  let calls = 0
  let units = 0
  await whileMeddling(async ({ input, goOn }) => {
    const answer = await goOn({ ...input, ReturnConsumedCapacity: 'TOTAL' })
    calls += 1
    const consumed = 'ConsumedCapacity' in answer.output ? answer.output.ConsumedCapacity : undefined
    for (const one of [consumed ?? []].flat()) units += 'CapacityUnits' in one ? (one.CapacityUnits ?? 0) : 0
    return answer
  }, read)
  return { calls, units }
}
