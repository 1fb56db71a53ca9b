import * as z from 'zod'
import { activityActions } from '../domain/catalog.ts'
import { deliveryFailures, deliveryStates, disabledAfterDays, disabledBecause } from '../domain/webhook-delivery.ts'
import { activityAction } from './activity-action.ts'
import { activityId, deliveryId, timestamp, version, webhookId } from './fields.ts'

/** What whoever makes or changes a webhook says of it. */
export const givenOfWebhook = {
  url: z.string().min(1).max(2048).meta({
    description:
      'Where it is told: an `https://` address at a public host, without a user name or a fragment. Redirects are not followed',
  }),
  description: z
    .string()
    .max(500)
    .transform((text) => text.normalize('NFC').trim())
    .meta({ description: 'What it is for; at most 500 characters' }),
  actions: z
    .array(activityAction)
    .min(1)
    .max(activityActions.length)
    .transform((actions) => [...new Set(actions)])
    .meta({ description: 'What it is told of, in the words of the catalog of activities' }),
}

/** A webhook as callers see it: everything but its secrets. */
export const Webhook = z
  .strictObject({
    webhookId,
    url: z.string(),
    description: z.string().nullable(),
    actions: z.array(activityAction),
    enabled: z.boolean().meta({ description: 'Whether it is told of anything' }),
    disabledBecause: z
      .enum(disabledBecause)
      .nullable()
      .meta({
        description: `Why it is off: \`failing\` once nothing has arrived for ${disabledAfterDays} days, \`gone\` when its receiver answered 410`,
      }),
    failingSince: timestamp
      .nullable()
      .meta({ description: 'Since when nothing has arrived; null where the last attempt succeeded' }),
    previousSecretUntil: timestamp
      .nullable()
      .meta({ description: 'Until when the secret before the last rotation signs as well' }),
    createdAt: timestamp,
    updatedAt: timestamp,
    version,
  })
  .meta({ id: 'Webhook' })

/** The same with its secret, which is shown once. */
export const WebhookWithSecret = Webhook.extend({
  secret: z
    .string()
    .meta({ description: 'With what deliveries are signed: shown this once, in the form of Standard Webhooks' }),
}).meta({ id: 'WebhookWithSecret' })

/** Which webhook was removed. */
export const RemovedWebhook = z.strictObject({ webhookId }).meta({ id: 'RemovedWebhook' })

/** What is known of one activity for one webhook. */
export const WebhookDelivery = z
  .strictObject({
    deliveryId,
    webhookId,
    activityId,
    action: activityAction,
    state: z.enum(deliveryStates).meta({
      description:
        '`waiting`: it is tried, again and again for a day; `failed`: it was given up, and can be asked for again',
    }),
    attempts: z.int().meta({ description: 'How often it was tried, since it was made or last asked for again' }),
    lastAttemptAt: timestamp.nullable(),
    lastStatus: z.int().nullable().meta({ description: 'The status that the receiver answered last' }),
    lastFailure: z.enum(deliveryFailures).nullable().meta({
      description:
        'Why it was not taken: the name leads nowhere (`not-found`) or to an address that is not public (`not-public`), nothing answers there, no trusted certificate, no answer in time, a redirect, 410 (`gone`), another status (`refused`); or nothing was sent, because the day was over (`too-late`), the webhook off or the organization not active',
    }),
    nextAttemptAt: timestamp.nullable().meta({ description: 'When it is tried next; null when it is over' }),
    createdAt: timestamp,
  })
  .meta({ id: 'WebhookDelivery' })
