import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { memberReply } from './group-access.ts'
import { groupHere } from './group-here.ts'

/** Takes somebody's role in a group; the access stays, with what the default role gives there, which the caller must be able to give (A4). */
export const clearGroupRole: Operation<'clearGroupRole'> = async ({ params, caller, now, newId, commit }) => {
  const { groupId } = params
  const [, before] = await Promise.all([groupHere(params), getProfile(params)])
  if (!before) throw new Problem('not-found')
  const { groupRole, ...access } = before.groups[groupId] ?? { byHand: false }
  if (!groupRole) return commit([], memberReply(before, groupId, []))
  const after = { ...before, groups: { ...before.groups, [groupId]: { ...access, byHand: true } }, updatedAt: now }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'group-role.cleared', about: { groupId, roleBefore: groupRole.roleId } },
  ])
  return commit(writes, memberReply(after, groupId, coverageChanges), affected)
}
