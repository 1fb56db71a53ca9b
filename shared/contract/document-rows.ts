import * as z from 'zod'
import { CreateDocument, Document, DocumentWithText, ofKind, PublishDocument } from './document-schemas.ts'
import { documentId, organizationId, pageOf, paging } from './fields.ts'
import type { Feature } from './route.ts'

const runsIn = {
  function: 'documents',
  because: 'it reads Markdown, and the parser belongs to no other function’s start',
} as const

/** Whoever writes them, and whoever may send contracts: these see what is published, for the organization that they name. */
const readers = {
  anyOf: [{ permission: 'contracts:request' }, { permission: 'documents:manage', in: 'provider' }],
  organizationFrom: { query: 'organizationId', otherwise: 'provider' },
} as const
const writers = { permission: 'documents:manage', organizationFrom: 'provider' } as const
const forOrganization = organizationId
  .optional()
  .meta({ description: 'For which organization contracts are to be sent; the provider itself when left out' })

const id = 'doc_01k2r8v6m0q3s5t7w9x1y3z5ac'
const written = {
  title: 'Service agreement',
  summary: 'Northwind looks after your Microsoft environment. Either side can end it with three months’ notice.',
  text: '# Service agreement\n\nNorthwind looks after your environment.\n\n1. It begins with your approval.\n2. Either side ends it with *three months’* notice.\n',
} as const
const { text, ...shownOf } = written
const shown = {
  ...shownOf,
  sha256: '44bab2e2e133fe84230700e3a6abb9f2dcc47e7ac32d6b1a9b1e22c969d6a718',
  bytes: 149,
} as const
const version = { version: 1, templateId: null, publishedAt: null, languages: { en: shown } } as const
const document = {
  documentId: id,
  kind: 'service-agreement',
  name: 'Service agreement 2027',
  draft: version,
  published: null,
  createdAt: '2026-11-26T09:00:00.000Z',
  updatedAt: '2026-11-26T09:00:00.000Z',
  version: 1,
} as const
const publishedAt = '2026-11-26T10:00:00.000Z'
const published = {
  ...document,
  draft: null,
  published: { ...version, publishedAt },
  updatedAt: publishedAt,
  version: 2,
} as const

/** The routes of documents: what contracts are made of, and what the provider alone writes. */
export const documentRows = {
  createDocument: {
    method: 'POST',
    path: '/v1/documents',
    summary: 'Write a document that contracts are made of, as a draft, in all its languages',
    access: writers,
    needs: ['table:read', 'table:write'],
    body: CreateDocument,
    status: 201,
    reply: Document,
    etag: true,
    fails: [],
    runsIn,
    example: {
      body: { kind: document.kind, name: document.name, languages: { en: written } },
      reply: document,
    },
  },
  listDocuments: {
    method: 'GET',
    path: '/v1/documents',
    summary: 'List documents, newest first, without their texts',
    access: readers,
    needs: ['table:read'],
    query: z.strictObject({ organizationId: forOrganization, kind: ofKind, ...paging }),
    status: 200,
    reply: pageOf(Document),
    fails: ['invalid-cursor'],
    runsIn,
    example: {
      query: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7', limit: '20' },
      reply: { items: [published], nextCursor: null },
    },
  },
  getDocument: {
    method: 'GET',
    path: '/v1/documents/{documentId}',
    summary: 'Read a document, with its texts',
    access: readers,
    needs: ['table:read'],
    params: z.strictObject({ documentId }),
    query: z.strictObject({
      organizationId: forOrganization,
      version: z.coerce
        .number()
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .meta({ description: 'A version that was published; the newest when left out' }),
    }),
    status: 200,
    reply: DocumentWithText,
    etag: true,
    fails: [],
    runsIn,
    example: {
      params: { documentId: id },
      query: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' },
      reply: { ...published, published: { ...published.published, languages: { en: { ...shown, text } } } },
    },
  },
  publishDocument: {
    method: 'POST',
    path: '/v1/documents/{documentId}/publish',
    summary: 'Publish the draft of a document, or its next version; what is published never changes',
    access: writers,
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ documentId }),
    body: PublishDocument,
    ifMatch: true,
    status: 200,
    reply: Document,
    etag: true,
    fails: ['nothing-to-publish'],
    runsIn,
    example: { params: { documentId: id }, body: {}, reply: published },
  },
} as const satisfies Feature
