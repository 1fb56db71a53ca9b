import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { DocumentKind, DocumentLanguages } from '../domain/document.ts'
import type { DocumentId } from '../domain/ids.ts'
import { getItems } from './authorisation.ts'
import { documents as client } from './client.ts'
import { keyOf, model, primary, stored, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** A version of a document as it stands in it: with a time once it was published, and from then on as it is. */
export type DocumentVersion = {
  readonly version: number
  readonly templateId?: string | undefined
  readonly languages: DocumentLanguages
}
/** A version that was published. */
export type PublishedVersion = DocumentVersion & { readonly publishedAt: string }

/** A document: what it is called, its draft, and a copy of its newest published version, so that a list is one Query. */
const documents = new Entity(
  {
    model: model('document'),
    attributes: {
      documentId: { type: CustomAttributeType<DocumentId>('string'), required: true },
      kind: { type: CustomAttributeType<DocumentKind>('string'), required: true },
      name: { type: 'string', required: true },
      draft: { type: CustomAttributeType<DocumentVersion | undefined>('any') },
      published: { type: CustomAttributeType<PublishedVersion | undefined>('any') },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
    },
    indexes: { byId: primary(['documents', []], ['document#${documentId}', ['documentId']]) },
  },
  { table: tableName(), client },
)

const versionAttributes = {
  documentId: { type: CustomAttributeType<DocumentId>('string'), required: true },
  kind: { type: CustomAttributeType<DocumentKind>('string'), required: true },
  name: { type: 'string', required: true },
  version: { type: 'number', required: true },
  templateId: { type: CustomAttributeType<string | undefined>('string') },
  languages: { type: CustomAttributeType<DocumentLanguages>('any'), required: true },
  publishedAt: { type: 'string', required: true },
} as const

/** A published version, which never changes: contracts name it. */
const versions = new Entity(
  {
    model: model('document-version'),
    attributes: versionAttributes,
    indexes: {
      byNumber: primary(['documents', []], ['version#${documentId}#${version}', ['documentId', 'version']]),
    },
  },
  { table: tableName(), client },
)

/** The version of a kind that was published last, whichever document it is of: a copy, so that asking for it is one read. */
const newest = new Entity(
  {
    model: model('newest-document'),
    attributes: versionAttributes,
    indexes: { ofKind: primary(['documents', []], ['newest#${kind}', ['kind']]) },
  },
  { table: tableName(), client },
)

/** The source of a text under its hash: whichever versions have it, it is kept once. */
const texts = new Entity(
  {
    model: model('document-text'),
    attributes: {
      sha256: { type: 'string', required: true },
      deflated: { type: CustomAttributeType<Uint8Array>('any'), required: true },
    },
    indexes: { byHash: primary(['text#${sha256}', ['sha256']], ['text', []]) },
  },
  { table: tableName(), client },
)

/** A document as it is stored. */
export type DocumentRecord = EntityItem<typeof documents>
/** A published version as it is stored. */
export type DocumentVersionRecord = EntityItem<typeof versions>
/** Which version of which document. */
export type VersionKey = { readonly documentId: DocumentId; readonly version: number }

type Item = Readonly<Record<string, unknown>> | undefined
const parseDocument = (item: Item): DocumentRecord | undefined =>
  (item && documents.parse({ Item: item }).data) ?? undefined
const parseNewest = (item: Item): DocumentVersionRecord | undefined =>
  (item && newest.parse({ Item: item }).data) ?? undefined

/** Reads one document, strongly. */
export async function getDocument(documentId: DocumentId): Promise<DocumentRecord | undefined> {
  const { data } = await documents.get({ documentId }).go({ consistent: true })
  return data ?? undefined
}

/** Reads a document, and what was published last of a kind, in one round trip, strongly. */
export async function getDocumentAndNewest(
  documentId: DocumentId,
  kinds: readonly DocumentKind[],
): Promise<{
  readonly document: DocumentRecord | undefined
  readonly newestOf: ReadonlyMap<DocumentKind, DocumentVersionRecord>
}> {
  const [document, ...others] = await getItems([
    keyOf(documents.schema.indexes.byId, { documentId }),
    ...kinds.map((kind) => keyOf(newest.schema.indexes.ofKind, { kind })),
  ])
  const found = others.flatMap((item) => parseNewest(item) ?? [])
  return { document: parseDocument(document), newestOf: new Map(found.map((one) => [one.kind, one])) }
}

/** Reads one published version, strongly. */
export async function getPublishedVersion(key: VersionKey): Promise<DocumentVersionRecord | undefined> {
  const { data } = await versions.get(key).go({ consistent: true })
  return data ?? undefined
}

/** Reads the version of a kind that was published last, strongly; undefined where none was. */
export async function getNewestOfKind(kind: DocumentKind): Promise<DocumentVersionRecord | undefined> {
  const { data } = await newest.get({ kind }).go({ consistent: true })
  return data ?? undefined
}

/** Creates a document; its id has never been used. */
export const createDocument = (document: DocumentRecord): Write =>
  put(
    documents
      .put(stored(document))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )

/**
 * Publishes a version of a document: the document as it is then, the version that stays, and what is newest of its kind, unless another
 * document's was published later than this. Fails as `moved` when any of it changed since it was read.
 */
export function publishVersion(
  before: DocumentRecord,
  published: PublishedVersion,
  last: DocumentVersionRecord | undefined,
): { readonly document: DocumentRecord; readonly writes: readonly Write[] } {
  const { documentId, kind, name } = before
  const document = {
    ...before,
    draft: undefined,
    published,
    updatedAt: published.publishedAt,
    version: before.version + 1,
  }
  const record: DocumentVersionRecord = { documentId, kind, name, ...published }
  const isNewest = last === undefined || last.publishedAt <= published.publishedAt
  return {
    document,
    writes: [
      put(
        versions
          .put(stored(record))
          .where(({ publishedAt }, { notExists }) => notExists(publishedAt))
          .params(),
      ),
      ...(isNewest
        ? [
            put(
              newest
                .put(stored(record))
                .where(({ publishedAt, documentId: of }, { notExists, eq }) =>
                  last ? `${eq(publishedAt, last.publishedAt)} AND ${eq(of, last.documentId)}` : notExists(publishedAt),
                )
                .params(),
            ),
          ]
        : []),
      put(
        documents
          .put(stored(document))
          .where(({ version }, { eq }) => eq(version, before.version))
          .params(),
      ),
    ],
  }
}

/** One page of documents, newest first; one Query, eventually consistent. What is filtered out leaves a page short. */
export async function listDocuments(of: {
  readonly kind: DocumentKind | undefined
  readonly publishedOnly: boolean
  readonly limit: number
  readonly after: DocumentId | undefined
}): Promise<{ readonly items: readonly DocumentRecord[]; readonly next: DocumentId | undefined }> {
  const { kind, publishedOnly, limit, after } = of
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :documents AND begins_with(sk, :document)',
      ExpressionAttributeValues: { ':documents': 'documents', ':document': 'document#' },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: after && keyOf(documents.schema.indexes.byId, { documentId: after }),
    }),
  )
  const read = Items.flatMap((item) => parseDocument(item) ?? [])
  const items = read.filter(
    (one) => (kind === undefined || one.kind === kind) && !(publishedOnly && one.published === undefined),
  )
  return { items, next: LastEvaluatedKey && read.at(-1)?.documentId }
}

/** Keeps the source of a text under its hash; the same text is the same item, so there is nothing to lose by keeping it again. */
export const keepText = (sha256: string, source: string): Write =>
  put(texts.put({ sha256, deflated: deflateRawSync(source) }).params())

/** Reads the sources of texts by their hashes, strongly, in one round trip. Throws where one is missing: what names it was kept with it. */
export async function getTexts(hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map()
  const different = [...new Set(hashes)]
  const items = await getItems(different.map((sha256) => keyOf(texts.schema.indexes.byHash, { sha256 })))
  return new Map(
    different.map((sha256, position) => {
      const Item = items[position]
      const text = Item && texts.parse({ Item }).data
      if (!text) throw new Error(`the text ${sha256} of a document is not there`)
      return [sha256, inflateRawSync(text.deflated).toString('utf8')]
    }),
  )
}
