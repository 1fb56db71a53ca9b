import { id, type WebhookId } from '../../shared/domain/ids.ts'
import { hasFailedForDays, isOver, nextAttemptAt } from '../../shared/domain/webhook-delivery.ts'
import { type ScheduledRun, scheduledFunction } from '../../shared/frame/scheduled-function.ts'
import { log } from '../../shared/platform/log.ts'
import { signedMessage } from '../../shared/platform/webhook-message.ts'
import { type Received, sendToReceiver } from '../../shared/platform/webhook-receiver.ts'
import { type Due, eachDue } from '../../shared/table/due.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { getWebhook, noteArriving, noteFailing, type WebhookRecord } from '../../shared/table/webhook.ts'
import {
  type Attempted,
  claimDelivery,
  type DeliveryRecord,
  endDelivery,
  getDelivery,
  tryAgain,
} from '../../shared/table/webhook-delivery.ts'
import { disabling } from './disabling.ts'
import { secretsOf } from './secrets-of.ts'

/** So many deliveries go on at once, and no more of them to one webhook. */
const mostAtOnce = 50
const mostToOne = 5
/** An attempt lasts 15 seconds at most, and what it came to is written down after it. */
const attemptSeconds = 20

/**
 * Every minute: delivers what has fallen due. An attempt is claimed before it is made, for as long as this run lasts, and its due row goes with what it came to: a
 * run that is stopped in between is followed by another attempt, under the same id. A webhook that fails is left alone for the rest
 * of the run, so that it holds up nobody, and costs five attempts a minute however much waits for it.
 */
export const handler = scheduledFunction((run) => {
  const down = new Set<WebhookId>()
  return eachDue(
    'webhook-delivery',
    run.now(),
    (due) => deliver(due, run, down),
    () => run.newId('activity'),
    { laneOf, atOnce: mostAtOnce },
  )
})

/** One of the few that lead to a webhook: an id ends by chance. */
const laneOf = ({ webhookId, deliveryId }: Due): string =>
  `${webhookId} ${String(deliveryId).charCodeAt(String(deliveryId).length - 1) % mostToOne}`

async function deliver(due: Due, run: ScheduledRun, down: Set<WebhookId>): Promise<readonly Write[] | 'later'> {
  const { organizationId, webhookId, deliveryId } = due
  if (webhookId === undefined || deliveryId === undefined) return []
  const [delivery, webhook, organization] = await Promise.all([
    getDelivery({ organizationId, webhookId, deliveryId }),
    getWebhook({ organizationId, webhookId }),
    getOrganization(organizationId),
  ])
  const now = run.now()
  if (!delivery || !webhook || !organization || delivery.dueAt !== due.at) return []
  if (organization.status !== 'active')
    return [endDelivery(delivery, 'failed', { lastFailure: 'organization-not-active' })]
  if (!webhook.enabled) return [endDelivery(delivery, 'failed', { lastFailure: 'webhook-disabled' })]
  if (down.has(webhookId))
    return isOver(delivery, now) ? [endDelivery(delivery, 'failed', { lastFailure: 'too-late' })] : 'later'
  if (isHeld(delivery, now) || !hasTimeForOne(run)) return 'later'

  const secrets = await secretsOf(webhook, now)
  const claimed = await claimDelivery(delivery, now, run.leaseUntil())
  if (!claimed) return 'later'
  const received = await send(claimed, webhook, secrets, run.now())
  if (!received.taken) down.add(webhookId)
  const noted = await noteOutcome(webhook, received, run.now())
  return afterwards(claimed, received, { webhook: noted, organization, run })
}

const isHeld = ({ claimedUntil }: DeliveryRecord, now: string): boolean =>
  claimedUntil !== undefined && claimedUntil > now
const hasTimeForOne = (run: ScheduledRun): boolean =>
  Date.parse(run.leaseUntil()) - Date.parse(run.now()) > attemptSeconds * 1000

async function send(
  { organizationId, webhookId, deliveryId, told, attempts }: DeliveryRecord,
  { url }: WebhookRecord,
  secrets: readonly string[],
  now: string,
): Promise<Received> {
  const message = { deliveryId: id('delivery', deliveryId), type: told.action, at: told.at, data: told }
  const { body, headers } = signedMessage(message, secrets, now)
  const received = await sendToReceiver(url, body, headers)
  const about = { organizationId, webhookId, deliveryId, activityId: told.activityId, attempts }
  const status = received.status === undefined ? {} : { status: received.status }
  if (received.taken) log('info', 'webhook.delivered', { ...about, ...status })
  else log('info', 'webhook.not-delivered', { ...about, ...status, code: received.because })
  return received
}

/** By this somebody sees whether anything arrives, and a webhook is switched off in the end. Gives the webhook as it is then. */
async function noteOutcome(webhook: WebhookRecord, { taken }: Received, now: string): Promise<WebhookRecord> {
  const { failingSince, ...others } = webhook
  if (taken === (failingSince === undefined)) return webhook
  if (taken) await noteArriving(webhook)
  else await noteFailing(webhook, now)
  return taken ? others : { ...others, failingSince: now }
}

function afterwards(
  delivery: DeliveryRecord,
  received: Received,
  about: { readonly webhook: WebhookRecord; readonly organization: OrganizationRecord; readonly run: ScheduledRun },
): readonly Write[] {
  const { webhook, run } = about
  const now = run.now()
  const attempted: Attempted = {
    lastStatus: received.status,
    lastFailure: received.taken ? undefined : received.because,
  }
  if (received.taken) return [endDelivery(delivery, 'delivered', attempted)]
  const isGone = received.because === 'gone'
  const { retryAfterSeconds } = received
  const next = isGone ? undefined : nextAttemptAt(delivery, { now, chance: Math.random(), retryAfterSeconds })
  if (next !== undefined) return tryAgain(delivery, next, attempted)
  const ended = endDelivery(delivery, 'failed', attempted)
  if (isGone) return [ended, ...disabling('gone', about)]
  return hasFailedForDays(webhook.failingSince, now) ? [ended, ...disabling('failing', about)] : [ended]
}
