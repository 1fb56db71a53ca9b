import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { changeName } from '../../shared/table/definition-name.ts'
import { changeGroup as change, type GroupRecord } from '../../shared/table/group.ts'
import { groupHere, groupReply } from './group-here.ts'

export const changeGroup: Operation<'changeGroup'> = async (request) => {
  const { params, body, caller, now, newId, expectedVersion, commit } = request
  const { organizationId, groupId } = params
  const before = await groupHere(params)
  if (before.version !== expectedVersion) throw new Problem('stale')
  const { name = before.name, description = before.description } = body
  const version = before.version + 1
  const after: GroupRecord = { ...before, name, description: description ?? undefined, updatedAt: now, version }
  const changed = (['name', 'description'] as const).filter((field) => before[field] !== after[field])
  if (changed.length === 0) return commit([], groupReply(before))
  return commit(
    [
      ...changeName({ organizationId, kind: 'group', definitionId: groupId, name: before.name }, name),
      change(before, after),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'group.changed',
        at: now,
        by: caller,
        about: { groupId, changed: changed.join(' ') },
      }),
    ],
    groupReply(after),
  )
}
