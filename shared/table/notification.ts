import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { NotificationId, OrganizationId } from '../domain/ids.ts'
import type { Language } from '../domain/language.ts'
import type { NotificationCategory, Severity } from '../domain/notification-categories.ts'
import type { Recipient } from '../domain/recipients.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { recipientOf } from './mail-claim.ts'
import { keyOf, model, primary, stored, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** What became of a mail: what we know ourselves, and then what the other side says. */
export type DeliveryState = 'queued' | 'sent' | 'delivered' | 'bounced' | 'failed'

/** Somebody who gets a notification: never an address, which the mail function reads when it sends. */
export type NotifiedRecipient = Omit<Recipient, 'email'> & {
  /** Which of them they are, from 0: a map has no order. */
  readonly place: number
  readonly state: DeliveryState
}

/** Something in the languages in which it was given. */
export type Written = { readonly en: string } & { readonly [In in Language]?: string | undefined }

/** What the provider wrote to contacts of an organization, and what became of it at each of them. */
const notifications = new Entity(
  {
    model: model('notification'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      notificationId: { type: CustomAttributeType<NotificationId>('string'), required: true },
      category: { type: CustomAttributeType<NotificationCategory>('string'), required: true },
      severity: { type: CustomAttributeType<Severity | undefined>('string') },
      subject: { type: CustomAttributeType<Written>('any'), required: true },
      text: { type: CustomAttributeType<Written>('any'), required: true },
      sentAt: { type: 'string', required: true },
      /** By the hash of the address that they had then, under which the claim of their mail stands. */
      recipients: { type: CustomAttributeType<Readonly<Record<string, NotifiedRecipient>>>('any'), required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['notification#${notificationId}', ['notificationId']]),
    },
  },
  { table: tableName(), client: documents },
)

/** A notification as it is stored. */
export type NotificationRecord = EntityItem<typeof notifications>
/** Where a notification stands. */
export type NotificationKey = { readonly organizationId: OrganizationId; readonly notificationId: NotificationId }

/** How many recipients a notification has at most. */
export const mostRecipients = 100

/** The recipients of a notification as they are stored, all of them waiting for their mail. */
export const waiting = (recipients: readonly Recipient[]): NotificationRecord['recipients'] =>
  Object.fromEntries(
    recipients.map(({ email, ...recipient }, place) => [
      recipientOf(email),
      stored({ ...recipient, place, state: 'queued' as const }),
    ]),
  )

/** The recipients of a notification, in the order in which they were found. */
export const inOrder = ({ recipients }: Pick<NotificationRecord, 'recipients'>): readonly NotifiedRecipient[] =>
  Object.values(recipients).toSorted((one, other) => one.place - other.place)

/** Creates a notification; its id has never been used. */
export const createNotification = (notification: NotificationRecord): Write =>
  put(
    notifications
      .put(stored(notification))
      .where(({ sentAt }, { notExists }) => notExists(sentAt))
      .params(),
  )

/** Reads one notification, strongly. */
export async function getNotification(key: NotificationKey): Promise<NotificationRecord | undefined> {
  const { data } = await notifications.get(key).go({ consistent: true })
  return data ?? undefined
}

/** What may follow upon what: the other side may answer before we have written down that the mail went out. */
const follows: Readonly<Record<Exclude<DeliveryState, 'queued'>, readonly DeliveryState[]>> = {
  sent: ['queued'],
  failed: ['queued'],
  delivered: ['queued', 'sent'],
  bounced: ['queued', 'sent', 'delivered'],
}

/**
 * Notes what became of the mail of one recipient, named by the hash of their address as its claim is: bookkeeping, without an activity.
 * False where the notification has no such recipient, or where that is known already, or more.
 */
export async function recordNotificationDelivery(
  organizationId: OrganizationId,
  notificationId: NotificationId,
  recipientHash: string,
  state: Exclude<DeliveryState, 'queued'>,
): Promise<boolean> {
  const before = follows[state].map((_, at) => `:before${at}`)
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableName(),
        Key: keyOf(notifications.schema.indexes.byId, { organizationId, notificationId }),
        UpdateExpression: 'SET recipients.#recipient.#state = :state',
        ConditionExpression: `recipients.#recipient.#state IN (${before.join(', ')})`,
        ExpressionAttributeNames: { '#recipient': recipientHash, '#state': 'state' },
        ExpressionAttributeValues: {
          ':state': state,
          ...Object.fromEntries(follows[state].map((one, at) => [`:before${at}`, one])),
        },
      }),
    )
    return true
  } catch (error) {
    if (isConditionFailed(error)) return false
    throw error
  }
}

/** One page of an organization's notifications, newest first; one Query, eventually consistent. A page of long ones may be short. */
export async function listNotifications(of: {
  readonly organizationId: OrganizationId
  readonly limit: number
  readonly after: NotificationId | undefined
}): Promise<{ readonly items: readonly NotificationRecord[]; readonly next: NotificationId | undefined }> {
  const { organizationId, limit, after } = of
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :organization AND begins_with(sk, :notification)',
      ExpressionAttributeValues: { ':organization': organizationId, ':notification': 'notification#' },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: after && keyOf(notifications.schema.indexes.byId, { organizationId, notificationId: after }),
    }),
  )
  const items = Items.flatMap((Item) => notifications.parse({ Item }).data ?? [])
  return { items, next: LastEvaluatedKey && items.at(-1)?.notificationId }
}
