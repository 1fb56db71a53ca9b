import { type Document, leasts, mosts, type Schema, schemaOf } from './document.ts'

/** Which way a value goes: a program sends it, or a program is given it. */
export type Direction = 'sent' | 'given'

/** The two documents that are compared. */
export type Documents = { readonly before: Document; readonly after: Document }

/** One shape that a value can have: of one type, with the schemas that it met on the way to it. */
type Shape = Schema & { readonly type?: string }

/**
 * What a program that was written for one schema meets with another that breaks it, each in a few words that begin with where in the value
 * it is. What is sent may be taken more freely, and what is given may say more: neither breaks anybody.
 */
export function schemaBreaks(
  documents: Documents,
  before: Schema,
  after: Schema,
  direction: Direction,
  where = '',
  seen: ReadonlySet<string> = new Set(),
): readonly string[] {
  const pair = before.$ref !== undefined && after.$ref !== undefined ? `${before.$ref} ${after.$ref}` : undefined
  if (pair !== undefined && seen.has(pair)) return []
  const met = pair === undefined ? seen : new Set([...seen, pair])
  const were = shapesOf(documents.before, before)
  const are = shapesOf(documents.after, after)
  // Each value that can come has to be one that whoever receives it knows.
  const [coming, known] = direction === 'sent' ? [were, are] : [are, were]
  const breaks = coming.flatMap((shape) => {
    const candidates = known.flatMap((other) => {
      const [was, is] = direction === 'sent' ? [shape, other] : [other, shape]
      const found = shapeBreaks(documents, was, is, direction, where, met)
      return found ? [found] : []
    })
    const [first, ...others] = candidates
    if (!first) return [`${where || 'it'} ${direction === 'sent' ? 'may no longer' : 'may now'} be ${nameOf(shape)}`]
    // Of alternatives, the one that is meant is the one that is nearest.
    return others.reduce((nearest, one) => (one.length < nearest.length ? one : nearest), first)
  })
  return [...new Set(breaks)]
}

const nameOf = ({ type, ...shape }: Shape): string =>
  'const' in shape ? JSON.stringify(shape.const) : type === 'null' ? 'null' : `of type ${type ?? 'any'}`

/** What of one shape breaks who was made for another; undefined where one has nothing to do with the other. */
function shapeBreaks(
  documents: Documents,
  before: Shape,
  after: Shape,
  direction: Direction,
  where: string,
  seen: ReadonlySet<string>,
): readonly string[] | undefined {
  if (!sameType(before.type, after.type, direction)) return undefined
  return [
    ...wordBreaks(before, after, direction, where),
    ...limitBreaks(before, after, direction, where),
    ...propertyBreaks(documents, before, after, direction, where, seen),
    ...(before.items && after.items
      ? schemaBreaks(documents, before.items, after.items, direction, `${where}[]`, seen)
      : []),
  ]
}

/** Any whole number is a number, but a number need not be whole; what has no type is of every type. */
function sameType(before: string | undefined, after: string | undefined, direction: Direction): boolean {
  const [coming, known] = direction === 'sent' ? [before, after] : [after, before]
  return coming === known || known === undefined || (coming === 'integer' && known === 'number')
}

/** A word that was taken or said, and is no more: whoever decides by it is broken. Words that are added break nobody. */
function wordBreaks(before: Shape, after: Shape, direction: Direction, where: string): readonly string[] {
  const [were, are] = [wordsOf(before), wordsOf(after)]
  if (were === undefined) {
    if (are === undefined || direction === 'given') return []
    return [`${where || 'it'} may only be one of ${[...are].join(', ')}`]
  }
  if (are === undefined) return direction === 'sent' ? [] : [`${where || 'it'} may now be any word`]
  return [...were]
    .filter((word) => !are.has(word))
    .map((word) => `${where || 'it'} ${direction === 'sent' ? 'may no longer be' : 'is never'} ${word}`)
}

function wordsOf(shape: Shape): ReadonlySet<string> | undefined {
  const words = 'const' in shape ? [shape.const] : shape.enum
  return words && new Set(words.map((word) => JSON.stringify(word)))
}

function limitBreaks(before: Shape, after: Shape, direction: Direction, where: string): readonly string[] {
  const breaks: string[] = []
  const at = where || 'it'
  if (after.format !== before.format && (direction === 'given' || after.format !== undefined))
    breaks.push(`${at} is of the format ${after.format ?? 'none'} instead of ${before.format ?? 'none'}`)
  if (direction === 'given') return breaks
  if (after.pattern !== undefined && after.pattern !== before.pattern)
    breaks.push(`${at} has to match ${after.pattern}`)
  for (const limit of mosts) {
    const most = after[limit]
    if (most !== undefined && most < (before[limit] ?? Number.POSITIVE_INFINITY))
      breaks.push(`${at} has ${limit} ${most}`)
  }
  for (const limit of leasts) {
    const least = after[limit]
    // Nothing is shorter than nothing: a length of at least 0 says nothing.
    const none = limit.endsWith('imum') ? Number.NEGATIVE_INFINITY : 0
    if (least !== undefined && least > (before[limit] ?? none)) breaks.push(`${at} has ${limit} ${least}`)
  }
  return breaks
}

function propertyBreaks(
  documents: Documents,
  before: Shape,
  after: Shape,
  direction: Direction,
  where: string,
  seen: ReadonlySet<string>,
): readonly string[] {
  const [were, are] = [before.properties ?? {}, after.properties ?? {}]
  const [wereSure, areSure] = [new Set(before.required), new Set(after.required)]
  const place = (name: string) => (where === '' ? name : `${where}.${name}`)
  const open = (schema: Shape) => schema.additionalProperties !== false
  const gone = Object.keys(were).filter((name) => !(name in are))
  const breaks = [
    ...(direction === 'given'
      ? [...gone, ...Object.keys(are).filter((name) => wereSure.has(name) && !areSure.has(name))].map(
          (name) => `${place(name)} is ${gone.includes(name) ? 'gone' : 'not always there'}`,
        )
      : [
          ...(open(after) ? [] : gone.map((name) => `${place(name)} is no longer taken`)),
          ...Object.keys(are)
            .filter((name) => areSure.has(name) && !wereSure.has(name))
            .map((name) => `${place(name)} is required`),
        ]),
    ...Object.entries(were).flatMap(([name, was]) => {
      const is = are[name]
      return is ? schemaBreaks(documents, was, is, direction, place(name), seen) : []
    }),
  ]
  const [wereMore, areMore] = [before.additionalProperties, after.additionalProperties]
  if (direction === 'sent' && before.type === 'object' && open(before) && !open(after))
    breaks.push(`${where || 'it'} takes no further fields`)
  if (typeof wereMore === 'object' && typeof areMore === 'object')
    breaks.push(...schemaBreaks(documents, wereMore, areMore, direction, `${where}[*]`, seen))
  return breaks
}

/** Every shape that a value of a schema can have, with alternatives side by side and what holds together in one. */
function shapesOf(document: Document, schema: Schema): readonly Shape[] {
  const { anyOf, oneOf, allOf, type, $ref: _, ...rest } = schemaOf(document, schema)
  const own: Schema = { ...rest, ...(type !== undefined && { type }) }
  const alternatives = anyOf ?? oneOf
  if (alternatives)
    return alternatives
      .flatMap((one) => shapesOf(document, one))
      .flatMap((shape) => shapesOf(document, { allOf: [...(allOf ?? []), own, shape] }))
  if (allOf) {
    const all = [...allOf, own].map((one) => shapesOf(document, one))
    return all.reduce((so, more) => so.flatMap((one) => more.flatMap((other) => together(one, other))), [{}])
  }
  if (typeof type === 'object') return type.map((one) => ({ ...rest, type: one }))
  return [{ ...rest, ...(type !== undefined && { type }) }]
}

/** One shape that is both, or none where nothing can be both. */
function together(one: Shape, other: Shape): readonly Shape[] {
  if (one.type !== undefined && other.type !== undefined && one.type !== other.type) return []
  const properties: Record<string, Schema> = { ...one.properties }
  for (const [name, schema] of Object.entries(other.properties ?? {})) {
    const own = properties[name]
    properties[name] = own ? { allOf: [own, schema] } : schema
  }
  const words = one.enum && other.enum ? one.enum.filter((word) => other.enum?.includes(word)) : undefined
  const required = [...(one.required ?? []), ...(other.required ?? [])]
  return [
    {
      ...one,
      ...other,
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      ...(words && { enum: words }),
    },
  ]
}
