import { contractKinds } from '../../shared/domain/contract.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import {
  type DocumentRecord,
  type DocumentVersion,
  getDocumentAndNewest,
  publishVersion,
} from '../../shared/table/document.ts'
import { stored } from '../../shared/table/schema.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { languagesOf } from './document-languages.ts'
import { documentReply } from './document-reply.ts'

/** Publishes the draft of a document, or its next version as it is given. Versions that were published stay as they are. */
export const publishDocument: Operation<'publishDocument'> = async (request) => {
  const { params, body, caller, now, newId, expectedVersion, commit } = request
  const { document: before, newestOf } = await getDocumentAndNewest(params.documentId, contractKinds)
  if (!before) throw new Problem('not-found')
  if (before.version !== expectedVersion) throw new Problem('stale')

  const { next, texts } = versionToPublish(before, body)
  const published = stored({ ...next, publishedAt: now })
  const { document, writes } = publishVersion(before, published, newestOf.get(before.kind))
  const { documentId, kind } = document
  const activity = recordActivity({
    activityId: newId('activity'),
    organizationId: caller.organization.organizationId,
    action: 'document.published',
    at: now,
    by: caller,
    about: { documentId, kind, version: next.version, ...hashesOf(next) },
  })
  return commit([...writes, activity, ...texts], documentReply(document))
}

function versionToPublish(
  { draft, published }: DocumentRecord,
  { languages, templateId }: OperationRequest<'publishDocument'>['body'],
): { readonly next: DocumentVersion; readonly texts: readonly Write[] } {
  if (!languages) {
    if (templateId !== undefined)
      throw invalidField('#/templateId', 'invalid', 'It belongs to the version that `languages` give.')
    if (!draft) throw new Problem('nothing-to-publish')
    return { next: draft, texts: [] }
  }
  const written = languagesOf(languages)
  const version = (published?.version ?? 0) + 1
  return { next: { version, templateId, languages: written.languages }, texts: written.texts }
}

/** Which texts were published: the hash of each language’s source. */
const hashesOf = ({ languages }: DocumentVersion): Record<string, string> =>
  Object.fromEntries(Object.entries(languages).flatMap(([language, one]) => (one ? [[language, one.sha256]] : [])))
