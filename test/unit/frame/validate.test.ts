import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { emailAddress } from '../../../shared/contract/fields.ts'
import { Problem } from '../../../shared/domain/problems.ts'
import { type Part, validate } from '../../../shared/frame/validate.ts'

const Person = z.strictObject({
  name: z.string().max(5),
  email: emailAddress.optional(),
  age: z.int().min(0).optional(),
  place: z.strictObject({ city: z.string(), 'a/b~c': z.string().optional() }).optional(),
  tags: z
    .array(z.enum(['a', 'b']))
    .max(2)
    .optional(),
})

/** What is wrong with a value, as `pointer code`; or the value as it was read. */
function judge(schema: z.ZodType, value: unknown, part: Part = 'body'): unknown {
  try {
    return { valid: validate(schema, value, part) }
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid' || error.status !== 400) throw error
    expect(error.errors.every(({ detail }) => detail.length > 5)).toBe(true)
    return error.errors.map(({ pointer, code }) => `${pointer} ${code}`)
  }
}

describe('validate', () => {
  test('gives back what the schema makes of a valid value', () => {
    expect(judge(Person, { name: 'An', email: ' An@Contoso.example ' })).toEqual({
      valid: { name: 'An', email: 'An@Contoso.example' },
    })
  })

  test('names a field that is missing, and those inside of others', () => {
    expect(judge(Person, {})).toEqual(['#/name required'])
    expect(judge(Person, { name: 'An', place: {} })).toEqual(['#/place/city required'])
  })

  test('tells a field that is missing from one that is null or of another type', () => {
    expect(judge(Person, { name: null })).toEqual(['#/name invalid-type'])
    expect(judge(Person, { name: 7 })).toEqual(['#/name invalid-type'])
  })

  test('names every unknown field, at every depth', () => {
    expect(judge(Person, { name: 'An', Name: 'x', extra: 1, place: { city: 'x', street: 'y' } })).toEqual([
      '#/place/street unknown-field',
      '#/Name unknown-field',
      '#/extra unknown-field',
    ])
  })

  test('names everything that is wrong at once', () => {
    expect(judge(Person, { name: 'too long', age: -1, tags: ['a', 'c'], email: 'no' })).toEqual([
      '#/name too-big',
      '#/email invalid',
      '#/age too-small',
      '#/tags/1 invalid-value',
    ])
  })

  test.each(['text', 7, null, true, [], [{}]])('says that the body as a whole is wrong when it is %j', (body) => {
    expect(judge(Person, body)).toEqual(['# invalid-type'])
  })

  test('says that a body is missing where there is none', () => {
    expect(judge(Person, undefined)).toEqual(['# required'])
  })

  test('escapes `~` and `/` in pointers', () => {
    expect(judge(Person, { name: 'An', place: { city: 'x', 'a/b~c': 1 }, '~/': 1 })).toEqual([
      '#/place/a~1b~0c invalid-type',
      '#/~0~1 unknown-field',
    ])
  })

  test.each([
    ['query', 'query#/name required'],
    ['path', 'path#/name required'],
    ['body', '#/name required'],
  ] as const)('begins a pointer into the %s as %s', (part, expected) => {
    expect(judge(Person, {}, part)).toEqual([expected])
  })
})

describe('keys that reach into prototypes', () => {
  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is an unknown field like any other, and changes nothing',
    (key) => {
      const body: unknown = JSON.parse(
        `{ "name": "An", "${key}": { "polluted": true }, "place": { "city": "x", "${key}": {} } }`,
      )
      expect(judge(Person, body)).toEqual([`#/place/${key} unknown-field`, `#/${key} unknown-field`])
      expect(Reflect.get({}, 'polluted')).toBeUndefined()
    },
  )

  test('__proto__ does not stand in for a field that is missing', () => {
    const body: unknown = JSON.parse('{ "__proto__": { "name": "An" } }')
    expect(judge(Person, body)).toEqual(['#/name required', '#/__proto__ unknown-field'])
  })
})

describe('one of several shapes', () => {
  const Either = z.strictObject({
    to: z.union([z.string().max(3), z.array(z.string().max(2)), z.strictObject({ id: z.string() })]),
  })

  test('is told at the deepest place that is wrong', () => {
    expect(judge(Either, { to: ['a', 'bbb'] })).toEqual(['#/to/1 too-big'])
    expect(judge(Either, { to: { id: 7 } })).toEqual(['#/to/id invalid-type'])
  })

  test('is told where it stands when no shape comes near, or the one that does has nothing inside', () => {
    expect(judge(Either, { to: 7 })).toEqual(['#/to invalid-union'])
    expect(judge(Either, { to: 'long' })).toEqual(['#/to too-big'])
  })

  const Kind = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('person'), firstName: z.string() }),
    z.strictObject({ kind: z.literal('mailbox'), displayName: z.string() }),
  ])

  test('that is chosen by a field is judged as the chosen one', () => {
    expect(judge(Kind, { kind: 'mailbox', firstName: 'An' })).toEqual([
      '#/displayName required',
      '#/firstName unknown-field',
    ])
    expect(judge(z.array(Kind), [{ kind: 'person', firstName: 1 }])).toEqual(['#/0/firstName invalid-type'])
  })

  test('names the field that chooses when it is missing or unknown', () => {
    expect(judge(Kind, { kind: 'robot' })).toEqual(['#/kind invalid-union'])
    expect(judge(Kind, {})).toEqual(['#/kind invalid-union'])
  })
})
