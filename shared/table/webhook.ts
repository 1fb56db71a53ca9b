import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ActivityAction } from '../domain/catalog.ts'
import type { OrganizationId, WebhookId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import type { DisabledBecause } from '../domain/webhook-delivery.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, stored, tableName } from './schema.ts'
import { put, remove, update, type Write } from './transaction.ts'

/** Where an organization has a program told of what happens. */
const webhooks = new Entity(
  {
    model: model('webhook'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      webhookId: { type: CustomAttributeType<WebhookId>('string'), required: true },
      url: { type: 'string', required: true },
      description: { type: CustomAttributeType<string | undefined>('string') },
      actions: { type: CustomAttributeType<readonly ActivityAction[]>('any'), required: true },
      enabled: { type: 'boolean', required: true },
      disabledBecause: { type: CustomAttributeType<DisabledBecause | undefined>('string') },
      /** Since when nothing has arrived. It does not move the version. */
      failingSince: { type: 'string' },
      /** What signs deliveries, sealed: only the function that delivers can open it. */
      sealedSecret: { type: 'string', required: true },
      /** The one before, which signs as well until that moment. */
      previousSecret: {
        type: CustomAttributeType<{ readonly sealed: string; readonly until: string } | undefined>('any'),
      },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
    },
    indexes: {
      ofOrganization: primary(['${organizationId}#webhooks', ['organizationId']], ['${webhookId}', ['webhookId']]),
    },
  },
  { table: tableName(), client: documents },
)

/** How many webhooks an organization has: the limit is counted here, in the transaction that makes one. */
const counts = new Entity(
  {
    model: model('webhook-count'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      count: { type: 'number' },
    },
    indexes: { ofOrganization: primary(['${organizationId}#webhooks', ['organizationId']], ['count', []]) },
  },
  { table: tableName(), client: documents },
)

/** A webhook as it is stored. */
export type WebhookRecord = EntityItem<typeof webhooks>
export type WebhookKey = { readonly organizationId: OrganizationId; readonly webhookId: WebhookId }

/** So many an organization may have: each is asked of every activity. */
const mostWebhooks = 10

/** Reads one webhook, strongly. */
export async function getWebhook({ organizationId, webhookId }: WebhookKey): Promise<WebhookRecord | undefined> {
  const { data } = await webhooks.get({ organizationId, webhookId }).go({ consistent: true })
  return data ?? undefined
}

/** All webhooks of an organization, in the order of their making, strongly; one Query. */
export async function listWebhooks(organizationId: OrganizationId): Promise<readonly WebhookRecord[]> {
  const { data } = await webhooks.query.ofOrganization({ organizationId }).go({ consistent: true, pages: 'all' })
  return data
}

/** Makes a webhook, and counts it: 409 `too-many-webhooks`. */
export function createWebhook(webhook: WebhookRecord): Write[] {
  const { organizationId } = webhook
  return [
    put(
      webhooks
        .put(stored(webhook))
        .where(({ version }, { notExists }) => notExists(version))
        .params(),
    ),
    update(
      counts
        .upsert({ organizationId })
        .add({ count: 1 })
        .where(({ count }, { notExists, lt }) => `(${notExists(count)} OR ${lt(count, mostWebhooks)})`)
        .params(),
      new Problem('too-many-webhooks'),
    ),
  ]
}

/**
 * Writes a webhook anew as it was decided on. Fails as `moved` when it has changed since it was read, by whether anything arrives as well, which
 * would be lost otherwise.
 */
export function changeWebhook(before: WebhookRecord, after: WebhookRecord): Write {
  return put(
    webhooks
      .put(stored(after))
      .where(({ version, failingSince }, { eq, notExists }) => {
        const known = before.failingSince
        const fails = known === undefined ? notExists(failingSince) : eq(failingSince, known)
        return `${eq(version, before.version)} AND ${fails}`
      })
      .params(),
  )
}

/** Removes a webhook, and counts it out. */
export function removeWebhook(before: WebhookRecord): Write[] {
  const { organizationId, webhookId } = before
  return [
    remove(
      webhooks
        .delete({ organizationId, webhookId })
        .where(({ version }, { eq }) => eq(version, before.version))
        .params(),
    ),
    update(
      counts
        .patch({ organizationId })
        .add({ count: -1 })
        .where(({ count }, { gt }) => gt(count, 0))
        .params(),
    ),
  ]
}

/** Writes down that an attempt failed, where the one before did not: from then on nothing arrives. */
export async function noteFailing({ organizationId, webhookId }: WebhookKey, now: string): Promise<void> {
  await unlessGone(
    webhooks
      .patch({ organizationId, webhookId })
      .set({ failingSince: now })
      .where(({ failingSince }, { notExists }) => notExists(failingSince))
      .go(),
  )
}

/** Writes down that something has arrived again. */
export async function noteArriving({ organizationId, webhookId }: WebhookKey): Promise<void> {
  await unlessGone(webhooks.patch({ organizationId, webhookId }).remove(['failingSince']).go())
}

/** A webhook that is no more, or of which the same is known already, has nothing written down. */
async function unlessGone(written: Promise<unknown>): Promise<void> {
  try {
    await written
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}
