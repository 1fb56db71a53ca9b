import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { DocumentKind } from '../../shared/domain/document.ts'
import {
  createDocument,
  type DocumentRecord,
  getDocument,
  getDocumentAndNewest,
  getNewestOfKind,
  getPublishedVersion,
  getTexts,
  keepText,
  listDocuments,
  publishVersion,
} from '../../shared/table/document.ts'
import { attemptTo, itemAt, keysOf, later, newId, now, save, tally } from '../support/table-fixtures.ts'

const sha256Of = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
const source = 'It begins with your approval.\r\n\r\nÉn het eindigt met opzegging. 𝄞\n'
const languages = {
  en: { title: 'Agreement', summary: 'All of it.', sha256: sha256Of(source), bytes: Buffer.byteLength(source) },
}
const aDocument = (fields: Partial<DocumentRecord> = {}): DocumentRecord => ({
  documentId: newId('document'),
  kind: 'csp-contract',
  name: 'Customer agreement',
  draft: { version: 1, languages },
  createdAt: now,
  updatedAt: now,
  version: 1,
  ...fields,
})
async function stored(fields: Partial<DocumentRecord> = {}): Promise<DocumentRecord> {
  const document = aDocument(fields)
  await save(createDocument(document), keepText(languages.en.sha256, source))
  return document
}
/** Publishes the next version, as somebody does who has just read what there is. */
async function published(before: DocumentRecord, publishedAt = now) {
  const version = (before.published?.version ?? 0) + 1
  const last = await getNewestOfKind(before.kind)
  const { document, writes } = publishVersion(before, { version, languages, publishedAt }, last)
  await save(writes)
  return document
}

describe('a document', () => {
  test('stands in one partition, in no index, as it was written', async () => {
    const document = await stored()
    const { documentId } = document
    const item = await itemAt('documents', `document#${documentId}`)
    expect(keysOf(item)).toEqual({ pk: 'documents', sk: `document#${documentId}` })
    expect(await getDocument(documentId)).toEqual(document)
    expect(await getDocument(newId('document'))).toBeUndefined()
  })

  test('is made once', async () => {
    const document = aDocument()
    const ends = await Promise.all([1, 2, 3, 4].map(() => attemptTo(createDocument(document))))
    expect(tally(ends)).toEqual({ done: 1, moved: 3 })
  })

  test('is published in one transaction, with the version that stays and what is newest of its kind', async () => {
    const before = await stored()
    const { documentId } = before
    const after = await published(before)
    expect(after).toMatchObject({ draft: undefined, published: { version: 1 }, version: 2 })
    const record = { documentId, kind: 'csp-contract', name: before.name, version: 1, languages, publishedAt: now }
    expect(await getPublishedVersion({ documentId, version: 1 })).toEqual(record)
    expect(await getNewestOfKind('csp-contract')).toEqual(record)
    const { document, newestOf } = await getDocumentAndNewest(documentId, ['csp-contract', 'service-agreement'])
    expect(document).toEqual(await getDocument(documentId))
    expect(newestOf.get('csp-contract')).toEqual(record)
    expect(newestOf.get('service-agreement')).toEqual(await getNewestOfKind('service-agreement'))
  })

  test('is published once by ten who have read the same, and a version is never written over', async () => {
    const before = await stored()
    const last = await getNewestOfKind(before.kind)
    const { writes } = publishVersion(before, { version: 1, languages, publishedAt: later(1) }, last)
    const ends = await Promise.all(Array.from({ length: 10 }, () => attemptTo(writes)))
    expect(tally(ends)).toEqual({ done: 1, moved: 9 })
    const { publishedAt: _, ...one } = { ...before, version: 2, publishedAt: later(2) }
    const again = publishVersion(
      one,
      { version: 1, languages, publishedAt: later(2) },
      await getNewestOfKind('csp-contract'),
    )
    expect(await attemptTo(again.writes)).toBe('moved')
    expect((await getPublishedVersion({ documentId: before.documentId, version: 1 }))?.publishedAt).toBe(later(1))
  })

  test('is not newest where another was published later, and moves where that is not what was read', async () => {
    const kind: DocumentKind = 'service-agreement'
    const [early, late] = [await stored({ kind }), await stored({ kind })]
    const unread = publishVersion(early, { version: 1, languages, publishedAt: later(1) }, undefined)
    const { documentId } = await published(late, later(5))
    expect(await attemptTo(unread.writes)).toBe('moved')
    await published(early, later(3))
    expect(await getNewestOfKind(kind)).toMatchObject({ documentId, publishedAt: later(5) })
    expect(await getPublishedVersion({ documentId: early.documentId, version: 1 })).toBeDefined()
  })
})

describe('documents', () => {
  test('are listed newest first, page after page, of one kind or published ones alone, on short pages', async () => {
    const made: DocumentRecord[] = []
    for (let one = 0; one < 5; one++)
      made.push(await stored({ kind: one % 2 === 0 ? 'csp-contract' : 'service-agreement' }))
    const [first] = made
    if (first) await published(first, later(10))
    const ids = new Set(made.map(({ documentId }) => documentId))
    const all = async (kind: DocumentKind | undefined, publishedOnly: boolean) => {
      const found: DocumentRecord[] = []
      let after: DocumentRecord['documentId'] | undefined
      do {
        const { items, next } = await listDocuments({ kind, publishedOnly, limit: 2, after })
        expect(items.length).toBeLessThanOrEqual(2)
        found.push(...items.filter(({ documentId }) => ids.has(documentId)))
        after = next
      } while (after)
      return found.map(({ documentId }) => documentId)
    }
    const newestFirst = made.map(({ documentId }) => documentId).reverse()
    expect(await all(undefined, false)).toEqual(newestFirst)
    expect(await all('csp-contract', false)).toEqual(newestFirst.filter((_, at) => at % 2 === 0))
    expect(await all(undefined, true)).toEqual([first?.documentId])
  })
})

describe('the text of a document', () => {
  test('comes back to the byte, is kept once, deflated, under its hash', async () => {
    const long = `${source}${'And so it goes on and on.\n\n'.repeat(2_000)}`
    const sha256 = sha256Of(long)
    await save(keepText(sha256, long))
    await save(keepText(sha256, long))
    const item = await itemAt(`text#${sha256}`, 'text')
    expect(keysOf(item)).toEqual({ pk: `text#${sha256}`, sk: 'text' })
    expect(item?.deflated instanceof Uint8Array && item.deflated.length).toBeLessThan(2_000)
    const texts = await getTexts([sha256, sha256])
    expect(texts.get(sha256)).toBe(long)
    expect(texts.size).toBe(1)
  })

  test('is asked for only where one is named, and one that is missing is loud', async () => {
    expect(await getTexts([])).toEqual(new Map())
    await expect(getTexts([sha256Of('nobody wrote this')])).rejects.toThrow('is not there')
  })
})
