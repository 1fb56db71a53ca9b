import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import type { NewId } from '../../shared/frame/operation.ts'
import type { ActivityRecord, Doer } from '../../shared/table/activity.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { type Belonging, doerIn } from './membership.ts'

/** What one organization writes when one of its people has chosen a new password: an activity, and the end of every older token there. */
export async function signOutIn(
  belonging: Belonging,
  how: {
    readonly about: ActivityRecord['about']
    readonly by: Doer
    readonly now: string
    readonly newId: NewId
  },
): Promise<readonly Write[]> {
  const { profile, organization } = belonging
  const { about, by, now, newId } = how
  const { writes } = await changePeopleUnasked({ organization, by: doerIn(belonging, by), now, newId }, [
    { before: profile, after: { ...profile, updatedAt: now }, action: 'password.reset', about, endsSessions: true },
  ])
  return writes
}
