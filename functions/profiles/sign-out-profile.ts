import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { profileToActUpon } from './acted-upon.ts'
import { changedReply } from './profile-reply.ts'

/** Refuses every access token that was issued to somebody until now, in this organization alone (A13). */
export const signOutProfile: Operation<'signOutProfile'> = async ({ params, caller, now, newId, commit }) => {
  const before = await profileToActUpon(params, caller, now)
  if (before.status !== 'active' || before.identityId === undefined) throw new Problem('not-active')
  const after = { ...before, updatedAt: now }
  const { writes } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'profile.signed-out', endsSessions: true },
  ])
  return commit(writes, changedReply(after))
}
