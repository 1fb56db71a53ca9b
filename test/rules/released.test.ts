import { describe, expect, test } from 'vitest'
import type { Document } from '../../infra/releases/document.ts'
import { releasedNotes } from '../../infra/releases/notes.ts'
import { releaseOf, requireNamed } from '../../infra/releases/release-of.ts'
import { openApiDocument } from '../../shared/contract/openapi.ts'
import { apiVersion } from '../../shared/contract/openapi-version.ts'
import { textOf } from './source-files.ts'

const released = (): Document => JSON.parse(textOf('infra/releases/openapi.json'))
const current = (): Document => JSON.parse(JSON.stringify(openApiDocument()))
const notes = textOf('infra/releases/NOTES.md')

describe('what was released last', () => {
  test('is kept by every operation, or the notes of the next release name what is not', () => {
    expect(Object.keys(released().paths).length).toBeGreaterThan(80)
    requireNamed(notes, released(), current())
  })

  test('has the version that the document names, and notes of its own', () => {
    expect(released().info.version).toBe(apiVersion)
    expect(notes).toContain(`\n## ${apiVersion} (`)
  })

  test('is held against the document for real: each operation that goes fails it until it is named', () => {
    const [path = ''] = Object.keys(released().paths)
    const { [path]: _, ...paths } = current().paths
    const without = { ...current(), paths }
    expect(() => requireNamed(notes, released(), without)).toThrow('is gone')
    const gone = Object.entries(released().paths[path] ?? {}).map(
      ([method, { operationId }]) => `- Breaking: \`${operationId}: is gone (${method.toUpperCase()} ${path})\`.`,
    )
    const naming = notes.replace('\n## Next\n', `\n## Next\n\n${gone.join('\n')}\n`)
    requireNamed(naming, released(), without)
    const later = { version: '99.0.0', day: '2099-01-01', last: released() }
    expect(releaseOf({ ...later, document: without, notes: naming }).notes).toBe(
      releasedNotes(naming, '99.0.0', '2099-01-01'),
    )
  })
})
