import { scheduledFunction } from '../../shared/frame/scheduled-function.ts'
import { getActivity } from '../../shared/table/activity.ts'
import { dueMails, forgetMail } from '../../shared/table/deferred-mail.ts'
import { sendInvitation } from './send-invitation.ts'

/**
 * Every minute: sends the invitations that have waited because their address had its mails for a day. Whatever fails stays for the
 * next minute, and what went is claimed, so that it goes once.
 */
export const handler = scheduledFunction(async ({ now, newId, hasTime }) => {
  const failures: unknown[] = []
  for (const mail of await dueMails(now())) {
    if (!hasTime()) break
    try {
      const activity = await getActivity(mail)
      if (activity) await sendInvitation({ ...activity, now: now(), newId })
      await forgetMail(mail)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
})
