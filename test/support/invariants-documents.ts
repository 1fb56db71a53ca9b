import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { inflateRawSync } from 'node:zlib'
import { nameOf, type Rule } from './invariants-whole.ts'
import type { Item } from './world-table.ts'

/** What belongs to the deployment and not to any organization: what its contracts are made of. */
export const ofDocuments: ReadonlySet<unknown> = new Set([
  'document',
  'document-version',
  'newest-document',
  'document-text',
])

/** Documents, their published versions, and the texts of both. */
export const rulesOfDocuments: readonly Rule[] = [
  // A document shows the last of its versions, of which none is missing.
  ({ of, at }) =>
    of('document').flatMap((document) => {
      const { documentId, published, draft } = document
      const last = Number(Object(published).version ?? 0)
      const there = Array.from({ length: last }, (_, one) => at('documents', `version#${documentId}#${one + 1}`))
      const newest = there.at(-1)
      return [
        ...(published === undefined && draft === undefined ? [`${nameOf(document)} has no version at all`] : []),
        ...(there.includes(undefined) ? [`${nameOf(document)} has lost a version`] : []),
        ...(newest && !isSameVersion(newest, Object(published))
          ? [`${nameOf(document)} shows another version than was published`]
          : []),
        ...(Number(Object(draft).version ?? last + 1) === last + 1
          ? []
          : [`${nameOf(document)} has a draft of a version that was published`]),
      ]
    }),
  ({ of, at }) =>
    of('document-version')
      .filter(({ documentId, version }) => {
        const document = at('documents', `document#${documentId}`)
        return Number(Object(document?.published).version ?? 0) < Number(version)
      })
      .map((item) => `${nameOf(item)} is of no document that has come so far`),

  // What is newest of a kind is what was published last.
  ({ of }) => {
    const byKind = Map.groupBy(of('document-version'), ({ kind }) => kind)
    const newest = new Map(of('newest-document').map((item) => [item.kind, item]))
    return [...new Set([...byKind.keys(), ...newest.keys()])]
      .filter((kind) => {
        const versions = byKind.get(kind) ?? []
        const last = versions
          .map(({ publishedAt }) => String(publishedAt))
          .sort()
          .at(-1)
        const shown = newest.get(kind)
        return !versions.some((one) => shown && one.publishedAt === last && isSameVersion(one, shown, 'documentId'))
      })
      .map((kind) => `the newest ${String(kind)} is not what was published last`)
  },

  // Every text that is named is kept, is what its hash says, and is as long as is said.
  ({ of, at }) => [
    ...of('document-text')
      .filter((item) => createHash('sha256').update(sourceOf(item)).digest('hex') !== item.sha256)
      .map((item) => `${nameOf(item)} is another text`),
    ...[...of('document').flatMap(({ draft }) => draft ?? []), ...of('document-version')]
      .flatMap((version): { sha256?: unknown; bytes?: unknown }[] => Object.values(Object(version).languages))
      .filter(({ sha256, bytes }) => {
        const text = at(`text#${String(sha256)}`, 'text')
        return text === undefined || sourceOf(text).length !== bytes
      })
      .map(({ sha256 }) => `the text ${String(sha256)} is not kept as it was given`),
  ],
]

const sourceOf = ({ deflated }: Item): Buffer =>
  deflated instanceof Uint8Array ? inflateRawSync(deflated) : Buffer.alloc(0)

const isSameVersion = (one: Item, other: Item, ...more: readonly string[]): boolean =>
  ['version', 'templateId', 'publishedAt', 'languages', ...more].every((field) =>
    isDeepStrictEqual(one[field], other[field]),
  )
