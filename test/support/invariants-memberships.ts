import { customRolesOf, groupsOf, membershipsOf, memberWrites } from '../../shared/frame/memberships.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { differences, type Rule } from './invariants-whole.ts'
import type { Item } from './world-table.ts'

/** What is counted of each definition, and how many it should be. */
const counted = (
  items: readonly Item[],
  id: string,
  count: string,
  profiles: readonly ProfileRecord[],
  namedBy: (profile: ProfileRecord) => readonly string[],
): readonly string[] =>
  items.flatMap((item) => {
    const there = profiles.filter(
      (profile) => profile.organizationId === item.organizationId && namedBy(profile).includes(String(item[id])),
    ).length
    return item[count] === there ? [] : [`${String(item[id])} counts ${String(item[count])} ${count} and has ${there}`]
  })

/** Who is in permission groups and groups, and who holds custom roles, is said alike by profiles, members and counters. */
export const rulesOfMemberships: readonly Rule[] = [
  ({ of, profiles }) => [
    ...counted(of('permission-group'), 'permissionGroupId', 'members', profiles, membershipsOf),
    ...counted(of('group'), 'groupId', 'members', profiles, groupsOf),
    ...counted(of('role'), 'roleId', 'holders', profiles, customRolesOf),
  ],

  ({ of, profiles }) =>
    differences(
      'permission-group-member and group-member',
      [...of('permission-group-member'), ...of('group-member')],
      profiles.flatMap((profile) => memberWrites(undefined, profile)),
    ),

  // Whoever is counted in a group has it; a draft may have been meant for one that is gone by now.
  ({ profiles, at }) =>
    profiles.flatMap((profile) =>
      groupsOf(profile)
        .filter((groupId) => at(profile.organizationId, `group#${groupId}`) === undefined)
        .map((groupId) => `${profile.profileId} is in ${groupId}, which is not there`),
    ),
]
