import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import {
  type DocumentRecord,
  type DocumentVersion,
  getPublishedVersion,
  getTexts,
  getDocument as read,
} from '../../shared/table/document.ts'
import { replyWith, seesDrafts } from './document-reply.ts'

/** A document with its texts: the newest version, or the one that is asked for, and the draft for whoever may publish it. */
export const getDocument: Operation<'getDocument'> = async ({ params: { documentId }, query, caller, now }) => {
  const [found, asked] = await Promise.all([
    read(documentId),
    query.version === undefined ? undefined : getPublishedVersion({ documentId, version: query.version }),
  ])
  const drafts = seesDrafts(caller, now)
  const absent = query.version === undefined ? !drafts && !found?.published : !asked
  if (!found || absent) throw new Problem('not-found')

  const document: DocumentRecord = {
    ...found,
    draft: drafts ? found.draft : undefined,
    published: asked ?? found.published,
  }
  const texts = await getTexts([...hashesOf(document.draft), ...hashesOf(document.published)])
  return replyWith(document, (language) => ({ ...language, text: texts.get(language.sha256) ?? '' }))
}

const hashesOf = (version: DocumentVersion | undefined): readonly string[] =>
  Object.values(version?.languages ?? {}).flatMap((language) => language?.sha256 ?? [])
