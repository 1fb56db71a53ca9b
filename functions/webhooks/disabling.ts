import type { DisabledBecause } from '../../shared/domain/webhook-delivery.ts'
import type { ScheduledRun } from '../../shared/frame/scheduled-function.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { changeWebhook, type WebhookRecord } from '../../shared/table/webhook.ts'

/** Switches a webhook off that nothing arrives at, with the activity from which the mail to administrators follows. */
export function disabling(
  because: DisabledBecause,
  of: {
    readonly webhook: WebhookRecord
    readonly organization: OrganizationRecord
    readonly run: Pick<ScheduledRun, 'now' | 'newId' | 'requestId'>
  },
): readonly Write[] {
  const { webhook, organization, run } = of
  const { organizationId, webhookId } = webhook
  const at = run.now()
  return [
    changeWebhook(webhook, {
      ...webhook,
      enabled: false,
      disabledBecause: because,
      updatedAt: at,
      version: webhook.version + 1,
    }),
    recordActivity({
      activityId: run.newId('activity'),
      organizationId,
      action: 'webhook.disabled',
      at,
      by: {
        principal: 'system:deliver-webhooks',
        organization,
        origin: { requestId: run.requestId, ipAddress: undefined, userAgent: undefined },
      },
      about: { webhookId, because },
    }),
  ]
}
