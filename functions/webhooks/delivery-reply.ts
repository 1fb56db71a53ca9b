import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { DeliveryRecord } from '../../shared/table/webhook-delivery.ts'

/** A delivery as callers see it. */
export function deliveryReply(delivery: DeliveryRecord): ReplyOf<RouteOf<'redeliverWebhook'>> {
  const { deliveryId, webhookId, told, state, attempts, lastAttemptAt, lastStatus, lastFailure, dueAt, createdAt } =
    delivery
  return {
    deliveryId,
    webhookId,
    activityId: told.activityId,
    action: told.action,
    state,
    attempts,
    lastAttemptAt: lastAttemptAt ?? null,
    lastStatus: lastStatus ?? null,
    lastFailure: lastFailure ?? null,
    nextAttemptAt: dueAt ?? null,
    createdAt,
  }
}
