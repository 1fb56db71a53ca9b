import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { summaryReply } from '../../shared/frame/profile-summary-reply.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { pageOfMembers } from '../../shared/table/permission-group-member.ts'
import { parseProfile, profileKey, summarise } from '../../shared/table/profile.ts'
import { groupHere } from './group-here.ts'
import { datesOf } from './membership.ts'

/** Who is in a group, in the order in which they were added here. Whoever's profile says otherwise is left out of the page. */
export const listPermissionGroupMembers: Operation<'listPermissionGroupMembers'> = async ({ params, query }) => {
  const { organizationId, permissionGroupId } = params
  const list = ['listPermissionGroupMembers', organizationId, permissionGroupId]
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('profile', after)) throw new Problem('invalid-cursor')
  const [, { items, next }] = await Promise.all([
    groupHere(params),
    pageOfMembers({ organizationId, permissionGroupId, limit: query.limit, after }),
  ])
  const profiles = await getItems(
    items.map((profileId) => profileKey({ organizationId, profileId })),
    { strongly: false },
  )
  return {
    items: profiles.flatMap((item) => {
      const profile = parseProfile(item)
      const validity = profile?.permissionGroups[permissionGroupId]
      if (!profile || !validity) return []
      return [{ ...summaryReply(summarise(profile)), ...datesOf(validity) }]
    }),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}
