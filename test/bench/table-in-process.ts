import { type Condition, conditionOf, type Item, type Substitutions, updateOf, type Value } from './expressions.ts'

/** Calls and the bytes of both ways, since the table was last asked to begin anew. */
export type Traffic = { readonly calls: number; readonly bytes: number }

type Entry = { readonly sort: string; readonly item: Item }
type Partitions = Map<string, Entry[]>
type Key = { readonly pk: Value; readonly sk: Value }
type Written = Substitutions & {
  readonly ConditionExpression?: string
  readonly UpdateExpression?: string
  readonly Item?: Item
  readonly Key?: Item
}
type Asked = Substitutions & {
  readonly IndexName?: string
  readonly KeyConditionExpression?: string
  readonly FilterExpression?: string
  readonly ScanIndexForward?: boolean
  readonly Limit?: number
  readonly ExclusiveStartKey?: Item
}

const decoder = new TextDecoder()
const indexes = ['gsi1', 'gsi2', 'gsi3'] as const

/**
 * A table that answers DynamoDB's protocol within this process, put behind the request handler of a real SDK client: signing,
 * serialising and parsing stay, the network and the engine go. It knows what our calls use of expressions, and of transactions that
 * they are all or nothing; it knows no types, sizes, throttling or eventual consistency.
 */
export class TableInProcess {
  readonly #base: Partitions = new Map()
  readonly #indexes = new Map<string, Partitions>(indexes.map((name) => [name, new Map()]))
  #traffic: Traffic = { calls: 0, bytes: 0 }

  /** For `client.config.requestHandler`. */
  readonly handle = async (request: {
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string | Uint8Array
  }): Promise<{ readonly response: object }> => {
    const sent = typeof request.body === 'string' ? request.body : decoder.decode(request.body)
    const operation = request.headers['x-amz-target']?.split('.')[1] ?? ''
    const { status, reply } = this.#answer(operation, JSON.parse(sent))
    const body = Buffer.from(JSON.stringify(reply))
    this.#traffic = { calls: this.#traffic.calls + 1, bytes: this.#traffic.bytes + sent.length + body.length }
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'in-process' }
    return { response: { statusCode: status, headers, body: new Uint8Array(body) } }
  }

  /** What has gone to and fro since the last time this was asked. */
  takeTraffic(): Traffic {
    const traffic = this.#traffic
    this.#traffic = { calls: 0, bytes: 0 }
    return traffic
  }

  #answer(operation: string, input: Record<string, never>): { readonly status: number; readonly reply: object } {
    switch (operation) {
      case 'BatchGetItem':
        return { status: 200, reply: this.#batch(input) }
      case 'GetItem':
        return { status: 200, reply: { Item: this.#get(keyOf(input.Key)) } }
      case 'Query':
        return { status: 200, reply: this.#query(input) }
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return this.#single(operation, input)
      case 'TransactWriteItems':
        return this.#transact(input)
      default:
        throw new Error(`${operation} is not known here`)
    }
  }

  #batch({ RequestItems }: { readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Item[] }>> }) {
    const tables = Object.entries(RequestItems ?? {}).map(([table, { Keys }]) => {
      const found = Keys.map((key) => this.#get(keyOf(key))).filter((item) => item !== undefined)
      return [table, found] as const
    })
    return { Responses: Object.fromEntries(tables), UnprocessedKeys: {} }
  }

  #query(asked: Asked) {
    const { IndexName, ScanIndexForward = true, Limit = 1_000_000, ExclusiveStartKey } = asked
    const partitionKey = IndexName === undefined ? 'pk' : `${IndexName}pk`
    const values = asked.ExpressionAttributeValues ?? {}
    const name = Object.entries(asked.ExpressionAttributeNames ?? {}).find(([, is]) => is === partitionKey)?.[0]
    const [, value = ''] =
      new RegExp(`(?:${name ?? partitionKey}) = (:\\w+)`).exec(asked.KeyConditionExpression ?? '') ?? []
    const where = IndexName === undefined ? this.#base : this.#indexes.get(IndexName)
    const partition = where?.get(textOf(values[value])) ?? []
    const ordered = ScanIndexForward ? partition : partition.toReversed()
    const matches = conditionOf(asked.KeyConditionExpression)
    const passes = conditionOf(asked.FilterExpression)
    const sortOf = (item: Item) => positionOf(item, IndexName)
    const start = ExclusiveStartKey && sortOf(ExclusiveStartKey)
    const items: Item[] = []
    let read = 0
    let last: Item | undefined
    for (const { sort, item } of ordered) {
      if (start !== undefined && (ScanIndexForward ? sort <= start : sort >= start)) continue
      if (!matches(item, asked)) continue
      if (read === Limit) {
        return {
          Items: items,
          Count: items.length,
          ScannedCount: read,
          LastEvaluatedKey: last && keysOf(last, IndexName),
        }
      }
      read++
      last = item
      if (passes(item, asked)) items.push(IndexName === undefined ? item : projected(item))
    }
    return { Items: items, Count: items.length, ScannedCount: read }
  }

  #single(operation: string, write: Written) {
    const key = keyOf(write.Item ?? write.Key)
    if (!this.#holds(write, key))
      return problem('ConditionalCheckFailedException', { message: 'The conditional request failed' })
    const before = this.#get(key)
    this.#apply(operation.replace('Item', ''), write, key)
    return { status: 200, reply: { Attributes: operation === 'UpdateItem' ? this.#get(key) : before } }
  }

  #transact({ TransactItems = [] }: { readonly TransactItems?: readonly Readonly<Record<string, Written>>[] }) {
    const writes = TransactItems.flatMap((entry) => Object.entries(entry)).map(([kind, write]) => ({
      kind,
      write,
      key: keyOf(write.Item ?? write.Key),
    }))
    const held = writes.map(({ write, key }) => this.#holds(write, key))
    if (held.includes(false)) {
      const reasons = held.map((ok) => (ok ? { Code: 'None' } : { Code: 'ConditionalCheckFailed' }))
      return problem('TransactionCanceledException', { message: 'Transaction cancelled', CancellationReasons: reasons })
    }
    for (const { kind, write, key } of writes) this.#apply(kind, write, key)
    return { status: 200, reply: {} }
  }

  #holds(write: Written, key: Key): boolean {
    const condition: Condition = conditionOf(write.ConditionExpression)
    return condition(this.#get(key), write)
  }

  #apply(kind: string, write: Written, key: Key): void {
    if (kind === 'ConditionCheck') return
    const before = this.#get(key)
    const after =
      kind === 'Put'
        ? write.Item
        : kind === 'Update'
          ? updateOf(write.UpdateExpression ?? '')(before ?? { ...key }, write)
          : undefined
    if (before) this.#place(before, (entries, at) => entries.splice(at, 1))
    if (after) this.#place(after, (entries, at, entry) => entries.splice(at, 0, entry))
  }

  #get({ pk, sk }: Key): Item | undefined {
    const entries = this.#base.get(textOf(pk)) ?? []
    const entry = entries[placeOf(entries, textOf(sk))]
    return entry?.sort === textOf(sk) ? entry.item : undefined
  }

  /** Finds the place of an item in the table and in each index that it is in. */
  #place(item: Item, act: (entries: Entry[], at: number, entry: Entry) => void): void {
    for (const name of [undefined, ...indexes]) {
      const partition = item[name === undefined ? 'pk' : `${name}pk`]
      if (partition === undefined) continue
      const where = name === undefined ? this.#base : this.#indexes.get(name)
      const entries = where?.get(textOf(partition)) ?? []
      where?.set(textOf(partition), entries)
      const sort = positionOf(item, name)
      act(entries, placeOf(entries, sort), { sort, item })
    }
  }
}

const textOf = (value: Value | undefined): string => (typeof value?.S === 'string' ? value.S : '')

function keyOf(item: Item | undefined): Key {
  return { pk: item?.pk ?? {}, sk: item?.sk ?? {} }
}

/** In an index several items can have the same key; the table's own tells them apart. */
function positionOf(item: Item, index: string | undefined): string {
  if (index === undefined) return textOf(item.sk)
  return [item[`${index}sk`], item.pk, item.sk].map(textOf).join('\u0000')
}

function keysOf(item: Item, index: string | undefined): Item {
  const names = ['pk', 'sk', ...(index === undefined ? [] : [`${index}pk`, `${index}sk`])]
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])))
}

/** What every index projects, beside the keys. */
const projected = (item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).filter(([name]) => /^(?:pk|sk|gsi\dpk|gsi\dsk|summary|__edb_e__|__edb_v__)$/.test(name)),
  )

/** Where an entry of that position is or would be, in entries that are sorted by it. */
function placeOf(entries: readonly Entry[], sort: string): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.sort ?? '') < sort) low = middle + 1
    else high = middle
  }
  return low
}

const problem = (type: string, rest: object) => ({
  status: 400,
  reply: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...rest },
})
