import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { requireMayActUpon } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { defaultRoleReply } from './default-role.ts'

export const clearDefaultRole: Operation<'clearDefaultRole'> = async ({ params, caller, now, newId, commit }) => {
  const before = await getProfile(params)
  if (!before) throw new Problem('not-found')
  if (!before.defaultRole) return commit([], defaultRoleReply(before, []))
  await requireMayActUpon(caller, before, now)
  const after = { ...before, defaultRole: undefined, updatedAt: now }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'default-role.cleared', about: { roleBefore: before.defaultRole.roleId } },
  ])
  return commit(writes, defaultRoleReply({ ...after, version: before.version + 1 }, coverageChanges), affected)
}
