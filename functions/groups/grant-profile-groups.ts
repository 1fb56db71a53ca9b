import { Problem } from '../../shared/domain/problems.ts'
import { datesToTell } from '../../shared/domain/validity.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { namedGroups } from '../../shared/frame/intended-grants.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { accessAsked, withAccess } from './group-access.ts'

/** Gives somebody access to groups, also somebody who is still invited; of a draft it is an intention. */
export const grantProfileGroups: Operation<'grantProfileGroups'> = async (request) => {
  const { params, body, caller, now, newId, commit } = request
  const { profileId } = params
  const before = await getProfile(params)
  if (!before) throw new Problem('not-found')
  await namedGroups(caller.organization, body.groups, '#/groups')
  const access = await accessAsked(caller.organization, body, '#/groupRole', now)
  const groups = [...new Set(body.groups)]
  const after = withAccess(before, groups, access, now)
  const about = { groups: groups.join(' '), ...(body.groupRole && { roleId: body.groupRole }), ...datesToTell(access) }
  const { writes, affected, coverageChanges } = await changePeople(
    { caller, now, newId },
    after ? [{ before, after, action: 'group-access.granted', about }] : [],
  )
  return commit(writes, { profileIds: [profileId], groups, coverageChanges: [...coverageChanges] }, affected)
}
