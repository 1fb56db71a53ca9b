import { type GroupId, id, type OrganizationId, type PermissionGroupId, type RoleId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { isSameValidity } from '../domain/validity.ts'
import { customPermissionGroups, customRoles } from '../table/definitions.ts'
import { remind } from '../table/due.ts'
import { countGroupMembers } from '../table/group.ts'
import { enterGroupMember, leaveGroupMember } from '../table/group-member.ts'
import { type Chosen, countMembers } from '../table/permission-group.ts'
import { enterMember, leaveMember } from '../table/permission-group-member.ts'
import type { ProfileRecord } from '../table/profile.ts'
import { countHolders } from '../table/role.ts'
import type { Write } from '../table/transaction.ts'
import { rolesNamed } from './definitions.ts'

/** The permission group of the organization's own whose members are being chosen anew, and on which version. */
export type Choosing = Chosen & { readonly permissionGroupId: PermissionGroupId }

type Change = { readonly before: ProfileRecord | undefined; readonly after: ProfileRecord | undefined }

const mostPermissionGroups = 20
const mostGroupsByHand = 100
/** Whoever begins to count brings as many groups at most, and whoever leaves more is taken out of them afterwards: a transaction has a hundred items. */
const mostGroupsAtOnce = 10
const mostLeftAtOnce = 5

/** Whoever is no user, or a draft, is counted nowhere: what is meant for them are intentions. */
const counts = (profile: ProfileRecord | undefined): ProfileRecord | undefined =>
  profile?.user && profile.status !== 'draft' ? profile : undefined

/** The permission groups somebody is counted in. */
export const membershipsOf = (profile: ProfileRecord | undefined): readonly PermissionGroupId[] =>
  Object.keys(counts(profile)?.permissionGroups ?? {}).map((group) => id('permissionGroup', group))

/** The groups somebody is counted in: those with access by hand, or a group role. */
export const groupsOf = (profile: ProfileRecord | undefined): readonly GroupId[] =>
  Object.keys(counts(profile)?.groups ?? {}).map((group) => id('group', group))

/** The custom roles somebody is counted as a holder of, each once. */
export const customRolesOf = (profile: ProfileRecord | undefined): readonly RoleId[] => {
  const counted = counts(profile)
  return counted ? customRoles(rolesNamed(counted)) : []
}

/**
 * What somebody leaves and is entered and counted in all the same for a while, because it is too much for the transaction in which they leave: `leave-groups` takes
 * them out. Their profile says what counts, so nobody has access by that.
 */
const leftLater = ({
  before,
  after,
}: Change): { readonly groups: readonly GroupId[]; readonly roles: readonly RoleId[] } => {
  const [kept, held] = [groupsOf(after), customRolesOf(after)]
  const groups = groupsOf(before).filter((one) => !kept.includes(one))
  if (groups.length <= mostLeftAtOnce) return { groups: [], roles: [] }
  return { groups, roles: customRolesOf(before).filter((one) => !held.includes(one)) }
}

/** Has whoever leaves many groups at once taken out of them afterwards. */
export const leavingWrites = (change: Change, now: string): readonly Write[] => {
  const { groups, roles } = leftLater(change)
  if (!change.before || groups.length === 0) return []
  const { organizationId, profileId } = change.before
  return [remind({ kind: 'group-leaving', at: now, organizationId, profileId, groups, roles })]
}

/**
 * How many join and leave each permission group, group and custom role of the organization's own, summed over everyone: one counter cannot be named
 * twice in a transaction. Each is a condition too: that what somebody is given has not been removed.
 */
export function countWrites(
  changes: readonly Change[],
  organizationId: OrganizationId,
  choosing: Choosing | undefined,
): readonly Write[] {
  const memberships = summed(changes, (one) => customPermissionGroups(membershipsOf(one)))
  if (choosing) memberships.set(choosing.permissionGroupId, memberships.get(choosing.permissionGroupId) ?? 0)
  return [
    ...[...memberships].flatMap(([permissionGroupId, by]) => {
      const chosen = permissionGroupId === choosing?.permissionGroupId ? choosing : undefined
      return by !== 0 || chosen ? [countMembers({ organizationId, permissionGroupId }, by, chosen)] : []
    }),
    ...[...summed(changes, groupsOf, (change) => leftLater(change).groups)].flatMap(([groupId, by]) =>
      by === 0 ? [] : [countGroupMembers({ organizationId, groupId }, by)],
    ),
    ...[...summed(changes, customRolesOf, (change) => leftLater(change).roles)].flatMap(([roleId, by]) =>
      by === 0 ? [] : [countHolders({ organizationId, roleId }, by)],
    ),
  ]
}

function summed<Id>(
  changes: readonly Change[],
  countedIn: (profile: ProfileRecord | undefined) => readonly Id[],
  later: (change: Change) => readonly Id[] = () => [],
): Map<Id, number> {
  const sums = new Map<Id, number>()
  for (const change of changes) {
    const left = new Set(later(change))
    for (const one of countedIn(change.after)) sums.set(one, (sums.get(one) ?? 0) + 1)
    for (const one of countedIn(change.before)) if (!left.has(one)) sums.set(one, (sums.get(one) ?? 0) - 1)
  }
  return sums
}

/** Throws 409 `too-many-permission-groups` or `too-many-groups` where somebody would be in more than they can be, or begin with more. */
export function requireRoom({ before, after }: Change): void {
  const [was, is] = [membershipsOf(before), membershipsOf(after)]
  if (is.length > mostPermissionGroups && is.length > was.length) throw new Problem('too-many-permission-groups')
  if (byHand(after) > mostGroupsByHand && byHand(after) > byHand(before)) throw new Problem('too-many-groups')
  const [had, has] = [before, after].map((profile) => Object.keys(profile?.groups ?? {}).length)
  const begins = !counts(before) && counts(after) !== undefined
  const isMeantForMore = after?.status === 'draft' && (has ?? 0) > (had ?? 0) && !counts(before)
  if ((begins || isMeantForMore) && (has ?? 0) > mostGroupsAtOnce)
    throw new Problem('too-many-groups', {
      detail: `An invitation brings access to ${mostGroupsAtOnce} groups at most. Take out the others, and give access to them once it is sent.`,
    })
}

/** The other direction of what one person is in: entries of permission groups and groups. */
export function memberWrites(before: ProfileRecord | undefined, after: ProfileRecord | undefined): readonly Write[] {
  const [was, is] = [membershipsOf(before), membershipsOf(after)]
  const [had, has] = [groupsOf(before), groupsOf(after)]
  const later = new Set(leftLater({ before, after }).groups)
  return [
    ...(after ? is.flatMap((permissionGroupId) => enteredMember(before, after, permissionGroupId)) : []),
    ...(before
      ? was.filter((one) => !is.includes(one)).map((one) => leaveMember({ ...before, permissionGroupId: one }))
      : []),
    ...(after
      ? has.filter((one) => !had.includes(one)).map((one) => enterGroupMember({ ...after, groupId: one }))
      : []),
    ...(before
      ? had
          .filter((one) => !has.includes(one) && !later.has(one))
          .map((one) => leaveGroupMember({ ...before, groupId: one }))
      : []),
  ]
}

const byHand = (profile: ProfileRecord | undefined): number =>
  Object.values(counts(profile)?.groups ?? {}).filter((access) => access.byHand).length

function enteredMember(
  before: ProfileRecord | undefined,
  after: ProfileRecord,
  permissionGroupId: PermissionGroupId,
): Write[] {
  const validity = after.permissionGroups[permissionGroupId] ?? {}
  const known = membershipsOf(before).includes(permissionGroupId)
    ? before?.permissionGroups[permissionGroupId]
    : undefined
  if (known && isSameValidity(known, validity)) return []
  const { organizationId, profileId } = after
  return [enterMember({ organizationId, permissionGroupId, profileId, validity })]
}
