import { customRolesOf, groupsOf, membershipsOf, memberWrites } from '../../shared/frame/memberships.ts'
import { type Named, takeName } from '../../shared/table/definition-name.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { differences, nameOf, type Rule } from './invariants-whole.ts'
import type { Item } from './world-table.ts'

/**
 * What is counted of each definition, and how many it should be: whoever names it, and whoever has left it and is counted until they are taken out.
 */
const counted = (
  items: readonly Item[],
  id: string,
  count: string,
  profiles: readonly ProfileRecord[],
  namedBy: (profile: ProfileRecord) => readonly string[],
  left: readonly Item[] = [],
): readonly string[] => {
  const sums = new Map<string, number>()
  const add = (organizationId: unknown, one: unknown) => {
    const name = `${String(organizationId)} ${String(one)}`
    sums.set(name, (sums.get(name) ?? 0) + 1)
  }
  for (const profile of profiles) for (const one of namedBy(profile)) add(profile.organizationId, one)
  for (const { organizationId, groups, roles } of left)
    for (const one of [groups, roles].flatMap((some) => (Array.isArray(some) ? some : []))) add(organizationId, one)
  return items.flatMap((item) => {
    const there = sums.get(`${String(item.organizationId)} ${String(item[id])}`) ?? 0
    return item[count] === there ? [] : [`${String(item[id])} counts ${String(item[count])} ${count} and has ${there}`]
  })
}

/** An entry of whoever has left the group, and is taken out of it afterwards. */
const isLeft = (entry: Item, dues: readonly Item[], profiles: readonly ProfileRecord[]): boolean => {
  const { organizationId, groupId, profileId } = entry
  const isOfThem = (one: Item | ProfileRecord) => one.organizationId === organizationId && one.profileId === profileId
  return (
    dues.some((due) => isOfThem(due) && Array.isArray(due.groups) && due.groups.includes(groupId)) &&
    !groupsOf(profiles.find(isOfThem)).some((one) => one === groupId)
  )
}

/** What has a name, by its kind: what was replaced has given its own back, and a group that is being removed has not yet. */
const named = {
  'permission-group': 'permissionGroupId',
  role: 'roleId',
  group: 'groupId',
  'api-key': 'keyId',
} as const
type Kind = keyof typeof named

const guards = (kind: Kind, items: readonly Item[]): readonly Write[] =>
  items.flatMap((item) => takeName(nameOfDefinition(kind, item)).slice(0, 1))

// Items as they were read: what they are is what they say.
const nameOfDefinition = (kind: Kind, item: Item) =>
  ({ organizationId: item.organizationId, kind, definitionId: item[named[kind]], name: item.name }) as Named

/** How many names of the kind in a key are in use. */
const countedAs = (
  inUse: readonly (readonly [Kind, readonly Item[]])[],
  organizationId: unknown,
  key: unknown,
): number =>
  inUse
    .filter(([kind]) => key === `count#${kind}`)
    .flatMap(([, items]) => items)
    .filter((item) => item.organizationId === organizationId).length

/** Who is in permission groups and groups, and who holds custom roles, is said alike by profiles, members and counters. */
export const rulesOfMemberships: readonly Rule[] = [
  ({ of, profiles }) => [
    ...counted(of('permission-group'), 'permissionGroupId', 'members', profiles, membershipsOf),
    ...counted(of('group'), 'groupId', 'members', profiles, groupsOf, of('due')),
    ...counted(of('role'), 'roleId', 'holders', profiles, customRolesOf, of('due')),
  ],

  ({ of, profiles }) =>
    differences(
      'permission-group-member and group-member',
      [...of('permission-group-member'), ...of('group-member').filter((entry) => !isLeft(entry, of('due'), profiles))],
      profiles.flatMap((profile) => memberWrites(undefined, profile)),
    ),

  // Names are guarded while they are in use, and counted.
  ({ of, at }) => {
    const inUse = (Object.keys(named) as Kind[]).map(
      (kind) => [kind, of(kind).filter(({ state }) => state !== 'removed' && state !== 'revoked')] as const,
    )
    return [
      ...differences(
        'name-guard',
        of('name-guard'),
        inUse.flatMap(([kind, items]) => guards(kind, items)),
      ),
      ...of('name-count')
        .filter(({ organizationId, sk, count }) => count !== countedAs(inUse, organizationId, sk))
        .map((item) => `${nameOf(item)} counts ${String(item.count)} names, and there are others`),
      ...inUse.flatMap(([kind, items]) =>
        items
          .filter(({ organizationId }) => at(`${String(organizationId)}#names`, `count#${kind}`) === undefined)
          .map((item) => `the name of ${String(item[named[kind]])} was not counted`),
      ),
    ]
  },

  // Whoever is counted in a group has it; a draft may have been meant for one that is gone by now.
  ({ profiles, at }) =>
    profiles.flatMap((profile) =>
      groupsOf(profile)
        .filter((groupId) => at(profile.organizationId, `group#${groupId}`) === undefined)
        .map((groupId) => `${profile.profileId} is in ${groupId}, which is not there`),
    ),
]
