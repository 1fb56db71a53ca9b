import { type InvitationId, isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { type InvitationPosition, listInvitations as read } from '../../shared/table/invitation.ts'
import { invitationSummaries } from './invitation-reply.ts'

/** Who invited whom, when, how often, and what became of it (I9). */
export const listInvitations: Operation<'listInvitations'> = async ({ params: { organizationId }, query, now }) => {
  const { limit, cursor, state: status } = query
  const list = ['listInvitations', organizationId, status ?? '']
  const position = readCursor(cursor, list, 2)
  const after = position && positionOf(position)
  if (after && status === 'expired' && after.expiresAt > now) throw new Problem('invalid-cursor')
  // The last one of the page before has expired meanwhile, and with it all that end sooner.
  if (after && status === 'pending' && after.expiresAt <= now) return { items: [], nextCursor: null }
  const { items, next } = await read({ organizationId, status, limit, after, now })
  return {
    items: await invitationSummaries(organizationId, items, now),
    nextCursor: next ? writeCursor([next.expiresAt, next.invitationId], list) : null,
  }
}

function positionOf([expiresAt = '', invitationId]: readonly string[]): InvitationPosition {
  if (!isMoment(expiresAt) || !isId('invitation', invitationId)) throw new Problem('invalid-cursor')
  return { expiresAt, invitationId: invitationId satisfies InvitationId }
}

const isMoment = (text: string): boolean => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text
