import { env } from '../platform/env.ts'

/** Every entity of the table belongs to this service, in version 1 of its shape. */
export const model = <Name extends string>(entity: Name) => ({ entity, version: '1', service: 'rolecall' }) as const

/** A key facet: its composite attributes, put into a template as they are. ElectroDB would lower-case them otherwise. */
const facet = <Field extends string, const Composite extends readonly string[]>(
  field: Field,
  composite: Composite,
  template: string,
) => ({ field, composite, template, casing: 'none' }) as const

/** The primary key. A template names attributes as `${organizationId}`. */
export const primary = <const P extends readonly string[], const S extends readonly string[]>(
  pk: readonly [template: string, composite: P],
  sk: readonly [template: string, composite: S],
) => ({ pk: facet('pk', pk[1], pk[0]), sk: facet('sk', sk[1], sk[0]) }) as const

type Facet<Attribute extends string> = { readonly template: string; readonly composite: readonly Attribute[] }

/**
 * The raw key of an item, for a BatchGet over several entities: the templates of its entity's primary key, filled in. ElectroDB says the
 * same in many times as long, which every request would pay several times.
 */
export const keyOf = <P extends string, S extends string>(
  { pk, sk }: { readonly pk: Facet<P>; readonly sk: Facet<S> },
  of: Readonly<Record<P | S, string>>,
): { readonly pk: string; readonly sk: string } => ({ pk: filled(pk, of), sk: filled(sk, of) })

const filled = <A extends string>({ template, composite }: Facet<A>, of: Readonly<Record<A, string>>): string =>
  composite.reduce((text, attribute) => text.replace(`\${${attribute}}`, () => of[attribute]), template)

/** One of the three indexes. What a list shows of an entity is its `summary`, the one attribute that they project. */
export const index = <const N extends 1 | 2 | 3, const P extends readonly string[], const S extends readonly string[]>(
  number: N,
  pk: readonly [template: string, composite: P],
  sk: readonly [template: string, composite: S],
) =>
  ({
    index: `gsi${number}`,
    pk: facet(`gsi${number}pk`, pk[1], pk[0]),
    sk: facet(`gsi${number}sk`, sk[1], sk[0]),
  }) as const

/** The table's name, as deployed. */
export const tableName = (): string => env('TABLE_NAME')

/** A record as ElectroDB takes it: what is undefined is left out, so that an absent attribute is absent everywhere. */
export function stored<Item extends object>(record: Item): { [Key in keyof Item]: Exclude<Item[Key], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Item]: Exclude<Item[Key], undefined>
  }
}

/** What ElectroDB says of an entity: what its items are told by, and what they hold. */
type Described = {
  readonly schema: {
    readonly model: { readonly entity: string; readonly version: string }
    readonly attributes: Readonly<Record<string, unknown>>
  }
}

/**
 * What an item holds of its entity's attributes; undefined where there is none, or one of another entity. ElectroDB's `parse` says the same in
 * many times as long, which every request would pay several times; what it does for sets and for attributes that are read otherwise than they
 * are stored is not done here. The type is the one that the entity's items have.
 */
export function recordIn<Stored>(
  { schema: { model, attributes } }: Described,
  item: Readonly<Record<string, unknown>> | undefined,
): Stored | undefined {
  if (item?.__edb_e__ !== model.entity || item.__edb_v__ !== model.version) return undefined
  const held: Record<string, unknown> = {}
  for (const name in attributes) if (item[name] !== undefined) held[name] = item[name]
  return held as Stored
}
