/** A value as DynamoDB's protocol writes it: its type, and what it holds. */
export type Value = Readonly<Record<string, unknown>>
export type Item = Readonly<Record<string, Value>>

/** What an expression is read with: the names and values that it only stands for. */
export type Substitutions = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Item
}

type Scope = { readonly item: Item | undefined } & Substitutions
type Operand = (scope: Scope) => Value | undefined
type Test = (scope: Scope) => boolean

/** A condition, read once and then asked of items. */
export type Condition = (item: Item | undefined, substitutions: Substitutions) => boolean
/** An update, read once and then applied: it answers the item as it is afterwards. */
export type Update = (item: Item, substitutions: Substitutions) => Item

const conditions = new Map<string, Condition>()
const updates = new Map<string, Update>()

/** Reads a condition, key condition or filter expression. */
export function conditionOf(expression: string | undefined): Condition {
  if (expression === undefined) return () => true
  const known = conditions.get(expression)
  if (known) return known
  const reader = new Reader(expression)
  const test = reader.either()
  reader.end()
  const condition: Condition = (item, substitutions) => test({ item, ...substitutions })
  conditions.set(expression, condition)
  return condition
}

/** Reads an update expression: SET, REMOVE, ADD and DELETE of top-level attributes. */
export function updateOf(expression: string): Update {
  const known = updates.get(expression)
  if (known) return known
  const reader = new Reader(expression)
  const steps: ((scope: Scope, draft: Record<string, Value>) => void)[] = []
  while (!reader.done) {
    const clause = reader.take().toUpperCase()
    do steps.push(reader.step(clause))
    while (reader.skip(','))
  }
  const update: Update = (item, substitutions) => {
    const draft = { ...item }
    for (const step of steps) step({ item, ...substitutions }, draft)
    return draft
  }
  updates.set(expression, update)
  return update
}

/** Whether two values are the same; sets and maps are compared by their text. */
const same = (one: Value | undefined, other: Value | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** Negative, zero or positive; undefined where the two cannot be compared. */
function order(one: Value | undefined, other: Value | undefined): number | undefined {
  if (typeof one?.N === 'string' && typeof other?.N === 'string') return Number(one.N) - Number(other.N)
  if (typeof one?.S !== 'string' || typeof other?.S !== 'string') return undefined
  return one.S < other.S ? -1 : Number(one.S > other.S)
}

const comparisons: Readonly<Record<string, (one: Value | undefined, other: Value | undefined) => boolean>> = {
  '=': (one, other) => one !== undefined && same(one, other),
  '<>': (one, other) => !same(one, other),
  '<': (one, other) => (order(one, other) ?? 1) < 0,
  '<=': (one, other) => (order(one, other) ?? 1) <= 0,
  '>': (one, other) => (order(one, other) ?? -1) > 0,
  '>=': (one, other) => (order(one, other) ?? -1) >= 0,
}

const textOf = (value: Value | undefined): string => (typeof value?.S === 'string' ? value.S : '')

function listOf(value: Value | undefined): readonly unknown[] {
  const list = value?.SS ?? value?.NS ?? value?.L ?? []
  return Array.isArray(list) ? list : []
}

function sizeOf(value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined
  if (typeof value.S === 'string') return { N: String(Buffer.byteLength(value.S)) }
  if (typeof value.M === 'object' && value.M !== null) return { N: String(Object.keys(value.M).length) }
  return { N: String(listOf(value).length) }
}

const contains = (whole: Value | undefined, part: Value | undefined): boolean =>
  typeof whole?.S === 'string' ? whole.S.includes(textOf(part)) : listOf(whole).includes(part?.S ?? part?.N)

class Reader {
  readonly #tokens: readonly string[]
  #next = 0

  constructor(expression: string) {
    this.#tokens = expression.match(/<=|>=|<>|[=<>(),+-]|[#:]?[\w.#]+/g) ?? []
  }

  get done(): boolean {
    return this.#next >= this.#tokens.length
  }

  take(): string {
    const token = this.#tokens[this.#next++]
    if (token === undefined) throw new Error('the expression ends too early')
    return token
  }

  skip(token: string): boolean {
    if (this.#tokens[this.#next]?.toUpperCase() !== token) return false
    this.#next++
    return true
  }

  expect(token: string): void {
    if (!this.skip(token)) throw new Error(`${token} is missing before ${this.#tokens.slice(this.#next).join(' ')}`)
  }

  end(): void {
    if (!this.done) throw new Error(`${this.#tokens.slice(this.#next).join(' ')} is left over`)
  }

  either(): Test {
    const tests = [this.#both()]
    while (this.skip('OR')) tests.push(this.#both())
    return (scope) => tests.some((test) => test(scope))
  }

  #both(): Test {
    const tests = [this.#single()]
    while (this.skip('AND')) tests.push(this.#single())
    return (scope) => tests.every((test) => test(scope))
  }

  #single(): Test {
    if (this.skip('NOT')) {
      const test = this.#single()
      return (scope) => !test(scope)
    }
    if (this.skip('(')) {
      const test = this.either()
      this.expect(')')
      return test
    }
    const word = this.#tokens[this.#next] ?? ''
    if (word in this.#predicates) {
      this.#next++
      return this.#predicate(word)
    }
    const left = this.#operand()
    if (this.skip('BETWEEN')) {
      const low = this.#operand()
      this.expect('AND')
      const high = this.#operand()
      return (scope) =>
        comparisons['>=']?.(left(scope), low(scope)) === true && comparisons['<=']?.(left(scope), high(scope)) === true
    }
    const compare = comparisons[this.take()]
    if (!compare) throw new Error('this comparison is not known here')
    const right = this.#operand()
    return (scope) => compare(left(scope), right(scope))
  }

  readonly #predicates: Readonly<Record<string, (one: Value | undefined, other: Value | undefined) => boolean>> = {
    attribute_exists: (one) => one !== undefined,
    attribute_not_exists: (one) => one === undefined,
    begins_with: (one, other) => one?.S !== undefined && textOf(one).startsWith(textOf(other)),
    contains,
  }

  #predicate(word: string): Test {
    const judge = this.#predicates[word]
    if (!judge) throw new Error(`${word} is not known here`)
    const [one, other] = this.#arguments()
    return (scope) => judge(one?.(scope), other?.(scope))
  }

  #arguments(): readonly Operand[] {
    this.expect('(')
    const operands = [this.#operand()]
    while (this.skip(',')) operands.push(this.#operand())
    this.expect(')')
    return operands
  }

  #operand(): Operand {
    const token = this.take()
    if (token === 'size') {
      const [of] = this.#arguments()
      return (scope) => sizeOf(of?.(scope))
    }
    if (token === 'if_not_exists') {
      const [known, otherwise] = this.#arguments()
      return (scope) => known?.(scope) ?? otherwise?.(scope)
    }
    if (token.startsWith(':')) return ({ ExpressionAttributeValues = {} }) => ExpressionAttributeValues[token]
    const steps = token.split('.')
    return (scope) => {
      let value: unknown = { M: scope.item ?? {} }
      for (const step of steps) {
        const map: unknown = typeof value === 'object' && value !== null && 'M' in value ? value.M : undefined
        value = typeof map === 'object' && map !== null ? Reflect.get(map, nameOf(step, scope)) : undefined
      }
      return typeof value === 'object' && value !== null ? { ...value } : undefined
    }
  }

  step(clause: string): (scope: Scope, draft: Record<string, Value>) => void {
    const path = this.take()
    if (clause === 'REMOVE') return (scope, draft) => void delete draft[nameOf(path, scope)]
    if (clause === 'SET') {
      this.expect('=')
      const first = this.#operand()
      const sign = this.skip('+') ? 1 : this.skip('-') ? -1 : 0
      const second = sign === 0 ? undefined : this.#operand()
      return (scope, draft) => {
        const value = first(scope)
        const result = second ? added(value, second(scope), sign) : value
        if (result) draft[nameOf(path, scope)] = result
      }
    }
    const operand = this.#operand()
    if (clause === 'ADD')
      return (scope, draft) => {
        const name = nameOf(path, scope)
        draft[name] = added(draft[name], operand(scope), 1)
      }
    if (clause === 'DELETE')
      return (scope, draft) => {
        const name = nameOf(path, scope)
        const left = listOf(draft[name]).filter((member) => !listOf(operand(scope)).includes(member))
        if (left.length > 0) draft[name] = { SS: left }
        else delete draft[name]
      }
    throw new Error(`${clause} is not known here`)
  }
}

/** A sum of numbers, or a set with more members. */
function added(value: Value | undefined, more: Value | undefined, sign: number): Value {
  if (more?.SS !== undefined) return { SS: [...new Set([...listOf(value), ...listOf(more)])] }
  return { N: String(Number(value?.N ?? 0) + sign * Number(more?.N ?? 0)) }
}

const nameOf = (step: string, { ExpressionAttributeNames = {} }: Scope): string =>
  ExpressionAttributeNames[step] ?? step
