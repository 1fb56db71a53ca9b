import { reactivated } from '../../shared/domain/profile.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { profileToActUpon, standingOf, taken } from './acted-upon.ts'
import { changedReply } from './profile-reply.ts'

/** Gives access back, which the caller must be able to give (A4); whoever had never accepted is a draft again (P6). */
export const reactivateProfile: Operation<'reactivateProfile'> = async ({ params, caller, now, newId, commit }) => {
  const before = await profileToActUpon(params, caller, now)
  const after = { ...before, ...taken(reactivated(standingOf(before))), updatedAt: now }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'profile.reactivated' },
  ])
  return commit(writes, { ...changedReply(after), coverageChanges: [...coverageChanges] }, affected)
}
