import { groupsOf } from '../../shared/frame/memberships.ts'
import { type ScheduledRun, scheduledFunction } from '../../shared/frame/scheduled-function.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { type Due, eachDue, remind } from '../../shared/table/due.ts'
import { countGroupMembers, groupKey, parseGroup } from '../../shared/table/group.ts'
import { leaveGroupMember } from '../../shared/table/group-member.ts'
import { getProfile, whileProfile } from '../../shared/table/profile.ts'
import { countHolders, parseRole, roleKey } from '../../shared/table/role.ts'
import type { Write } from '../../shared/table/transaction.ts'

/** As many of each as fit into a transaction: two items a group, one a role, and the row that tells of them. */
const mostATime = 30

/**
 * Every minute: takes people out of groups that they have left, where those were too many for the transaction in which they left, and counts them no
 * more as holders of the roles that they held there. Access ended when they left; this is what the side of the group tells.
 */
export const handler = scheduledFunction((run) =>
  eachDue(
    'group-leaving',
    run.now(),
    (due) => leave(due, run),
    () => run.newId('activity'),
  ),
)

async function leave(due: Due, { now }: ScheduledRun): Promise<readonly Write[]> {
  const { organizationId, profileId, groups = [], roles = [] } = due
  if (profileId === undefined) return []
  const [left, lost] = [groups.slice(0, mostATime), roles.slice(0, mostATime)]
  const [profile, found] = await Promise.all([
    getProfile({ organizationId, profileId }),
    getItems([
      ...left.map((groupId) => groupKey({ organizationId, groupId })),
      ...lost.map((roleId) => roleKey({ organizationId, roleId })),
    ]),
  ])
  // Whoever is back in a group was counted anew, and stays entered.
  const back = groupsOf(profile)
  const [further, more] = [groups.slice(mostATime), roles.slice(mostATime)]
  return [
    ...(profile ? [whileProfile(profile)] : []),
    ...left.flatMap((groupId, position) => [
      ...(back.includes(groupId) ? [] : [leaveGroupMember({ organizationId, groupId, profileId })]),
      ...(parseGroup(found[position]) ? [countGroupMembers({ organizationId, groupId }, -1)] : []),
    ]),
    ...lost.flatMap((roleId, position) =>
      parseRole(found[left.length + position]) ? [countHolders({ organizationId, roleId }, -1)] : [],
    ),
    ...(further.length + more.length > 0 ? [remind({ ...due, at: now(), groups: further, roles: more })] : []),
  ]
}
