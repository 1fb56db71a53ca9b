import { type DocumentId, isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listDocuments as read } from '../../shared/table/document.ts'
import { documentReply, seesDrafts } from './document-reply.ts'

/** Which documents there are, newest first; whoever does not write them sees what was published. */
export const listDocuments: Operation<'listDocuments'> = async ({ caller, query, now }) => {
  const { kind, limit, cursor } = query
  const drafts = seesDrafts(caller, now)
  const list = ['listDocuments', caller.organization.organizationId, kind ?? '', drafts ? 'drafts' : '']
  const { items, next } = await read({ kind, publishedOnly: !drafts, limit, after: positionIn(cursor, list) })
  return {
    items: items.map((item) => documentReply(drafts ? item : { ...item, draft: undefined })),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}

function positionIn(cursor: string | undefined, list: readonly string[]): DocumentId | undefined {
  const [position] = readCursor(cursor, list, 1) ?? []
  if (position !== undefined && !isId('document', position)) throw new Problem('invalid-cursor')
  return position
}
