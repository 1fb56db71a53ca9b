import { succeed } from '../../support/gateway-call.ts'
import type { World } from '../../support/world.ts'

/** A text that an agreement may have. */
export const agreement = '# Service agreement\n\n1. It begins with your approval.\n2. It ends with *notice*.\n'

/** A document in one language. */
export const inEnglish = { title: 'Service agreement', summary: 'We look after your environment.', text: agreement }

/** A document as it is written. */
export const document = (more: object = {}) => ({
  kind: 'csp-contract',
  name: 'Customer agreement',
  languages: { en: inEnglish },
  ...more,
})

/** Writes a document. */
export const written = ({ provider }: World, more: object = {}) =>
  succeed('createDocument', { by: provider.owner, body: document(more) })

/** Publishes a document on condition of its version: its draft, or what is given. */
export const publishing = ({ provider }: World, documentId: string, version: number, body: object = {}) => ({
  by: provider.owner,
  params: { documentId },
  headers: { 'if-match': `"${version}"` },
  body,
})

/** Writes a document and publishes it. */
export async function published(world: World, more: object = {}) {
  const { documentId, version } = await written(world, more)
  return succeed('publishDocument', publishing(world, documentId, version))
}
