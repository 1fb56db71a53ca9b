import { type FieldError, Problem } from '../../shared/domain/problems.ts'
import { datesToTell } from '../../shared/domain/validity.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'
import { accessAsked, withAccess } from './group-access.ts'
import { groupHere } from './group-here.ts'

/** Gives people access to a group, people who are still invited too; all of them, or nobody. */
export const grantGroupAccess: Operation<'grantGroupAccess'> = async (request) => {
  const { params, body, caller, now, newId, commit } = request
  const { organizationId, groupId } = params
  await groupHere(params)
  const access = await accessAsked(caller.organization, body, '#/groupRole', now)
  const profileIds = [...new Set(body.profileIds)]
  const found = (await getItems(profileIds.map((profileId) => profileKey({ organizationId, profileId })))).map(
    parseProfile,
  )
  const missing = body.profileIds.flatMap((one, position): FieldError[] =>
    found.some((profile) => profile?.profileId === one)
      ? []
      : [{ pointer: `#/profileIds/${position}`, code: 'not-found', detail: 'There is no such profile here.' }],
  )
  if (missing.length > 0) throw new Problem('invalid', { errors: missing })
  const about = { groupId, ...(body.groupRole && { roleId: body.groupRole }), ...datesToTell(access) }
  const changes = found.flatMap((before) => {
    const after = before && withAccess(before, [groupId], access, now)
    return after ? [{ before, after, action: 'group-access.granted' as const, about }] : []
  })
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, changes)
  return commit(writes, { profileIds, groups: [groupId], coverageChanges: [...coverageChanges] }, affected)
}
