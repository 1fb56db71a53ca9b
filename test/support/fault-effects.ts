import { isDeepStrictEqual } from 'node:util'
import { type AttributeValue, BatchGetItemCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { dynamo } from '../../shared/table/client.ts'
import { tableName } from '../../shared/table/schema.ts'
import type { Item } from './world-table.ts'

type Key = Readonly<Record<'pk' | 'sk', string>>

/** What only says that something is under way, was counted, or was answered: no change that anyone asked for. */
export const bookkeeping: ReadonlySet<unknown> = new Set([
  ...['idempotency', 'limit', 'mail-claim', 'link', 'attempt', 'due', 'due-cursor', 'deferred-mail', 'job', 'mailbox'],
])

/**
 * What writes have come to: every item that they have touched as it stands now, the bookkeeping left out if that is wanted, without what
 * differs from one time to the next (ids, moments, addresses, counts of what others share). Two calls that did the same are alike.
 */
export async function effectOf(
  written: readonly object[],
  { without = new Set(), leaving = {} }: { readonly without?: ReadonlySet<unknown>; readonly leaving?: Fields } = {},
): Promise<readonly string[]> {
  const keys = new Map(written.flatMap(keysIn).map((key) => [`${key.pk} ${key.sk}`, key]))
  const found = await itemsAt([...keys.values()])
  return [...keys]
    .flatMap(([name]) => {
      const item = found.get(name)
      if (!item) return [`${alike(name)} is not there`]
      return without.has(item.__edb_e__) ? [] : [alike(JSON.stringify(plain(item, leaving)))]
    })
    .sort()
}

/** Throws what is there and should not be, and what should be and is not. */
export function expectWhole(found: readonly string[], whole: readonly string[], where = 'table'): void {
  if (isDeepStrictEqual(found, whole)) return
  const [more, less] = [found.filter((item) => !whole.includes(item)), whole.filter((item) => !found.includes(item))]
  const first = (items: readonly string[]) => items.slice(0, 2).map((item) => item.slice(0, 1500))
  throw new Error(
    [
      `${where}: ${found.length} in place of ${whole.length}`,
      ...first(more).map((item) => `+ ${item}`),
      ...first(less).map((item) => `- ${item}`),
    ].join('\n'),
  )
}

/** How many activities a transaction has written. */
export const activitiesIn = (input: object): number =>
  imagesIn(input).filter((image) => image.__edb_e__?.S === 'activity').length

type Image = Readonly<Record<string, AttributeValue>>
type Part = Readonly<Partial<Record<'Put' | 'Update' | 'Delete' | 'ConditionCheck', object>>>

const partsOf = (input: object): readonly Part[] =>
  'TransactItems' in input && Array.isArray(input.TransactItems) ? input.TransactItems : []

const imagesIn = (input: object): readonly Image[] =>
  partsOf(input).flatMap(({ Put }) => (Put && 'Item' in Put ? [Put.Item as Image] : []))

function keysIn(input: object): readonly Key[] {
  const single = partsOf(input).flatMap(({ Put, Update, Delete }) => Put ?? Update ?? Delete ?? [])
  return (single.length > 0 || 'TransactItems' in input ? single : [input]).map((write) => {
    const { pk, sk } = ('Item' in write ? write.Item : Reflect.get(write, 'Key')) as Image
    return { pk: pk?.S ?? '', sk: sk?.S ?? '' }
  })
}

async function itemsAt(keys: readonly Key[]): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>()
  for (let start = 0; start < keys.length; start += 100) {
    const Keys = keys.slice(start, start + 100).map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }))
    const { Responses = {} } = await dynamo.send(
      new BatchGetItemCommand({ RequestItems: { [tableName()]: { Keys, ConsistentRead: true } } }),
    )
    for (const image of Responses[tableName()] ?? []) {
      const item = unmarshall(image)
      found.set(`${item.pk} ${item.sk}`, item)
    }
  }
  return found
}

/** Names of fields, by entity. */
type Fields = Readonly<Record<string, readonly string[]>>

/** Fields that differ between two calls that do the same: they count what others do as well, or how often it was tried, or follow from an address. */
const shared: Fields = {
  organization: ['version'],
  'name-count': ['count'],
  customers: ['count'],
  limit: ['count'],
  search: ['shared', 'word'],
  due: ['shard'],
  // A code that was tried while something failed is tried once more, and one that was not mailed is followed by another.
  'approval-code': ['codes', 'tries', 'triesOfLink'],
}

/** Fields that hold what nobody can foresee. */
const sealed = new Set(['sealKey', 'sealedValues', 'nonce', 'sealedSession', 'sealedSecret', 'previousSecret'])

function plain(item: Item, leaving: Fields): unknown {
  const entity = String(item.__edb_e__)
  const left = [...(shared[entity] ?? []), ...(leaving[entity] ?? [])]
  return Object.fromEntries(
    Object.entries(item)
      .filter(([field]) => !left.includes(field))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([field, value]) => [
        field,
        sealed.has(field) ? 'bytes' : inPlain(field === 'jws' ? signedIn(value) : value),
      ]),
  )
}

/** What was signed: its signature is another one each time. */
const signedIn = (jws: unknown): unknown =>
  JSON.parse(Buffer.from(String(jws).split('.')[1] ?? '', 'base64url').toString())

function inPlain(value: unknown): unknown {
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof Set) return [...value].sort()
  if (Array.isArray(value)) return value.map(inPlain)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, sealed.has(key) ? 'bytes' : inPlain(inner)]),
    )
  return typeof value === 'number' && value > 1_000_000_000 ? 'a second' : value
}

/** A text without the ids, moments, numbers and hashes in it. */
export const alike = (text: string): string =>
  text
    // Before ids: part of a hash may look like one.
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, 'hash')
    .replace(/\b([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g, '$1_…')
    .replace(/\b[0-7][0-9a-hjkmnp-tv-z]{25}\b/gi, '…')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'uuid')
    .replace(/\d{4}-\d\d-\d\d(?:T[\d:.]*Z?)?/g, 'moment')
    // The end of a contract's id, as it is read to each other.
    .replace(/"reference":"[0-9A-Z]{4}-[0-9A-Z]{4}"/g, '"reference":"…"')
    .replace(/person-\d+/g, 'person-n')
    .replace(/(?<=^|")(due#[\w-]+#\w+)#\d+/g, '$1#n')
    .replace(/word#\d+/g, 'word#n')
    .replace(/\b(key|message)-\d+/g, '$1-n')
