import { deactivated } from '../../shared/domain/profile.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { intentionsStillThere } from '../../shared/frame/named-permission-groups.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { profileToActUpon, standingOf, taken, withdrawInvitation } from './acted-upon.ts'
import { changedReply } from './profile-reply.ts'

/** Ends somebody's access and keeps everything else (P6); the last active owner stays (A7). */
export const deactivateProfile: Operation<'deactivateProfile'> = async ({ params, caller, now, newId, commit }) => {
  const before = await profileToActUpon(params, caller, now)
  const standing = taken(deactivated(standingOf(before)))
  // A deactivated user is counted in their groups, and a draft is not: it may have been meant for one that is gone by now.
  const permissionGroups =
    before.status === 'draft' ? await intentionsStillThere(caller.organization, before) : before.permissionGroups
  const after = { ...before, ...standing, permissionGroups, updatedAt: now }
  const withdrawn = await withdrawInvitation(before, now)
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'profile.deactivated', about: withdrawn.about },
  ])
  const reply = { ...changedReply(after), coverageChanges: [...coverageChanges] }
  return commit([...writes, ...withdrawn.writes], reply, affected)
}
