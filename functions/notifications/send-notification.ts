import { languages } from '../../shared/domain/language.ts'
import { type FieldError, Problem } from '../../shared/domain/problems.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { createNotification, mostRecipients, waiting } from '../../shared/table/notification.ts'
import { stored } from '../../shared/table/schema.ts'
import { recipientsReply } from './recipients-reply.ts'
import { whoReceives } from './who-receives.ts'

/** Writes down a message and who gets it; the mails follow from its activity, each recipient's in their language (N1-N3, N5). */
export const sendNotification: Operation<'sendNotification'> = async ({ body, caller, now, newId, commit }) => {
  const { organization } = caller
  const { organizationId } = organization
  requireSameLanguages(body)
  const found = await whoReceives(organization, body, now)
  if (found.recipients.length === 0) throw new Problem('no-recipients')
  if (found.recipients.length > mostRecipients) throw new Problem('too-many-recipients')

  const notificationId = newId('notification')
  const { category, severity } = found.subject
  return commit(
    [
      createNotification({
        organizationId,
        notificationId,
        category,
        severity,
        subject: stored(body.subject),
        text: stored(body.text),
        sentAt: now,
        recipients: waiting(found.recipients),
      }),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'notification.sent',
        at: now,
        by: caller,
        about: { notificationId, category },
      }),
    ],
    { notificationId, ...recipientsReply(found, organizationId) },
  )
}

/** A subject in one language above a text in another would be a message in neither. */
function requireSameLanguages({ subject, text }: OperationRequest<'sendNotification'>['body']): void {
  const missing = (of: typeof subject, field: string, beside: typeof subject): FieldError[] =>
    languages
      .filter((language) => beside[language] !== undefined && of[language] === undefined)
      .map((language) => ({
        pointer: `#/${field}/${language}`,
        code: 'required',
        detail: 'Subject and text are given in the same languages.',
      }))
  const errors = [...missing(subject, 'subject', text), ...missing(text, 'text', subject)]
  if (errors.length > 0) throw new Problem('invalid', { errors })
}
