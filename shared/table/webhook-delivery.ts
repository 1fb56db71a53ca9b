import { createHash } from 'node:crypto'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ActivityAction } from '../domain/catalog.ts'
import {
  type ActivityId,
  type DeliveryId,
  id,
  isId,
  type OrganizationId,
  type ProfileId,
  type WebhookId,
} from '../domain/ids.ts'
import { type DeliveryFailure, type DeliveryState, logDays } from '../domain/webhook-delivery.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { remind } from './due.ts'
import { keyOf, model, primary, stored, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** An activity as the bus carries it, and as a receiver is told of it: ids, and names of changed fields, never values (T9). */
export type ToldActivity = {
  readonly activityId: ActivityId
  readonly organizationId: OrganizationId
  readonly action: ActivityAction
  readonly at: string
  readonly subject?: ProfileId | undefined
  readonly about: Readonly<Record<string, string | number>>
  readonly changedFields: readonly string[]
}

/** One activity for one webhook, and what became of it: the queue and the log in one. */
const deliveries = new Entity(
  {
    model: model('webhook-delivery'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      webhookId: { type: CustomAttributeType<WebhookId>('string'), required: true },
      deliveryId: { type: CustomAttributeType<DeliveryId>('string'), required: true },
      told: { type: CustomAttributeType<ToldActivity>('any'), required: true },
      state: { type: CustomAttributeType<DeliveryState>('string'), required: true },
      /** When it was made, or last asked for again: its day begins then. */
      since: { type: 'string', required: true },
      attempts: { type: 'number', required: true },
      /** The moment of its due row, as long as it waits. */
      dueAt: { type: CustomAttributeType<string | undefined>('string') },
      /** Until when whoever has begun an attempt is the only one to make it. */
      claimedUntil: { type: CustomAttributeType<string | undefined>('string') },
      lastAttemptAt: { type: CustomAttributeType<string | undefined>('string') },
      lastStatus: { type: CustomAttributeType<number | undefined>('number') },
      lastFailure: { type: CustomAttributeType<DeliveryFailure | undefined>('string') },
      createdAt: { type: 'string', required: true },
      /** Seconds since 1970. */
      ttl: { type: 'number', required: true },
    },
    indexes: {
      ofWebhook: primary(
        ['${organizationId}#${webhookId}', ['organizationId', 'webhookId']],
        ['${deliveryId}', ['deliveryId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** A delivery as it is stored. */
export type DeliveryRecord = EntityItem<typeof deliveries>
export type DeliveryKey = {
  readonly organizationId: OrganizationId
  readonly webhookId: WebhookId
  readonly deliveryId: DeliveryId
}

const keyIn = ({ organizationId, webhookId, deliveryId }: DeliveryKey): DeliveryKey => ({
  organizationId,
  webhookId,
  deliveryId,
})
const ttlFrom = (now: string): number => Math.ceil(Date.parse(now) / 1000) + logDays * 24 * 3600

const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The delivery of an activity to a webhook: the moment of the activity, and 80 bits of a hash of both. However often the activity is told,
 * it is this one, so nothing is delivered twice; and a list by id is a list by time.
 */
export function deliveryIdOf(activityId: ActivityId, webhookId: WebhookId): DeliveryId {
  const moment = activityId.slice('act_'.length, 'act_'.length + 10)
  const hash = BigInt(`0x${createHash('sha256').update(`${activityId} ${webhookId}`).digest('hex').slice(0, 20)}`)
  const rest = Array.from({ length: 16 }, (_, place) => digits[Number((hash >> BigInt(5 * place)) & 31n)])
  return id('delivery', `dlv_${moment}${rest.join('')}`)
}

/** Reads one delivery, strongly. */
export async function getDelivery(key: DeliveryKey): Promise<DeliveryRecord | undefined> {
  const { data } = await deliveries.get(keyIn(key)).go({ consistent: true })
  return data ?? undefined
}

/** One page of the deliveries of a webhook, the newest first, eventually; one Query. */
export async function pageOfDeliveries(of: {
  readonly organizationId: OrganizationId
  readonly webhookId: WebhookId
  readonly limit: number
  readonly after: DeliveryId | undefined
}): Promise<{ readonly items: readonly DeliveryRecord[]; readonly next: DeliveryId | undefined }> {
  const { organizationId, webhookId, limit, after } = of
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :webhook',
      ExpressionAttributeValues: { ':webhook': `${organizationId}#${webhookId}` },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey:
        after && keyOf(deliveries.schema.indexes.ofWebhook, { organizationId, webhookId, deliveryId: after }),
    }),
  )
  const next: unknown = LastEvaluatedKey?.sk
  return {
    items: Items.flatMap((Item) => deliveries.parse({ Item }).data ?? []),
    next: isId('delivery', next) ? next : undefined,
  }
}

/** Makes a delivery, which is due at once. Fails as `moved` where it is there. */
export function createDelivery(webhookId: WebhookId, told: ToldActivity, now: string): Write[] {
  const { organizationId, activityId } = told
  const delivery: DeliveryRecord = {
    organizationId,
    webhookId,
    deliveryId: deliveryIdOf(activityId, webhookId),
    told,
    state: 'waiting',
    since: now,
    attempts: 0,
    dueAt: now,
    createdAt: now,
    ttl: ttlFrom(now),
  }
  return [
    put(
      deliveries
        .put(stored(delivery))
        .where(({ state }, { notExists }) => notExists(state))
        .params(),
    ),
    remind(dueOf(delivery, now)),
  ]
}

/** Has a delivery that is over begin anew. Fails as `moved` when it is not over any more. */
export function beginAnew(
  before: DeliveryRecord,
  now: string,
): { readonly after: DeliveryRecord; readonly writes: Write[] } {
  const { dueAt: _, claimedUntil, lastStatus, lastFailure, ...kept } = before
  const after: DeliveryRecord = { ...kept, state: 'waiting', since: now, attempts: 0, dueAt: now, ttl: ttlFrom(now) }
  return { after, writes: [replace(before, after), remind(dueOf(after, now))] }
}

/**
 * Takes an attempt upon itself: it is counted, and nobody else makes it until the lease is over. Undefined where somebody else has, or has
 * ended it.
 */
export async function claimDelivery(
  before: DeliveryRecord,
  now: string,
  claimedUntil: string,
): Promise<DeliveryRecord | undefined> {
  const attempts = before.attempts + 1
  try {
    await deliveries
      .patch(keyIn(before))
      .set({ attempts, claimedUntil, lastAttemptAt: now })
      .where((delivery, { eq }) => `${eq(delivery.state, 'waiting')} AND ${eq(delivery.attempts, before.attempts)}`)
      .go()
    return { ...before, attempts, claimedUntil, lastAttemptAt: now }
  } catch (error) {
    if (isConditionFailed(error)) return undefined
    throw error
  }
}

/** What an attempt came to. */
export type Attempted = { readonly lastStatus?: number | undefined; readonly lastFailure?: DeliveryFailure | undefined }

/** Ends a delivery. Its due row is whoever acts on it to take. */
export function endDelivery(before: DeliveryRecord, state: 'delivered' | 'failed', attempted: Attempted): Write {
  const { dueAt: _, claimedUntil, lastStatus, lastFailure, ...kept } = before
  return replace(before, { ...kept, state, ...attempted })
}

/** Puts the next attempt at a delivery off until then. The due row of this one is whoever acts on it to take. */
export function tryAgain(before: DeliveryRecord, dueAt: string, attempted: Attempted): Write[] {
  const { claimedUntil: _, lastStatus, lastFailure, ...kept } = before
  return [replace(before, { ...kept, dueAt, ...attempted }), remind(dueOf(before, dueAt))]
}

function replace(before: DeliveryRecord, after: DeliveryRecord): Write {
  return put(
    deliveries
      .put(stored(after))
      .where(
        (delivery, { eq }) =>
          `${eq(delivery.state, before.state)} AND ${eq(delivery.attempts, before.attempts)} AND ${eq(delivery.since, before.since)}`,
      )
      .params(),
  )
}

const dueOf = ({ organizationId, webhookId, deliveryId }: DeliveryRecord, at: string) =>
  ({ kind: 'webhook-delivery', at, organizationId, webhookId, deliveryId }) as const
