import { isId, type NotificationId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { inOrder, type NotifiedRecipient, listNotifications as read } from '../../shared/table/notification.ts'
import { findPeople } from '../../shared/table/people.ts'
import { stored } from '../../shared/table/schema.ts'
import { recipientReply } from './recipients-reply.ts'

/** What was sent, newest first: to whom, why, and whether it arrived. Names are those that people have now, or had when they left. */
export const listNotifications: Operation<'listNotifications'> = async ({ params: { organizationId }, query }) => {
  const list = ['listNotifications', organizationId]
  const { items, next } = await read({ organizationId, limit: query.limit, after: positionIn(query.cursor, list) })
  const keyOf = ({ profileId, organizationId: of = organizationId }: NotifiedRecipient) =>
    profileId && { organizationId: of, profileId }
  const person = await findPeople(items.flatMap((item) => inOrder(item).flatMap((recipient) => keyOf(recipient) ?? [])))
  return {
    items: items.map((item) => ({
      notificationId: item.notificationId,
      category: item.category,
      severity: item.severity ?? null,
      subject: stored(item.subject),
      text: stored(item.text),
      sentAt: item.sentAt,
      recipients: inOrder(item).map((recipient) => ({
        ...recipientReply(recipient, organizationId, person(keyOf(recipient))?.name),
        state: recipient.state,
      })),
    })),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}

function positionIn(cursor: string | undefined, list: readonly string[]): NotificationId | undefined {
  const [position] = readCursor(cursor, list, 1) ?? []
  if (position !== undefined && !isId('notification', position)) throw new Problem('invalid-cursor')
  return position
}
