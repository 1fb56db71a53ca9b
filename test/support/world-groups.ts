import { type GroupId, id, type OrganizationId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createGroup, getGroup } from '../../shared/table/group.ts'
import { commit } from '../../shared/table/transaction.ts'

/** A group of an organization, made where it is not there yet; its name is its id, unless one is given. */
export async function groupThere(organizationId: OrganizationId, group: string, name = group): Promise<GroupId> {
  const groupId = id('group', group)
  if (await getGroup({ organizationId, groupId })) return groupId
  const now = new Date().toISOString()
  const made = { organizationId, groupId, name, description: undefined, state: 'active', members: 0 } as const
  await commit(
    [
      ...takeName({ organizationId, kind: 'group', definitionId: groupId, name }),
      createGroup({ ...made, createdAt: now, updatedAt: now, version: 1 }),
    ],
    newIdAt(now)('activity'),
  )
  return groupId
}

/** A group that has just been made, by name. */
export const freshGroup = (organizationId: OrganizationId, name?: string): Promise<GroupId> =>
  groupThere(organizationId, newIdAt(new Date().toISOString())('group'), name)
