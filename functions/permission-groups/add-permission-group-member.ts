import { Problem } from '../../shared/domain/problems.ts'
import { datesBeforeToTell, datesToTell, validityAsked } from '../../shared/domain/validity.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { requireActiveService } from '../../shared/frame/named-permission-groups.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { groupHere } from './group-here.ts'
import { datesOf, joining, membershipsInForce } from './membership.ts'

/**
 * Puts somebody into a permission group, for as long as is said. For whoever is in it already the dates become these: whoever changes them
 * must be able to give what is gained by that (A4).
 */
export const addPermissionGroupMember: Operation<'addPermissionGroupMember'> = async (request) => {
  const { params, query, caller, now, newId, commit } = request
  const { permissionGroupId, profileId } = params
  const [, before] = await Promise.all([groupHere(params), getProfile(params)])
  if (!before) throw new Problem('not-found')
  requireActiveService(caller.organization, permissionGroupId)
  const validity = validityAsked(query, now, 'query')

  const definitions = await definitionsFor(caller.organization, before)
  const isIn = membershipsInForce(before, definitions).has(permissionGroupId)
  const after = joining(before, permissionGroupId, definitions, now, validity)
  const reply = { permissionGroupId, profileId, member: true, ...datesOf(validity) }
  if (!after) return commit([], { ...reply, coverageChanges: [] })
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    {
      before,
      after,
      action: isIn ? 'permission-group.membership-changed' : 'permission-group.member-added',
      about: {
        permissionGroupId,
        ...datesToTell(validity),
        ...datesBeforeToTell(before.permissionGroups[permissionGroupId] ?? {}),
      },
    },
  ])
  return commit(writes, { ...reply, coverageChanges: [...coverageChanges] }, affected)
}
