import { addressProved } from '../../shared/domain/address-state.ts'
import type { Problem } from '../../shared/domain/problems.ts'
import type { Belonging } from '../../shared/frame/belongings.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import type { NewId } from '../../shared/frame/operation.ts'
import type { ActivityRecord, Doer } from '../../shared/table/activity.ts'
import type { IdentityRecord } from '../../shared/table/identity.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { doerIn } from './membership.ts'

/**
 * What one organization writes when one of its people signs in with another address: profile, search entries, an activity, and the
 * end of every older token there. `taken` is what is answered when another profile there has the address.
 */
export async function moveAddress(
  belonging: Belonging,
  email: IdentityRecord['email'],
  how: {
    readonly about: ActivityRecord['about']
    readonly by: Doer
    readonly taken: Problem | 'moved'
    readonly now: string
    readonly newId: NewId
  },
): Promise<readonly Write[]> {
  const { profile, organization } = belonging
  const { about, by, taken, now, newId } = how
  const refusals = { addressTaken: taken, externalIdTaken: 'moved' } as const
  const after = { ...profile, email, ...addressProved(now), updatedAt: now }
  const { writes } = await changePeopleUnasked({ organization, by: doerIn(belonging, by), refusals, now, newId }, [
    { before: profile, after, action: 'sign-in-address.changed', about, endsSessions: true },
  ])
  return writes
}
