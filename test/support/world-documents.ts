import type { DocumentId } from '../../shared/domain/ids.ts'
import { succeed } from './gateway-call.ts'
import type { Person } from './world-people.ts'

/** A text that an agreement may have. */
export const agreement = '# Service agreement\n\n1. It begins with your approval.\n2. It ends with *notice*.\n'

/** A document in one language. */
export const inEnglish = { title: 'Service agreement', summary: 'We look after your environment.', text: agreement }

/** A document as it is written. */
export const aDocument = (more: object = {}) => ({
  kind: 'csp-contract',
  name: 'Customer agreement',
  languages: { en: inEnglish },
  ...more,
})

type Provider = { readonly owner: Person }

/** Writes a document, which is a draft. */
export const writtenDocument = ({ owner }: Provider, more: object = {}) =>
  succeed('createDocument', { by: owner, body: aDocument(more) })

/** Publishes a document on condition of its version: its draft, or what is given. */
export const publishing = ({ owner }: Provider, documentId: string, version: number, body: object = {}) => ({
  by: owner,
  params: { documentId },
  headers: { 'if-match': `"${version}"` },
  body,
})

/** Writes a document and publishes it. */
export async function publishedDocument(provider: Provider, more: object = {}): Promise<DocumentId> {
  const { documentId, version } = await writtenDocument(provider, more)
  await succeed('publishDocument', publishing(provider, documentId, version))
  return documentId
}
