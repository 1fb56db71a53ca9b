import { changePeople } from '../../shared/frame/change-people.ts'
import { requireRelieved } from '../../shared/frame/deputies.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { profileToActUpon, withdrawInvitation } from './acted-upon.ts'
import { handedOn, leftBehind, rolesOf } from './succession.ts'

/** Removes somebody: access ends and the address is free at once, and what they did stays readable (P5, D11). A successor takes over contact roles. */
export const removeProfile: Operation<'removeProfile'> = async (request) => {
  const { params, caller, now, newId, commit } = request
  const before = await profileToActUpon(params, caller, now)
  const withdrawn = await withdrawInvitation(before, now)
  const { changes, succession, writes: mailed } = await handedOn(request, before)
  const where = { caller, now, newId, ...(succession && { succession }) }
  const { writes, affected, coverageChanges, contacts } = await changePeople(where, [
    { before, after: undefined, action: 'profile.removed', about: withdrawn.about },
    ...(succession ? changes : await leftBehind(before, now)),
  ])
  requireRelieved(before, rolesOf(before), contacts)
  const reply = { profileId: before.profileId, removedAt: now, coverageChanges: [...coverageChanges] }
  return commit([...mailed, ...writes, ...withdrawn.writes], reply, affected)
}
