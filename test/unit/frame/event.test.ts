import { describe, expect, test } from 'vitest'
import { isId } from '../../../shared/domain/ids.ts'
import { Problem } from '../../../shared/domain/problems.ts'
import {
  bodyJson,
  bodyText,
  type HttpEvent,
  headerOf,
  languageOf,
  largestBodyBytes,
  newIdAt,
  originOf,
  sha256,
} from '../../../shared/frame/event.ts'

// As much of a gateway's event as these look at.
const event = (fields: object = {}): HttpEvent =>
  ({ headers: {}, isBase64Encoded: false, ...fields }) as unknown as HttpEvent
const json = (body: string | undefined, more: object = {}) =>
  event({ headers: { 'content-type': 'application/json' }, body, ...more })
const refusalOf = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error instanceof Problem ? `${error.status} ${error.code}` : error
  }
}

describe('a body', () => {
  test.each([
    [largestBodyBytes - 1, 'read'],
    [largestBodyBytes, 'read'],
    [largestBodyBytes + 1, '413 body-too-large'],
  ])('of %d bytes is %s, in clear and in base64', (bytes, outcome) => {
    const body = 'x'.repeat(bytes)
    const inBase64 = Buffer.from(body).toString('base64')
    for (const sent of [event({ body }), event({ body: inBase64, isBase64Encoded: true })]) {
      const text = refusalOf(() => bodyText(sent))
      expect(text === body ? 'read' : text).toBe(outcome)
    }
    expect(largestBodyBytes).toBe(256 * 1024)
  })

  test('is measured in bytes, not in letters', () => {
    const half = largestBodyBytes / 2
    expect(refusalOf(() => bodyText(event({ body: 'é'.repeat(half) })))).toHaveLength(half)
    expect(refusalOf(() => bodyText(event({ body: `${'é'.repeat(half)}x` })))).toBe('413 body-too-large')
  })

  test('in base64 is decoded, as UTF-8', () => {
    const body = JSON.stringify({ name: 'Zoë “Łoś” 张' })
    const encoded = Buffer.from(body).toString('base64')
    expect(bodyText(event({ body: encoded, isBase64Encoded: true }))).toBe(body)
    expect(bodyJson(json(encoded, { isBase64Encoded: true }))).toEqual({ name: 'Zoë “Łoś” 张' })
  })

  test('that is missing is empty, and no JSON', () => {
    expect(bodyText(event())).toBe('')
    expect(refusalOf(() => bodyJson(json(undefined)))).toBe('400 malformed-body')
  })

  test.each(['{', '{"a":1}}', "{'a':1}", '{"a":1,}', 'NaN', '\u0000'])('%j is 400 malformed-body', (body) => {
    expect(refusalOf(() => bodyJson(json(body)))).toBe('400 malformed-body')
  })

  test.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8', ' application/json ;x=y'])(
    'is JSON as %j',
    (type) => {
      expect(bodyJson(event({ headers: { 'Content-Type': type }, body: '[1]' }))).toEqual([1])
    },
  )

  test.each(['text/plain', 'application/jsonp', 'application/problem+json', 'application/x-www-form-urlencoded', ''])(
    'is 415 as %j',
    (type) => {
      expect(refusalOf(() => bodyJson(event({ headers: { 'content-type': type }, body: '{}' })))).toBe(
        '415 unsupported-media-type',
      )
    },
  )

  test('without a type is 415, and one that is too large is told so first', () => {
    expect(refusalOf(() => bodyJson(event({ body: '{}' })))).toBe('415 unsupported-media-type')
    expect(refusalOf(() => bodyJson(event({ body: 'x'.repeat(largestBodyBytes + 1) })))).toBe('413 body-too-large')
  })

  test('keeps what would reach into prototypes an own key, for the schemas to refuse', () => {
    const body = bodyJson(json('{"__proto__":{"polluted":true}}'))
    expect(Object.keys(Object(body))).toEqual(['__proto__'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

describe('a header', () => {
  test('is found whatever the case of its name', () => {
    const sent = event({ headers: { 'If-Match': '"1"', 'idempotency-key': 'a' } })
    expect(headerOf(sent, 'if-match')).toBe('"1"')
    expect(headerOf(sent, 'idempotency-key')).toBe('a')
    expect(headerOf(sent, 'if-none-match')).toBeUndefined()
  })
})

describe('the language of a visitor', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['nl', 'nl'],
    ['nl-BE', 'nl'],
    ['NL-be', 'nl'],
    ['fr-BE,fr;q=0.9,en;q=0.8', 'fr'],
    ['it,es;q=0.9', 'en'],
    ['it, de;q=0.5, fr;q=0.7', 'fr'],
    ['en;q=0.1, de;q=0.2', 'de'],
    ['de;q=0.5;x=1, nl', 'nl'],
    ['*', 'en'],
    ['*;q=0.5, fr;q=0.1', 'fr'],
    ['fr; q=0.2, nl ; q=0.3', 'nl'],
    [',,;q=1,', 'en'],
    ['de;q=.9, fr;q=1.0', 'fr'],
    ['x'.repeat(10_000), 'en'],
  ])('that asks for %j is %s', (accepted, language) => {
    expect(languageOf(event({ headers: accepted === undefined ? {} : { 'Accept-Language': accepted } }))).toBe(language)
  })

  test('is not one that is refused: q=0', () => {
    expect(languageOf(event({ headers: { 'accept-language': 'nl;q=0' } }))).toBe('en')
    expect(languageOf(event({ headers: { 'accept-language': 'nl;q=0, fr;q=0.1' } }))).toBe('fr')
  })

  test('is not found by how another language begins', () => {
    expect(languageOf(event({ headers: { 'accept-language': 'frr, nld' } }))).toBe('en')
  })
})

describe('where a call came from', () => {
  test('is the address of the connection, whatever its headers say, and at most 256 letters of the browser', () => {
    const sent = event({
      headers: { 'x-forwarded-for': '198.51.100.1', forwarded: 'for=198.51.100.1' },
      requestContext: { requestId: 'request-1', http: { sourceIp: '203.0.113.7', userAgent: 'x'.repeat(300) } },
    })
    expect(originOf(sent)).toEqual({ requestId: 'request-1', ipAddress: '203.0.113.7', userAgent: 'x'.repeat(256) })
  })
})

describe('a new id', () => {
  test('is one of its noun, begins with its moment, and is another every time', () => {
    const at = '2026-11-23T09:00:00.000Z'
    const ids = Array.from({ length: 100 }, () => newIdAt(at)('profile'))
    expect(new Set(ids).size).toBe(100)
    expect(ids.every((id) => isId('profile', id))).toBe(true)
    expect(new Set(ids.map((id) => id.slice(0, 14))).size).toBe(1)
    expect(newIdAt('2026-11-23T09:00:00.001Z')('profile') > (ids[0] ?? '')).toBe(true)
  })
})

describe('sha256', () => {
  test('tells parts from each other', () => {
    expect(sha256('a', 'bc')).not.toBe(sha256('ab', 'c'))
    expect(sha256('a')).toMatch(/^[\w-]{43}$/)
  })
})
