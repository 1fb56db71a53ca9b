import { Problem } from '../../shared/domain/problems.ts'
import { datesBeforeToTell } from '../../shared/domain/validity.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getGroup } from '../../shared/table/group.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { memberReply, reachesAll } from './group-access.ts'

/** Withdraws access by hand, and a role in the group along with it; not from whoever's default role reaches all groups (A9). */
export const revokeGroupAccess: Operation<'revokeGroupAccess'> = async ({ params, caller, now, newId, commit }) => {
  const { groupId } = params
  const [group, before] = await Promise.all([getGroup(params), getProfile(params)])
  // A draft may be meant for a group that is gone, which is in the way of confirming it.
  const isMeantForIt = before?.status === 'draft' && Object.hasOwn(before.groups, groupId)
  if (!before || (group?.state !== 'active' && !isMeantForIt)) throw new Problem('not-found')
  if (await reachesAll(caller.organization, before, now)) throw new Problem('access-all-groups')
  const { [groupId]: access, ...groups } = before.groups
  if (!access) return commit([], memberReply(before, groupId, []))
  const after = { ...before, groups, updatedAt: now }
  const about = {
    groupId,
    ...(access.groupRole && { roleBefore: access.groupRole.roleId }),
    ...datesBeforeToTell(access),
  }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'group-access.revoked', about },
  ])
  return commit(writes, memberReply(after, groupId, coverageChanges), affected)
}
