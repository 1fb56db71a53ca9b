import { succeed } from '../../support/gateway-call.ts'
import type { World } from '../../support/world.ts'
import { publishing as publishingBy, writtenDocument } from '../../support/world-documents.ts'

export { aDocument as document, agreement, inEnglish } from '../../support/world-documents.ts'

/** Writes a document. */
export const written = ({ provider }: World, more: object = {}) => writtenDocument(provider, more)

/** Publishes a document on condition of its version: its draft, or what is given. */
export const publishing = ({ provider }: World, documentId: string, version: number, body: object = {}) =>
  publishingBy(provider, documentId, version, body)

/** Writes a document and publishes it. */
export async function published(world: World, more: object = {}) {
  const { documentId, version } = await written(world, more)
  return succeed('publishDocument', publishing(world, documentId, version))
}
