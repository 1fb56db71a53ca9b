import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createGroup as create, type GroupRecord } from '../../shared/table/group.ts'
import { groupReply } from './group-here.ts'

export const createGroup: Operation<'createGroup'> = async ({ params, body, caller, now, newId, commit }) => {
  const { organizationId } = params
  const groupId = newId('group')
  const { name, description } = body
  const group: GroupRecord = {
    organizationId,
    groupId,
    name,
    description,
    state: 'active',
    members: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const created = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'group.created',
    at: now,
    by: caller,
    about: { groupId },
  })
  return commit(
    [...takeName({ organizationId, kind: 'group', definitionId: groupId, name }), create(group), created],
    groupReply(group),
  )
}
