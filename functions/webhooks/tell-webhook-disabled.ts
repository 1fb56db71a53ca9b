import { isId } from '../../shared/domain/ids.ts'
import { administratorsOf } from '../../shared/frame/administrators.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { log } from '../../shared/platform/log.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { webhookDisabledMail } from './webhook-disabled-mail.ts'

/** Tells the administrators, each once, that a webhook was switched off because nothing arrives at its receiver. */
export const tellWebhookDisabled = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, about, at, now } = event
  const organization = await getOrganization(organizationId)
  if (!organization || organization.status === 'removed' || !isId('webhook', about.webhookId))
    return log('info', 'mail.not-due', { activityId })
  const { webhookId, because } = about
  const administrators = await administratorsOf(organizationId, now)
  await mailEach(event, organization, administrators, (reading) =>
    webhookDisabledMail({ ...reading, webhookId, because: because === 'gone' ? 'gone' : 'failing', disabledAt: at }),
  )
}

export const handler = eventFunction(tellWebhookDisabled)
