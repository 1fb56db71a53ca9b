import { describe, expect, test } from 'vitest'
import { recipientOf } from '../../shared/table/mail-claim.ts'
import {
  createNotification,
  type DeliveryState,
  getNotification,
  inOrder,
  listNotifications,
  type NotificationRecord,
  recordNotificationDelivery,
  waiting,
} from '../../shared/table/notification.ts'
import { attemptTo, email, itemAt, keysOf, newId, now, save, tally } from '../support/table-fixtures.ts'

const mia = email('mia.jansen@contoso.example')
const hash = recipientOf(mia)
const aNotification = (fields: Partial<NotificationRecord> = {}): NotificationRecord => ({
  organizationId: newId('organization'),
  notificationId: newId('notification'),
  category: 'incident',
  subject: { en: 'Mail is slow' },
  text: { en: 'We are looking into it.' },
  sentAt: now,
  recipients: waiting([
    { email: mia, profileId: newId('profile'), why: { as: 'holder', contactRole: 'technical' } },
    { email: email('soc@northwind.example'), why: { as: 'security-operations' } },
  ]),
  ...fields,
})
async function stored(fields: Partial<NotificationRecord> = {}): Promise<NotificationRecord> {
  const notification = aNotification(fields)
  await save(createNotification(notification))
  return notification
}

describe('a notification', () => {
  test('stands under its organization, in no index, without anybody’s address', async () => {
    const notification = await stored()
    const { organizationId, notificationId } = notification
    const item = await itemAt(organizationId, `notification#${notificationId}`)
    expect(keysOf(item)).toEqual({ pk: organizationId, sk: `notification#${notificationId}` })
    expect(JSON.stringify(item)).not.toContain('@')
    expect(await getNotification(notification)).toEqual(notification)
  })

  test('is made once', async () => {
    const notification = aNotification()
    const ends = await Promise.all([1, 2, 3, 4].map(() => attemptTo(createNotification(notification))))
    expect(tally(ends)).toEqual({ done: 1, moved: 3 })
  })

  test('has its recipients in the order in which they were found', async () => {
    const names = ['zoe', 'adam', 'mia', 'bo', 'xi', 'lou'].map((name) => email(`${name}@contoso.example`))
    const recipients = waiting(
      names.map((one) => ({ email: one, profileId: newId('profile'), why: { as: 'addressee' } })),
    )
    const read = await getNotification(await stored({ recipients }))
    expect(read && inOrder(read).map(({ place }) => place)).toEqual([0, 1, 2, 3, 4, 5])
    expect(read && inOrder(read).map(({ profileId }) => profileId)).toEqual(
      names.map((name) => recipients[recipientOf(name)]?.profileId),
    )
  })

  const after: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
    queued: ['sent', 'failed', 'delivered', 'bounced'],
    sent: ['delivered', 'bounced'],
    delivered: ['bounced'],
    bounced: [],
    failed: [],
  }
  test.each(Object.entries(after))('what may follow upon %s follows, and nothing else', async (state, next) => {
    const { organizationId, notificationId, recipients } = aNotification()
    for (const to of ['sent', 'failed', 'delivered', 'bounced'] as const) {
      const id = newId('notification')
      const [one] = Object.values(recipients)
      const from = one && { [hash]: { ...one, state: state as DeliveryState } }
      await stored({ organizationId, notificationId: id, recipients: { ...recipients, ...from } })
      expect(await recordNotificationDelivery(organizationId, id, hash, to), `${state} to ${to}`).toBe(
        next.includes(to),
      )
      const found = await getNotification({ organizationId, notificationId: id })
      expect(found?.recipients[hash]?.state).toBe(next.includes(to) ? to : state)
      expect(found?.recipients[recipientOf('soc@northwind.example')]?.state).toBe('queued')
    }
    expect(await recordNotificationDelivery(organizationId, notificationId, hash, 'sent')).toBe(false)
  })

  test('is left alone where nobody bears the hash', async () => {
    const notification = await stored()
    const { organizationId, notificationId } = notification
    expect(await recordNotificationDelivery(organizationId, notificationId, recipientOf('x@y.example'), 'sent')).toBe(
      false,
    )
    expect(await getNotification(notification)).toEqual(notification)
  })

  test('is listed newest first, page by page, among everything else of its organization', async () => {
    const organizationId = newId('organization')
    const ids: string[] = []
    for (let more = 0; more < 5; more++) ids.unshift((await stored({ organizationId })).notificationId)
    await stored()
    const first = await listNotifications({ organizationId, limit: 3, after: undefined })
    const second = await listNotifications({ organizationId, limit: 3, after: first.next })
    expect([...first.items, ...second.items].map(({ notificationId }) => notificationId)).toEqual(ids)
    expect(second.next).toBeUndefined()
  })
})
