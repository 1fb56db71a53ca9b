import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { groupHere } from './group-here.ts'
import { datesOf, leaving } from './membership.ts'

export const removePermissionGroupMember: Operation<'removePermissionGroupMember'> = async (request) => {
  const { params, caller, now, newId, commit } = request
  const { permissionGroupId, profileId } = params
  const [, before] = await Promise.all([groupHere(params), getProfile(params)])
  if (!before) throw new Problem('not-found')

  const definitions = await definitionsFor(caller.organization, before)
  const after = leaving(before, permissionGroupId, definitions, now)
  const reply = { permissionGroupId, profileId, member: false, ...datesOf() }
  if (!after) return commit([], { ...reply, coverageChanges: [] })
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'permission-group.member-removed', about: { permissionGroupId } },
  ])
  return commit(writes, { ...reply, coverageChanges: [...coverageChanges] }, affected)
}
