import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { type GroupKey, type GroupRecord, getGroup } from '../../shared/table/group.ts'

/** The group of that id; 404 for one that is not here, or is being removed. */
export async function groupHere(key: GroupKey): Promise<GroupRecord> {
  const group = await getGroup(key)
  if (group?.state !== 'active') throw new Problem('not-found')
  return group
}

/** A group as callers see it. */
export function groupReply(group: GroupRecord): ReplyOf<RouteOf<'getGroup'>> {
  const { groupId, name, description = null, members, createdAt, updatedAt, version } = group
  return { groupId, name, description, members, createdAt, updatedAt, version }
}
