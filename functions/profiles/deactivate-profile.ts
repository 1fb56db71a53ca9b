import { deactivated } from '../../shared/domain/profile.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { profileToActUpon, standingOf, taken, withdrawInvitation } from './acted-upon.ts'
import { changedReply } from './profile-reply.ts'

/** Ends somebody's access and keeps everything else (P6); the last active owner stays (A7). */
export const deactivateProfile: Operation<'deactivateProfile'> = async ({ params, caller, now, newId, commit }) => {
  const before = await profileToActUpon(params, caller, now)
  const after = { ...before, ...taken(deactivated(standingOf(before))), updatedAt: now }
  const withdrawn = await withdrawInvitation(before, now)
  const { writes, affected } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'profile.deactivated', about: withdrawn.about },
  ])
  return commit([...writes, ...withdrawn.writes], changedReply(after), affected)
}
