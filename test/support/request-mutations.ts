import fc from 'fast-check'
import * as z from 'zod'
import { isPage } from '../../shared/contract/route.ts'
import type { OperationId } from '../../shared/contract/routes.ts'
import type { Call } from './gateway.ts'
import { callOf, type Request, routeOf } from './gateway-call.ts'
import { odd, strangeBodies, strangeHeaders, strangeQueries } from './request-oddities.ts'
import {
  bare,
  type Field,
  fieldsOf,
  ofKind,
  pointerTo,
  read,
  sampleOf,
  textOfLength,
  withField,
} from './schema-fields.ts'

/** One thing that is done to a request, as a failure prints it. */
export type Mutation = {
  readonly part: 'params' | 'query' | 'body' | 'headers' | 'text'
  readonly does: string
  readonly change: (request: Raw) => Raw
  /** The field that was set, where it is one, and whether its own schema takes what it was set to. */
  readonly field?: { readonly pointer: string; readonly fits: boolean }
}

/** A request on its way to be a call: `text` is a body that is no JSON of ours any more, `search` a query that is no object. */
export type Raw = Request & { readonly text?: string; readonly search?: string }

/** What a schema takes, over its whole breadth. */
export function valid(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const plain = bare(schema)
  const within = read(schema)
  if (within instanceof z.ZodObject) {
    const shape: Record<string, fc.Arbitrary<unknown>> = {}
    for (const [name, takes] of Object.entries(within.shape)) shape[name] = valid(takes)
    const requiredKeys = Object.entries(within.shape).flatMap(([name, takes]) =>
      z.safeParse(takes, undefined).success ? [] : [name],
    )
    return fc.record(shape, { requiredKeys })
  }
  if (within instanceof z.ZodArray) return fc.array(valid(within.element), { maxLength: 3 })
  if (within instanceof z.ZodUnion) return fc.oneof(...within.options.map(valid))
  if (within instanceof z.ZodEnum) return fc.constantFrom<unknown>(...within.options)
  if (within instanceof z.ZodLiteral) return fc.constant<unknown>(within.value)
  if (within instanceof z.ZodBoolean) return fc.boolean()
  if (within instanceof z.ZodRecord) return fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 2 }))
  if (within instanceof z.ZodNumber)
    return fc.integer({ min: within.minValue ?? -1000, max: Math.min(within.maxValue ?? 1000, 1e9) })
  if (within._zod.def.type !== 'string')
    throw new Error(`nothing makes a ${within._zod.def.type}; teach \`valid\` in test/support/request-mutations.ts`)
  const sample = sampleOf(plain)
  const texts = [sample, ...[1, 2, 99, 100, 254, 500].map((length) => textOfLength(plain, length))]
  return fc.oneof(
    fc.constantFrom(...texts.filter((text) => text !== undefined)),
    // Few texts are an id or an address: those that are none are taken for the sample.
    fc.string({ unit: 'grapheme', maxLength: 120 }).map((text) => (z.safeParse(plain, text).success ? text : sample)),
  )
}

const showing = (text: string): string => (text.length > 80 ? `${text.slice(0, 60)}… (${text.length})` : text)

/** One field of a request set to a value: one of those that it takes, or an odd one. */
export function oneFieldOf(
  operationId: OperationId,
  field: Field & { readonly part: 'params' | 'query' | 'body' },
): fc.Arbitrary<Mutation> {
  const { part, takes, whole, steps } = field
  const set = (value: unknown, does: string): Mutation => ({
    part,
    does: `${pointerTo(steps, part)} = ${does}`,
    field: {
      pointer: pointerTo(steps, part),
      fits: z.safeParse(whole, part === 'body' ? value : asText(value)).success,
    },
    change: (request) => ({ ...request, ...placed(operationId, request, field, value) }),
  })
  return fc.oneof(
    fc.constantFrom(...odd).map((text) => set(onWire(JSON.parse(text)), showing(text))),
    valid(takes).map((value) => set(value, showing(JSON.stringify(value) ?? 'undefined'))),
  )
}

function placed(
  operationId: OperationId,
  request: Raw,
  field: Field & { readonly part: 'params' | 'query' | 'body' },
  value: unknown,
): Partial<Raw> {
  const { part, steps } = field
  if (part === 'body' && isPage(routeOf(operationId))) return { form: asTexts(withField(request.form, steps, value)) }
  if (part === 'body') return { body: withField(ofKind(request.body, field.kind), steps, value) }
  return { [part]: asTexts(withField(request[part], steps, value)) }
}

/** As JSON carries it: what is too large to be a number there is null. */
const onWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** As parameters travel: as text, of which an empty one in a path would be another path. */
const asText = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().slice(0, 8000) || '-'

const asTexts = (values: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(values)).map(([name, value]) => [name, asText(value)]))

export const partFields = (operationId: OperationId) =>
  (['params', 'query', 'body'] as const).flatMap((part) =>
    fieldsOf(routeOf(operationId)[part]).map((field) => ({ ...field, part })),
  )

/** Anything that can be done to a request of a row. */
export function anyMutationOf(operationId: OperationId): fc.Arbitrary<Mutation> {
  const fields = partFields(operationId)
  const { body } = routeOf(operationId)
  const isForm = isPage(routeOf(operationId))
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fields.length > 0 ? fc.constantFrom(...fields).chain((one) => oneFieldOf(operationId, one)) : header,
    },
    { weight: 1, arbitrary: header },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...strangeQueries).map(
        (search): Mutation => ({
          part: 'query',
          does: `?${showing(search)}`,
          change: (request) => ({ ...request, search }),
        }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...strangeBodies, ...odd)
        .map((text): Mutation => ({ part: 'text', does: showing(text), change: (request) => ({ ...request, text }) })),
    },
    {
      weight: 2,
      arbitrary:
        body && !isForm
          ? valid(body).map(
              (value): Mutation => ({
                part: 'body',
                does: showing(JSON.stringify(value)),
                change: (request) => ({ ...request, body: value }),
              }),
            )
          : header,
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'nonsense', '', '0').map(
        (name): Mutation => ({
          part: 'body',
          does: `with ${JSON.stringify(name)}`,
          change: (request) => ({
            ...request,
            body: JSON.parse(
              JSON.stringify({ ...Object(request.body), [`+${name}`]: { user: true } }).replace(
                `"+${name}"`,
                JSON.stringify(name),
              ),
            ),
          }),
        }),
      ),
    },
  )
}

const header: fc.Arbitrary<Mutation> = fc.constantFrom(...strangeHeaders).map((given) => ({
  part: 'headers',
  does: showing(JSON.stringify(given)),
  change: (request) => ({ ...request, headers: { ...request.headers, ...given } }),
}))

/** The call that is left of a request when all of that was done to it. */
export function mutated(operationId: OperationId, request: Raw, mutations: readonly Mutation[]): Call {
  const { text, search, ...changed } = mutations.reduce((so, { change }) => change(so), request)
  const { body, ...call } = callOf(operationId, changed)
  const query =
    search === undefined ? call.query : [new URLSearchParams(call.query).toString(), search].filter(Boolean).join('&')
  if (text !== undefined) {
    const { form: _, ...bodiless } = call
    return { ...bodiless, ...(query !== undefined && { query }), body: text }
  }
  return { ...call, ...(query !== undefined && { query }), ...(body !== undefined && { body }) }
}
