import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { profileToActUpon, withdrawInvitation } from './acted-upon.ts'

/** Removes somebody: access ends and the address is free at once, and what they did stays readable (P5, D11). */
export const removeProfile: Operation<'removeProfile'> = async ({ params, caller, now, newId, commit }) => {
  const before = await profileToActUpon(params, caller, now)
  const withdrawn = await withdrawInvitation(before, now)
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after: undefined, action: 'profile.removed', about: withdrawn.about },
  ])
  const reply = { profileId: before.profileId, removedAt: now, coverageChanges: [...coverageChanges] }
  return commit([...writes, ...withdrawn.writes], reply, affected)
}
