import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { customPermissionGroups, readDefinitions } from '../../shared/table/definitions.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { joinedGroupsReply } from './joined-groups-reply.ts'

export const listProfilePermissionGroups: Operation<'listProfilePermissionGroups'> = async ({ params }) => {
  const profile = await getProfile(params)
  if (!profile) throw new Problem('not-found')
  const named = customPermissionGroups(Object.keys(profile.permissionGroups))
  return joinedGroupsReply(profile, await readDefinitions(params.organizationId, named))
}
