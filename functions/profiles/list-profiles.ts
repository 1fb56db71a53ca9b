import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { type ProfilePosition, listProfiles as read } from '../../shared/table/profile.ts'
import { summaryReply } from './profile-reply.ts'

export const listProfiles: Operation<'listProfiles'> = async ({ params: { organizationId }, query }) => {
  const { limit, cursor, status } = query
  const list = ['listProfiles', organizationId, status ?? '']
  const position = readCursor(cursor, list, 2)
  const after = position && positionOf(position)
  const { items, next } = await read({ organizationId, status, limit, after })
  return { items: items.map(summaryReply), nextCursor: next ? writeCursor(next, list) : null }
}

function positionOf([sortName, profileId]: readonly string[]): ProfilePosition {
  if (!sortName || !isId('profile', profileId)) throw new Problem('invalid-cursor')
  return [sortName, profileId]
}
