import * as z from 'zod'
import { deliveryStates } from '../domain/webhook-delivery.ts'
import { deliveryId, organizationId, pageOf, paging, webhookId } from './fields.ts'
import type { Feature } from './route.ts'
import { givenOfWebhook, RemovedWebhook, Webhook, WebhookDelivery, WebhookWithSecret } from './webhook-schemas.ts'

const path = '/v1/organizations/{organizationId}/webhooks'
const one = `${path}/{webhookId}` as const
const read = { permission: 'webhooks:read' } as const
const manage = { permission: 'webhooks:manage' } as const
const readsAndWrites = ['table:read', 'table:write'] as const
const makesSecrets = [...readsAndWrites, 'webhook-secret:seal'] as const

const ofOrganization = z.strictObject({ organizationId })
const ofWebhook = z.strictObject({ organizationId, webhookId })

const there = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const thisWebhook = { ...there, webhookId: 'whk_01k2r8v6m0q3s5t7w9x1y3z5w1' }
const given = {
  url: 'https://hooks.contoso.example/rolecall',
  description: 'Keeps the intranet’s list of people up to date.',
  actions: ['profile.created', 'profile.changed', 'profile.removed'],
} as const
const example = {
  webhookId: thisWebhook.webhookId,
  ...given,
  actions: [...given.actions],
  enabled: true,
  disabledBecause: null,
  failingSince: null,
  previousSecretUntil: null,
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T09:00:00.000Z',
  version: 1,
}
const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const delivery = {
  deliveryId: 'dlv_01k2r8v6m0q3s5t7w9x1y3z5d1',
  webhookId: thisWebhook.webhookId,
  activityId: 'act_01k2r8v6m0q3s5t7w9x1y3z5ab',
  action: 'profile.changed',
  state: 'failed',
  attempts: 8,
  lastAttemptAt: '2026-11-24T08:36:00.000Z',
  lastStatus: 503,
  lastFailure: 'refused',
  nextAttemptAt: null,
  createdAt: '2026-11-23T09:00:00.000Z',
} as const

/** The routes of webhooks: where a program is told of what happens, as Standard Webhooks says, and what became of that. */
export const webhooks = {
  createWebhook: {
    method: 'POST',
    path,
    summary: 'Have a program told of what happens; the secret that signs it is shown this once',
    access: manage,
    needs: makesSecrets,
    params: ofOrganization,
    body: z
      .strictObject({
        url: givenOfWebhook.url,
        description: givenOfWebhook.description.optional(),
        actions: givenOfWebhook.actions,
      })
      .meta({ id: 'CreateWebhook' }),
    status: 201,
    reply: WebhookWithSecret,
    etag: true,
    secretReply: true,
    fails: ['too-many-webhooks'],
    example: { params: there, body: given, reply: { ...example, secret } },
  },
  listWebhooks: {
    method: 'GET',
    path,
    summary: 'List webhooks, in the order in which they were made',
    access: read,
    needs: ['table:read'],
    params: ofOrganization,
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(Webhook),
    fails: ['invalid-cursor'],
    example: { params: there, query: { limit: '20' }, reply: { items: [example], nextCursor: null } },
  },
  getWebhook: {
    method: 'GET',
    path: one,
    summary: 'Read a webhook',
    access: read,
    needs: ['table:read'],
    params: ofWebhook,
    status: 200,
    reply: Webhook,
    etag: true,
    fails: [],
    example: { params: thisWebhook, reply: example },
  },
  changeWebhook: {
    method: 'PATCH',
    path: one,
    summary: 'Change where a webhook leads and what it is told of, or switch it off and on again',
    access: manage,
    needs: readsAndWrites,
    params: ofWebhook,
    body: z
      .strictObject({
        url: givenOfWebhook.url.optional(),
        description: givenOfWebhook.description.nullable().optional(),
        actions: givenOfWebhook.actions.optional(),
        enabled: z.boolean().optional(),
      })
      .meta({ id: 'ChangeWebhook' }),
    status: 200,
    reply: Webhook,
    etag: true,
    ifMatch: true,
    fails: [],
    example: {
      params: thisWebhook,
      body: { description: 'Keeps the intranet up to date.' },
      reply: { ...example, description: 'Keeps the intranet up to date.', version: 2 },
    },
  },
  removeWebhook: {
    method: 'DELETE',
    path: one,
    summary: 'Remove a webhook; what waits for it is not delivered any more',
    access: manage,
    needs: readsAndWrites,
    params: ofWebhook,
    status: 200,
    reply: RemovedWebhook,
    fails: [],
    example: { params: thisWebhook, reply: { webhookId: example.webhookId } },
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: `${one}/rotate`,
    summary: 'Give a webhook a new secret, which is shown this once; for 24 hours the one before signs as well',
    access: manage,
    needs: makesSecrets,
    params: ofWebhook,
    status: 200,
    reply: WebhookWithSecret,
    etag: true,
    secretReply: true,
    fails: [],
    example: {
      params: thisWebhook,
      reply: { ...example, previousSecretUntil: '2026-11-24T09:00:00.000Z', version: 2, secret },
    },
  },
  listWebhookDeliveries: {
    method: 'GET',
    path: `${one}/deliveries`,
    summary: 'List what was delivered to a webhook in the last 30 days, or was not: the newest first',
    access: read,
    needs: ['table:read'],
    params: ofWebhook,
    query: z.strictObject({
      ...paging,
      state: z
        .enum(deliveryStates)
        .optional()
        .meta({ description: 'Only those that stand so; a page may then have fewer items' }),
    }),
    status: 200,
    reply: pageOf(WebhookDelivery),
    fails: ['invalid-cursor'],
    example: { params: thisWebhook, query: { limit: '20' }, reply: { items: [delivery], nextCursor: null } },
  },
  redeliverWebhook: {
    method: 'POST',
    path: `${one}/deliveries/{deliveryId}/redeliver`,
    summary: 'Deliver once more what was delivered, or given up, under the same `webhook-id`',
    access: manage,
    needs: readsAndWrites,
    params: z.strictObject({ organizationId, webhookId, deliveryId }),
    status: 200,
    reply: WebhookDelivery,
    fails: ['webhook-disabled', 'delivery-waiting'],
    example: {
      params: { ...thisWebhook, deliveryId: delivery.deliveryId },
      reply: {
        ...delivery,
        state: 'waiting',
        attempts: 0,
        lastFailure: null,
        lastStatus: null,
        nextAttemptAt: '2026-11-24T09:00:00.000Z',
      },
    },
  },
} as const satisfies Feature
