import { describe, expect, test } from 'vitest'
import { breakingChanges } from '../../../infra/releases/breaking-changes.ts'
import type { Document, Operation, Schema } from '../../../infra/releases/document.ts'
import { openApiDocument } from '../../../shared/contract/openapi.ts'

const string: Schema = { type: 'string' }
const nullable: Schema = { anyOf: [string, { type: 'null' }] }
const object = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

type Parts = {
  readonly sent?: Schema
  readonly given?: Schema
  readonly query?: Schema
  readonly operation?: Partial<Operation>
  readonly path?: string
  readonly schemas?: Readonly<Record<string, Schema>>
}

/** A document of one operation, which sends one thing and is given another. */
function documentOf({ sent, given = string, query, operation, path = '/things', schemas = {} }: Parts): Document {
  const json = (schema: Schema) => ({ content: { 'application/json': { schema } } })
  return {
    info: { version: '1.0.0' },
    components: { schemas, responses: { shared: json(object({ code: { enum: ['not-found'] } })) } },
    paths: {
      [path]: {
        post: {
          operationId: 'makeThing',
          ...(query && { parameters: [{ name: 'kind', in: 'query', schema: query }] }),
          ...(sent && { requestBody: { required: true, ...json(sent) } }),
          responses: { '200': json(given), '404': { $ref: '#/components/responses/shared' } },
          security: [{ signIn: [] }, { apiKey: [] }],
          'x-permissions': [{ permission: 'things:make' }],
          ...operation,
        },
      },
    },
  }
}

const between = (before: Parts, after: Parts) => breakingChanges(documentOf(before), documentOf(after))

describe('what breaks a program that sends something', () => {
  test.each<[what: string, before: Schema, after: Schema, broken: readonly string[]]>([
    ['a field that is required now', object({ a: string }), object({ a: string }, ['a']), ['a is required']],
    ['a new field that is required', object({}), object({ a: string }, ['a']), ['a is required']],
    ['a field that is taken no more', object({ a: string }), object({}), ['a is no longer taken']],
    [
      'a field of another type',
      object({ a: string }),
      object({ a: { type: 'integer' } }),
      ['a may no longer be of type string'],
    ],
    ['null that is taken no more', object({ a: nullable }), object({ a: string }), ['a may no longer be null']],
    ['a word fewer', { enum: ['x', 'y'] }, { enum: ['x'] }, ['it may no longer be "y"']],
    ['any word, and now a few', string, { type: 'string', enum: ['x'] }, ['it may only be one of "x"']],
    ['a number that has to be whole', { type: 'number' }, { type: 'integer' }, ['it may no longer be of type number']],
    ['fewer characters', { ...string, maxLength: 100 }, { ...string, maxLength: 50 }, ['it has maxLength 50']],
    ['a limit where there was none', string, { ...string, maxLength: 50 }, ['it has maxLength 50']],
    [
      'more items at least',
      { type: 'array', items: string },
      { type: 'array', items: string, minItems: 1 },
      ['it has minItems 1'],
    ],
    ['a lower maximum', { type: 'integer', maximum: 9 }, { type: 'integer', maximum: 8 }, ['it has maximum 8']],
    ['another pattern', { ...string, pattern: '^a' }, { ...string, pattern: '^b' }, ['it has to match ^b']],
    ['a format', string, { ...string, format: 'date-time' }, ['it is of the format date-time instead of none']],
    [
      'items of another type',
      { type: 'array', items: string },
      { type: 'array', items: { type: 'null' } },
      ['[] may no longer be of type string'],
    ],
    ['no further fields', { type: 'object', properties: {} }, object({}), ['it takes no further fields']],
    [
      'an alternative fewer',
      { oneOf: [object({ kind: { const: 'x' } }), object({ kind: { const: 'y' } })] },
      { oneOf: [object({ kind: { const: 'x' } })] },
      ['kind may no longer be "y"'],
    ],
  ])('%s', (_, sent, then, broken) => {
    expect(between({ sent }, { sent: then })).toEqual(broken.map((what) => `makeThing: of what is sent, ${what}`))
  })

  test.each<[what: string, before: Schema, after: Schema]>([
    ['a field that may be left out', object({}), object({ a: string })],
    ['a field that is required no more', object({ a: string }, ['a']), object({ a: string })],
    ['a word more', { enum: ['x'] }, { enum: ['x', 'y'] }],
    ['null as well', object({ a: string }), object({ a: nullable })],
    ['more characters', { ...string, maxLength: 50 }, { ...string, maxLength: 100 }],
    ['no limit any more', { ...string, maxLength: 50, pattern: '^a', format: 'email' }, string],
    ['any number, not whole ones alone', { type: 'integer' }, { type: 'number' }],
    [
      'an alternative more',
      { oneOf: [object({ kind: { const: 'x' } })] },
      { oneOf: [object({ kind: { const: 'x' } }), object({ kind: { const: 'y' } })] },
    ],
  ])('not: %s', (_, sent, then) => {
    expect(between({ sent }, { sent: then })).toEqual([])
  })
})

describe('what breaks a program that is given something', () => {
  test.each<[what: string, before: Schema, after: Schema, broken: readonly string[]]>([
    ['a field fewer', object({ a: string }, ['a']), object({}), ['a is gone']],
    ['a field that is called otherwise', object({ a: string }, ['a']), object({ b: string }, ['b']), ['a is gone']],
    ['a field that may be missing', object({ a: string }, ['a']), object({ a: string }), ['a is not always there']],
    ['a field that may be null', object({ a: string }), object({ a: nullable }), ['a may now be null']],
    [
      'a field of another type',
      object({ a: string }),
      object({ a: { type: 'integer' } }),
      ['a may now be of type integer'],
    ],
    ['a number that is not whole', { type: 'integer' }, { type: 'number' }, ['it may now be of type number']],
    ['a word that is said no more', { enum: ['x', 'y'] }, { enum: ['x', 'z'] }, ['it is never "y"']],
    ['any word, and no longer a few', { type: 'string', enum: ['x'] }, string, ['it may now be any word']],
    [
      'another format',
      { ...string, format: 'date-time' },
      { ...string, format: 'date' },
      ['it is of the format date instead of date-time'],
    ],
    [
      'deep in a list',
      object({ a: { type: 'array', items: object({ b: string }, ['b']) } }),
      object({ a: { type: 'array', items: object({}) } }),
      ['a[].b is gone'],
    ],
    [
      'in a record',
      { type: 'object', additionalProperties: string },
      { type: 'object', additionalProperties: { type: 'null' } },
      ['[*] may now be null'],
    ],
    [
      'among what holds together',
      { allOf: [object({ code: { enum: ['x', 'y'] } }), { type: 'object', properties: { code: { enum: ['x'] } } }] },
      { allOf: [object({ code: { enum: ['x', 'y'] } }), { type: 'object', properties: { code: { enum: ['y'] } } }] },
      ['code is never "x"'],
    ],
  ])('%s', (_, given, then, broken) => {
    expect(between({ given }, { given: then })).toEqual(broken.map((what) => `makeThing: of 200, ${what}`))
  })

  test.each<[what: string, before: Schema, after: Schema]>([
    ['a field more', object({ a: string }, ['a']), object({ a: string, b: string }, ['a', 'b'])],
    ['a field that is always there now', object({ a: string }), object({ a: string }, ['a'])],
    ['a word more', { enum: ['x'] }, { enum: ['x', 'y'] }],
    ['never null any more', object({ a: nullable }), object({ a: string })],
    ['other limits', { ...string, maxLength: 50 }, { ...string, maxLength: 100 }],
  ])('not: %s', (_, given, then) => {
    expect(between({ given }, { given: then })).toEqual([])
  })

  test('what refers to itself is followed once', () => {
    const schemas = (leaf: Schema) => ({
      Node: object({ leaf, next: { $ref: '#/components/schemas/Node' } }, ['leaf']),
    })
    const given = { $ref: '#/components/schemas/Node' }
    expect(between({ given, schemas: schemas(string) }, { given, schemas: schemas(nullable) })).toEqual([
      'makeThing: of 200, leaf may now be null',
    ])
  })
})

describe('what breaks a program that calls an operation', () => {
  const body = { content: { 'application/json': { schema: string } } }
  test.each<[what: string, before: Parts, after: Parts, broken: readonly string[]]>([
    ['it is gone', {}, { operation: { operationId: 'other' }, path: '/others' }, ['is gone (POST /things)']],
    ['it moves', {}, { path: '/others' }, ['is POST /others instead of POST /things']],
    ['its name changes', {}, { operation: { operationId: 'createThing' } }, ['is called createThing']],
    ['a filter goes', { query: string }, {}, ['takes no query kind any more']],
    [
      'a filter takes fewer words',
      { query: { enum: ['x', 'y'] } },
      { query: { enum: ['x'] } },
      ['query kind it may no longer be "y"'],
    ],
    [
      'a header is asked for',
      {},
      { operation: { parameters: [{ name: 'If-Match', in: 'header', required: true }] } },
      ['asks for header If-Match'],
    ],
    ['a body is asked for', {}, { sent: string }, ['asks for a body']],
    ['no body is taken', { sent: string }, {}, ['takes no body any more']],
    [
      'another media type is taken',
      { sent: string },
      { operation: { requestBody: { required: true, content: { 'text/plain': { schema: string } } } } },
      ['takes no application/json any more'],
    ],
    [
      'a status goes, and another comes in its place',
      {},
      { operation: { responses: { '201': body, '404': body } } },
      ['is never answered with 200', 'may be answered with 201', 'of 404, it may now be of type string'],
    ],
    [
      'another media type is given',
      { operation: { responses: { '200': body } } },
      { operation: { responses: { '200': { content: { 'text/csv': { schema: string } } } } } },
      ['of 200, the body is never application/json'],
    ],
    [
      'a header is not always there',
      { operation: { responses: { '200': { headers: { ETag: { required: true } } } } } },
      { operation: { responses: { '200': { headers: { ETag: {} } } } } },
      ['of 200, the header ETag is not always there'],
    ],
    [
      'a header goes',
      { operation: { responses: { '200': { headers: { ETag: {} } } } } },
      { operation: { responses: { '200': {} } } },
      ['of 200, the header ETag is gone'],
    ],
    ['programs are let in no more', {}, { operation: { security: [{ signIn: [] }] } }, ['takes no apiKey any more']],
    [
      'it is not open any more',
      { operation: { security: [], 'x-permissions': [] } },
      { operation: { 'x-permissions': [] } },
      ['is no longer open to anyone'],
    ],
    [
      'another permission is needed',
      {},
      { operation: { 'x-permissions': [{ permission: 'things:own' }] } },
      ['the permission things:make is no longer enough'],
    ],
    [
      'the permission is needed elsewhere',
      {},
      { operation: { 'x-permissions': [{ permission: 'things:make', in: 'provider' }] } },
      ['the permission things:make is no longer enough'],
    ],
  ])('%s', (_, before, after, broken) => {
    const found = between(before, after)
    expect(found).toEqual(broken.map((what) => `makeThing: ${what}`))
  })

  test('not: another permission is enough as well, a problem of another status comes, an operation is added', () => {
    const more = { 'x-permissions': [{ permission: 'things:make' }, { permission: 'things:own' }] }
    expect(between({}, { operation: more })).toEqual([])
    const { responses } = documentOf({}).paths['/things']?.post ?? { responses: {} }
    expect(between({}, { operation: { responses: { ...responses, '409': body } } })).toEqual([])
    const { paths } = documentOf({ path: '/others', operation: { operationId: 'other' } })
    const one = documentOf({})
    expect(breakingChanges(one, { ...one, paths: { ...one.paths, ...paths } })).toEqual([])
  })
})

describe('our own document', () => {
  const read = (text = JSON.stringify(openApiDocument())): Document => JSON.parse(text)

  test('breaks nothing of itself', () => {
    expect(breakingChanges(read(), read())).toEqual([])
  })

  test.each([
    [
      '"jobTitle"',
      '"title"',
      ['changeProfile: of what is sent, jobTitle is no longer taken', 'getProfile: of 200, jobTitle is gone'],
    ],
    [
      '"pattern":"^org_',
      '"pattern":"^ten_',
      ['getProfile: path organizationId it has to match ^ten_[0-7][0-9a-hjkmnp-tv-z]{25}$'],
    ],
    ['"last-owner"', '"owner-stays"', ['deactivateProfile: of 409, code is never "last-owner"']],
    ['"nextCursor"', '"cursor"', ['listActivities: of 200, nextCursor is gone']],
  ])('breaks programs where %s becomes %s', (from, to, broken) => {
    const found = breakingChanges(read(), read(JSON.stringify(openApiDocument()).replaceAll(from, to)))
    expect(found).toEqual(expect.arrayContaining(broken))
  })

  test('breaks programs in every operation that is left out', () => {
    const document = read()
    const left = breakingChanges(document, { ...document, paths: {} })
    const count = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length
    expect(left.filter((what) => what.includes(': is gone (')).length).toBe(count)
  })
})
