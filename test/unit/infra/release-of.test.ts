import { describe, expect, test } from 'vitest'
import type { Document } from '../../../infra/releases/document.ts'
import { releaseOf, requireNamed } from '../../../infra/releases/release-of.ts'

const operation = (operationId: string) => ({ operationId, responses: {} })
const last: Document = {
  info: { version: '1.9.0' },
  components: {},
  paths: { '/a': { get: operation('getA') }, '/b': { get: operation('getB') } },
}
const withoutB: Document = { ...last, paths: { '/a': { get: operation('getA') } } }
const withC: Document = { ...last, paths: { ...last.paths, '/c': { get: operation('getC') } } }

const notes = (next: string) =>
  `# Notes\n\n## Next\n\n${next}\n\n## 1.9.0 (2026-11-01)\n\n- Breaking: \`old: is gone\`.\n`
const naming = notes('- Breaking: `getB: is gone (GET /b)`. Ask for a instead.')
const wanted = { version: '1.10.0', day: '2026-11-27', last, document: withC, notes: notes('- c is new.') }

describe('what breaks programs', () => {
  test('fails as long as the notes do not name it, and says what to write', () => {
    expect(() => requireNamed(notes('- b is no more.'), last, withoutB)).toThrow(
      '- Breaking: `getB: is gone (GET /b)`.',
    )
    expect(() => releaseOf({ ...wanted, document: withoutB })).toThrow('- Breaking: `getB: is gone (GET /b)`.')
  })

  test('passes when the notes of the next release name it', () => {
    requireNamed(naming, last, withoutB)
    expect(releaseOf({ ...wanted, document: withoutB, notes: naming }).document.paths).toEqual(withoutB.paths)
  })

  test('fails when the notes name what nobody has changed, or what was changed before', () => {
    expect(() => requireNamed(naming, last, last)).toThrow('names what has not changed:\ngetB: is gone (GET /b)')
    requireNamed(notes(''), last, last)
  })
})

describe('a release', () => {
  test('keeps the document under its version, and begins its notes anew', () => {
    const { document, notes: written } = releaseOf(wanted)
    expect(document).toEqual({ ...withC, info: { version: '1.10.0' } })
    expect(written).toBe(
      '# Notes\n\n## Next\n\n## 1.10.0 (2026-11-27)\n\n- c is new.\n\n## 1.9.0 (2026-11-01)\n\n- Breaking: `old: is gone`.\n',
    )
    expect(() => releaseOf({ ...wanted, version: '1.11.0', last: document, notes: written })).toThrow('say nothing')
  })

  test.each(['1.9.0', '1.8.9', '0.10.0', '1.9', 'v2.0.0', ''])('is not made of the version "%s"', (version) => {
    expect(() => releaseOf({ ...wanted, version })).toThrow(/is not later than 1\.9\.0|is no version/)
  })

  test.each(['1.9.1', '1.10.0', '2.0.0'])('may be of the version %s', (version) => {
    expect(releaseOf({ ...wanted, version }).document.info.version).toBe(version)
  })
})
