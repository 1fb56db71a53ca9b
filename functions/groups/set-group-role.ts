import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { datesToTell, inForceOrToCome } from '../../shared/domain/validity.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { accessAsked, memberReply, withAccess } from './group-access.ts'
import { groupHere } from './group-here.ts'

/**
 * Gives somebody a role in a group instead of their default role; whoever reaches all groups has access to this one by hand from then on. Dates are
 * those of the access that comes with it: whoever has access already keeps it as it is.
 */
export const setGroupRole: Operation<'setGroupRole'> = async ({ params, body, caller, now, newId, commit }) => {
  const { groupId } = params
  const [, before] = await Promise.all([groupHere(params), getProfile(params)])
  if (!before) throw new Problem('not-found')
  const { roleId, validFrom, validUntil } = body
  const held = inForceOrToCome(before.groups[groupId], now)
  const asked = await accessAsked(caller.organization, { groupRole: roleId, validFrom, validUntil }, '#/roleId', now)
  if (held?.byHand && Object.keys(datesToTell(asked)).length > 0)
    throw invalidField(
      validUntil === undefined ? '#/validFrom' : '#/validUntil',
      'has-access',
      'The person has access to the group already: give the access anew to change its dates.',
    )
  const access = held?.byHand ? { ...held, groupRole: asked.groupRole } : asked
  const after = withAccess(before, [groupId], access, now)
  if (!after) return commit([], memberReply(before, groupId, []))
  const about = {
    groupId,
    roleId,
    ...datesToTell(access),
    ...(held?.groupRole && { roleBefore: held.groupRole.roleId }),
  }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'group-role.set', about },
  ])
  return commit(writes, memberReply(after, groupId, coverageChanges), affected)
}
