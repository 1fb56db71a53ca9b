import * as z from 'zod'
import { idPrefixes } from '../../shared/domain/ids.ts'
import { freshEmail } from './world-people.ts'

/**
 * A field of a request, wherever it stands: the steps that lead to it (`0` for what a list holds), what it takes, also where that
 * is nothing (`whole`), and the object that it stands in where there are several kinds of it (a person, a shared mailbox).
 */
export type Field = {
  readonly steps: readonly string[]
  readonly takes: z.core.$ZodType
  readonly whole: z.core.$ZodType
  readonly kind: z.core.$ZodType | undefined
}

/** Without what lets it be left out or be null. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return bare(schema.unwrap())
  return schema
}

/** What a schema reads before it turns it into something else. */
export function read(schema: z.core.$ZodType): z.core.$ZodType {
  const plain = bare(schema)
  return plain instanceof z.ZodPipe ? read(plain.in) : plain
}

/** Every field of a schema, outer ones before those within them. */
export function fieldsOf(
  schema: z.core.$ZodType | undefined,
  steps: readonly string[] = [],
  kind?: z.core.$ZodType,
): readonly Field[] {
  if (schema === undefined) return []
  const within = read(schema)
  if (within instanceof z.ZodObject)
    return Object.entries(within.shape).flatMap(([name, takes]) => oneField([...steps, name], takes, kind))
  if (within instanceof z.ZodArray) return oneField([...steps, '0'], within.element, kind)
  if (within instanceof z.ZodUnion)
    return within.options.flatMap((option) => fieldsOf(option, steps, steps.length === 0 ? option : kind))
  return []
}

const oneField = (steps: readonly string[], takes: z.core.$ZodType, kind: Field['kind']): readonly Field[] => [
  { steps, takes: bare(takes), whole: takes, kind },
  ...fieldsOf(takes, steps, kind),
]

/** Every object of a schema with the names of its fields: the schema itself has no steps. */
export function objectsOf(
  schema: z.core.$ZodType | undefined,
  steps: readonly string[] = [],
): readonly { readonly steps: readonly string[]; readonly object: z.ZodObject }[] {
  if (schema === undefined) return []
  const within = read(schema)
  if (within instanceof z.ZodArray) return objectsOf(within.element, [...steps, '0'])
  if (within instanceof z.ZodUnion) return within.options.flatMap((option) => objectsOf(option, steps))
  if (!(within instanceof z.ZodObject)) return []
  return [
    { steps, object: within },
    ...Object.entries(within.shape).flatMap(([name, takes]) => objectsOf(takes, [...steps, name])),
  ]
}

/** As errors point to it: `#/firstOwner/email`. */
export const pointerTo = (steps: readonly string[], part: 'body' | 'query' | 'params' = 'body'): string =>
  `${part === 'query' ? 'query' : ''}#${steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`

/** A copy in which a field has another value; what is missing on the way to it is made. */
export function withField(value: unknown, [step, ...more]: readonly string[], given: unknown): unknown {
  if (step === undefined) return given
  if (Array.isArray(value) || (step === '0' && value === undefined)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : []
    return Object.assign([...items], { [step]: withField(items[Number(step)], more, given) })
  }
  const fields = Object(value)
  return { ...fields, [step]: withField(Object.hasOwn(fields, step) ? fields[step] : undefined, more, given) }
}

/** What stands in a field of a value. */
export const fieldIn = (value: unknown, steps: readonly string[]): unknown =>
  steps.reduce(
    (inside: unknown, step) => (Object.hasOwn(Object(inside), step) ? Object(inside)[step] : undefined),
    value,
  )

/** The value as the kind of object that a field stands in: as it is where it is one, else the least that is. */
export const ofKind = (value: unknown, kind: Field['kind']): unknown =>
  kind === undefined || z.safeParse(kind, value).success ? value : sampleOf(kind)

const someUlid = '01k2r8v6m0q3s5t7w9x1y3z5a6'

/** Texts of the shapes that fields ask for, each as long as it is wanted; the first that a field takes is its sample. */
const shapes: readonly ((length: number) => string)[] = [
  (length) => 'x'.repeat(length),
  (length) => 'X'.repeat(length),
  (length) => `+${'3'.repeat(length - 1)}`,
  (length) => 'https://help.contoso.example/'.padEnd(length, 'x'),
  longAddress,
]

/** A text of so many characters that may stand in a field; undefined where there is none. */
export const textOfLength = (takes: z.core.$ZodType, length: number): string | undefined =>
  length < 0
    ? undefined
    : shapes.map((shape) => shape(length)).find((text) => text.length === length && z.safeParse(takes, text).success)

/** Texts of a length in every shape, whether a field takes them or not. */
export const textsOfLength = (length: number): readonly string[] =>
  shapes.map((shape) => shape(Math.max(length, 1))).filter((text) => text.length === length)

/** An address of so many characters: 64 before the @ at most, and 63 in a part of its domain. */
function longAddress(length: number): string {
  const local = Math.min(64, Math.max(1, length - 12))
  let domain = 'a.example'
  while (domain.length < length - local - 1) {
    const missing = length - local - 1 - domain.length
    domain = missing === 1 ? `a${domain}` : `${'b'.repeat(Math.min(62, missing - 1))}.${domain}`
  }
  return `${'p'.repeat(local)}@${domain}`
}

/** A value that a schema takes; throws, with what to do, where it knows none. */
export function sampleOf(schema: z.core.$ZodType): unknown {
  const within = read(schema)
  if (within instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(within.shape).flatMap(([name, takes]) =>
        z.safeParse(takes, undefined).success ? [] : [[name, sampleOf(takes)]],
      ),
    )
  if (within instanceof z.ZodArray) return []
  if (within instanceof z.ZodRecord) return {}
  if (within instanceof z.ZodUnion && within.options[0]) return sampleOf(within.options[0])
  const found = [...samples(), ...textsOfLength(2), ...textsOfLength(8)].find((one) => z.safeParse(schema, one).success)
  if (found !== undefined) return found
  if (within instanceof z.ZodEnum) return within.options[0]
  if (within instanceof z.ZodLiteral) return within.value
  throw new Error(
    `no sample of a field (${within._zod.def.type}); give \`samples\` in test/support/schema-fields.ts one`,
  )
}

const samples = (): readonly unknown[] => [
  'Robin',
  freshEmail(),
  '+3215000000',
  'https://help.contoso.example/',
  'BE',
  'Europe/Brussels',
  '2026-11-23T09:00:00.000Z',
  '2026-11-23',
  '998b88de-aa99-4388-a42c-1b3517d49490',
  ...Object.values(idPrefixes).map((prefix) => `${prefix}_${someUlid}`),
  true,
  7,
  100,
]
