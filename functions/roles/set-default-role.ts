import { ownerRoleId } from '../../shared/domain/catalog.ts'
import type { GroupAccess, RoleGrant, Validity } from '../../shared/domain/evaluator.ts'
import { id } from '../../shared/domain/ids.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import {
  datesBeforeToTell,
  datesToTell,
  inForceOrToCome,
  isSameValidity,
  validityAsked,
} from '../../shared/domain/validity.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { requireMayActUpon } from '../../shared/frame/granting.ts'
import { namedGroups } from '../../shared/frame/intended-grants.ts'
import { namedRole } from '../../shared/frame/named-role.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { defaultRoleReply } from './default-role.ts'

/**
 * Gives somebody a default role, of a draft as an intention. A role of level group wants a group (I8): one that is named along with it, or one
 * to which they have access. Whoever does it must be able to give what is gained (A4), and to act upon the person (A5).
 */
export const setDefaultRole: Operation<'setDefaultRole'> = async ({ params, body, caller, now, newId, commit }) => {
  const before = await getProfile(params)
  if (!before) throw new Problem('not-found')
  const role = await namedRole(caller.organization, body.roleId, '#/roleId')
  const named = await namedGroups(caller.organization, body.groups ?? [], '#/groups')
  const validity = datesAsked(body, now)
  if (!before.user) throw new Problem('not-a-user')
  await requireMayActUpon(caller, before, now)

  const groups = withAccess(before.groups, named, now)
  if (role.level === 'group' && !Object.values(groups).some((access) => inForceOrToCome(access, now)?.byHand))
    throw new Problem('role-needs-group')
  const defaultRole: RoleGrant = { roleId: body.roleId, ...validity }
  const after: ProfileRecord = { ...before, defaultRole, groups, updatedAt: now }
  if (isGiven(before, after)) return commit([], defaultRoleReply(before, []))
  const about = {
    roleId: body.roleId,
    ...datesToTell(defaultRole),
    ...(before.defaultRole && { roleBefore: before.defaultRole.roleId, ...datesBeforeToTell(before.defaultRole) }),
    ...(body.groups && body.groups.length > 0 && { groups: body.groups.join(' ') }),
  }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'default-role.set', about },
  ])
  return commit(writes, defaultRoleReply({ ...after, version: before.version + 1 }, coverageChanges), affected)
}

/** Owner has no dates: it must be sure at every moment who they are (A7). */
function datesAsked({ roleId, ...dates }: OperationRequest<'setDefaultRole'>['body'], now: string): Validity {
  const { validFrom, validUntil } = dates
  if (roleId === ownerRoleId && validUntil !== undefined)
    throw invalidField('#/validUntil', 'not-for-owners', 'Owner is given without an end.')
  if (roleId === ownerRoleId && validFrom !== undefined)
    throw invalidField('#/validFrom', 'not-for-owners', 'Owner is given at once.')
  return validityAsked(dates, now)
}

/**
 * Access by hand beside what they have: a group role for whoever reaches all groups becomes one of somebody who is given the group. Whoever has
 * access keeps its dates, unless it has ended.
 */
const withAccess = (
  had: ProfileRecord['groups'],
  named: ProfileRecord['groups'],
  now: string,
): ProfileRecord['groups'] => ({
  ...had,
  ...Object.fromEntries(
    Object.entries(named).map(([key, access]): [string, GroupAccess] => {
      const held = had[id('group', key)]
      const { groupRole = undefined } = held ?? {}
      const known = inForceOrToCome(held, now)
      return [key, known?.byHand ? known : { ...access, ...(groupRole && { groupRole }) }]
    }),
  ),
})

const isGiven = (before: ProfileRecord, after: ProfileRecord): boolean =>
  before.defaultRole?.roleId === after.defaultRole?.roleId &&
  isSameValidity(before.defaultRole ?? {}, after.defaultRole ?? {}) &&
  JSON.stringify(before.groups) === JSON.stringify(after.groups)
