import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { changeWebhook as change, type WebhookRecord } from '../../shared/table/webhook.ts'
import { receiverGiven, webhookHere, webhookReply } from './webhook-here.ts'

export const changeWebhook: Operation<'changeWebhook'> = async (request) => {
  const { params, body, caller, now, newId, expectedVersion, commit } = request
  const { organizationId, webhookId } = params
  const before = await webhookHere(params)
  if (before.version !== expectedVersion) throw new Problem('stale')
  const url = body.url === undefined ? before.url : receiverGiven(body.url)
  const { description = before.description, actions = before.actions, enabled = before.enabled } = body
  const { disabledBecause, failingSince, ...kept } = before
  // Another receiver, or one that was put right, begins without a past.
  const begins = url !== before.url || (enabled && !before.enabled)
  const after: WebhookRecord = {
    ...kept,
    url,
    description: description ?? undefined,
    actions: [...actions],
    enabled,
    disabledBecause: enabled ? undefined : (disabledBecause ?? 'by-hand'),
    ...(failingSince !== undefined && !begins && { failingSince }),
    updatedAt: now,
    version: before.version + 1,
  }
  const changed = (['url', 'description', 'actions', 'enabled'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  if (changed.length === 0) return commit([], webhookReply(before, now))
  return commit(
    [
      change(before, after),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'webhook.changed',
        at: now,
        by: caller,
        about: { webhookId, changed: changed.join(' ') },
      }),
    ],
    webhookReply(after, now),
  )
}
