import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { accessAsked, memberReply, withAccess } from './group-access.ts'
import { groupHere } from './group-here.ts'

/** Gives somebody a role in a group instead of their default role; whoever reaches all groups has access to this one by hand from then on. */
export const setGroupRole: Operation<'setGroupRole'> = async ({ params, body, caller, now, newId, commit }) => {
  const { groupId } = params
  const [, before] = await Promise.all([groupHere(params), getProfile(params)])
  if (!before) throw new Problem('not-found')
  const { roleId, validFrom, validUntil } = body
  const access = await accessAsked(caller.organization, { groupRole: roleId, validFrom, validUntil }, '#/roleId')
  const after = withAccess(before, [groupId], access, now)
  if (!after) return commit([], memberReply(before, groupId, []))
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'group-role.set', about: { groupId, roleId } },
  ])
  return commit(writes, memberReply(after, groupId, coverageChanges), affected)
}
