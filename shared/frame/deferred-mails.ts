import { getActivity } from '../table/activity.ts'
import { type DeferredKind, dueMails, forgetMail } from '../table/deferred-mail.ts'
import type { ActivityEvent } from './event-function.ts'
import { scheduledFunction } from './scheduled-function.ts'

/**
 * The function that sends, every minute, the mails with links that have waited because their address had its mails for a day: those
 * of one kind. Whatever fails stays for the next minute, and what went is claimed, so that
 * it goes once.
 */
export function deferredMails(kind: DeferredKind, sendMail: (event: ActivityEvent) => Promise<void>) {
  return scheduledFunction(async ({ now, newId, hasTime }) => {
    const failures: unknown[] = []
    for await (const mail of dueMails(kind, now())) {
      if (!hasTime()) break
      try {
        const activity = await getActivity(mail)
        if (activity) await sendMail({ ...activity, now: now(), newId })
        await forgetMail(mail)
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  })
}
