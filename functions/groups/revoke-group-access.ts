import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { memberReply, reachesAll } from './group-access.ts'
import { groupHere } from './group-here.ts'

/** Withdraws access by hand, and a role in the group along with it; not from whoever's default role reaches all groups (A9). */
export const revokeGroupAccess: Operation<'revokeGroupAccess'> = async ({ params, caller, now, newId, commit }) => {
  const { groupId } = params
  const [, before] = await Promise.all([groupHere(params), getProfile(params)])
  if (!before) throw new Problem('not-found')
  if (await reachesAll(caller.organization, before, now)) throw new Problem('access-all-groups')
  const { [groupId]: access, ...groups } = before.groups
  if (!access) return commit([], memberReply(before, groupId, []))
  const after = { ...before, groups, updatedAt: now }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'group-access.revoked', about: { groupId } },
  ])
  return commit(writes, memberReply(after, groupId, coverageChanges), affected)
}
