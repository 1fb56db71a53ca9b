import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { createDocument as create, type DocumentRecord } from '../../shared/table/document.ts'
import { stored } from '../../shared/table/schema.ts'
import { languagesOf } from './document-languages.ts'
import { documentReply } from './document-reply.ts'

/** Writes a document: its first version is a draft until it is published. */
export const createDocument: Operation<'createDocument'> = async ({ body, caller, now, newId, commit }) => {
  const { kind, name, templateId } = body
  const { languages, texts } = languagesOf(body.languages)
  const document: DocumentRecord = {
    documentId: newId('document'),
    kind,
    name,
    draft: stored({ version: 1, templateId, languages }),
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const created = recordActivity({
    activityId: newId('activity'),
    organizationId: caller.organization.organizationId,
    action: 'document.created',
    at: now,
    by: caller,
    about: { documentId: document.documentId, kind, version: 1 },
  })
  return commit([create(document), created, ...texts], documentReply(document))
}
