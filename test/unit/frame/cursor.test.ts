import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Problem } from '../../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../../shared/frame/cursor.ts'

const list = ['listProfiles', 'org_01k2r8v6m0q3s5t7w9x1y3z5a7', 'draft']
const position = ['de smet#prf_1', 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8']

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (cursor: string): unknown[] => JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
const read = (cursor: string, of: readonly string[] = list, length = 2): unknown => {
  try {
    return readCursor(cursor, of, length)
  } catch (error) {
    return error instanceof Problem ? `${error.status} ${error.code}` : error
  }
}

describe('a cursor', () => {
  test('gives back its position in the list it was written for', () => {
    for (const words of [position, ['', ''], ['Łoś “x”\n', 'a"b']]) {
      const cursor = writeCursor(words, list)
      expect(cursor).toMatch(/^[\w-]+$/)
      expect(readCursor(cursor, list, 2)).toEqual(words)
    }
  })

  test('is none where there is none', () => {
    expect(readCursor(undefined, list, 2)).toBeUndefined()
  })

  test('holds a fingerprint and the position, and neither organization nor filter in clear', () => {
    const [fingerprint, ...words] = decode(writeCursor(position, list))
    expect(words).toEqual(position)
    expect(fingerprint).toMatch(/^[\w-]{16}$/)
    expect(JSON.stringify(fingerprint)).not.toMatch(/org_|draft|list/)
  })

  test.each([
    ['another operation', ['listActivities', list[1] ?? '', 'draft']],
    ['another organization', ['listProfiles', 'org_01k2r8v6m0q3s5t7w9x1y3z5zz', 'draft']],
    ['another filter', ['listProfiles', list[1] ?? '', 'active']],
    ['a list without that filter', ['listProfiles', list[1] ?? '']],
    ['the same words in other places', [...list].reverse()],
  ])('of %s is 400 invalid-cursor', (_, of) => {
    expect(read(writeCursor(position, of))).toBe('400 invalid-cursor')
  })

  test.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no list', encode({ 0: 'a' })],
    ['nothing but null', encode(null)],
    ['an empty list', encode([])],
    ['its position in clear', JSON.stringify(position)],
  ])('that is %s is 400 invalid-cursor', (_, cursor) => {
    expect(read(cursor)).toBe('400 invalid-cursor')
  })

  test('whose position has too few or too many words, or no words, is 400 invalid-cursor', () => {
    const [fingerprint] = decode(writeCursor(position, list))
    for (const words of [[], ['a'], ['a', 'b', 'c'], ['a', 1], ['a', null], [['a'], 'b'], ['a', { $ne: '' }]]) {
      expect(read(encode([fingerprint, ...words])), JSON.stringify(words)).toBe('400 invalid-cursor')
    }
    expect(read(writeCursor(position, list), list, 1)).toBe('400 invalid-cursor')
  })

  test('cut short anywhere, or with one letter changed in its fingerprint, is 400 invalid-cursor', () => {
    const cursor = writeCursor(position, list)
    for (let length = 0; length < cursor.length - 2; length++)
      expect(read(cursor.slice(0, length)), `${length} letters`).toBe('400 invalid-cursor')
    const [fingerprint = '', ...words] = decode(cursor).map(String)
    for (let at = 0; at < fingerprint.length; at++) {
      const changed = `${fingerprint.slice(0, at)}${fingerprint[at] === 'A' ? 'B' : 'A'}${fingerprint.slice(at + 1)}`
      expect(read(encode([changed, ...words])), changed).toBe('400 invalid-cursor')
    }
  })

  test('given the fingerprint of another list by somebody who can compute it still leads into this list only', () => {
    const forged = createHash('sha256').update(list.join('\n')).digest('base64url').slice(0, 16)
    expect(read(encode([forged, 'somewhere', 'else']))).toEqual(['somewhere', 'else'])
  })
})
