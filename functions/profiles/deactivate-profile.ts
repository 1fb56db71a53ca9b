import { deactivated } from '../../shared/domain/profile.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { requireRelieved } from '../../shared/frame/deputies.ts'
import { intentionsStillThere } from '../../shared/frame/intentions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { profileToActUpon, standingOf, taken, withdrawInvitation } from './acted-upon.ts'
import { changedReply } from './profile-reply.ts'
import { handedOn, rolesOf } from './succession.ts'

/** Ends somebody's access and keeps everything else (P6); the last active owner stays (A7). Contact roles are kept too, unless a successor takes them over. */
export const deactivateProfile: Operation<'deactivateProfile'> = async (request) => {
  const { params, caller, now, newId, commit } = request
  const before = await profileToActUpon(params, caller, now)
  const standing = taken(deactivated(standingOf(before)))
  // A deactivated user is counted in their groups, and a draft is not: it may have been meant for one that is gone by now.
  const grants = before.status === 'draft' ? await intentionsStillThere(caller.organization, before) : {}
  const { changes, succession, writes: mailed } = await handedOn(request, before)
  const contactRoles = succession ? undefined : before.contactRoles
  const after = { ...before, ...standing, ...grants, contactRoles, updatedAt: now }
  const withdrawn = await withdrawInvitation(before, now)
  const { writes, affected, coverageChanges, contacts } = await changePeople(
    { caller, now, newId, ...(succession && { succession }) },
    [{ before, after, action: 'profile.deactivated', about: withdrawn.about }, ...changes],
  )
  if (succession) requireRelieved(before, rolesOf(before), contacts)
  const reply = { ...changedReply(after), coverageChanges: [...coverageChanges] }
  return commit([...mailed, ...writes, ...withdrawn.writes], reply, affected)
}
