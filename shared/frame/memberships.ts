import { type GroupId, id, type OrganizationId, type PermissionGroupId, type RoleId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { isSameValidity } from '../domain/validity.ts'
import { customPermissionGroups, customRoles } from '../table/definitions.ts'
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
    ...[...summed(changes, groupsOf)].flatMap(([groupId, by]) =>
      by === 0 ? [] : [countGroupMembers({ organizationId, groupId }, by)],
    ),
    ...[...summed(changes, customRolesOf)].flatMap(([roleId, by]) =>
      by === 0 ? [] : [countHolders({ organizationId, roleId }, by)],
    ),
  ]
}

function summed<Id>(
  changes: readonly Change[],
  countedIn: (profile: ProfileRecord | undefined) => readonly Id[],
): Map<Id, number> {
  const sums = new Map<Id, number>()
  for (const { before, after } of changes) {
    for (const one of countedIn(after)) sums.set(one, (sums.get(one) ?? 0) + 1)
    for (const one of countedIn(before)) sums.set(one, (sums.get(one) ?? 0) - 1)
  }
  return sums
}

/** The other direction of what one person is in: entries of permission groups and groups. Throws where they would be in too many. */
export function memberWrites(before: ProfileRecord | undefined, after: ProfileRecord | undefined): readonly Write[] {
  const [was, is] = [membershipsOf(before), membershipsOf(after)]
  const [had, has] = [groupsOf(before), groupsOf(after)]
  if (is.length > mostPermissionGroups && is.length > was.length) throw new Problem('too-many-permission-groups')
  if (byHand(after) > mostGroupsByHand && byHand(after) > byHand(before)) throw new Problem('too-many-groups')
  return [
    ...(after ? is.flatMap((permissionGroupId) => enteredMember(before, after, permissionGroupId)) : []),
    ...(before
      ? was.filter((one) => !is.includes(one)).map((one) => leaveMember({ ...before, permissionGroupId: one }))
      : []),
    ...(after
      ? has.filter((one) => !had.includes(one)).map((one) => enterGroupMember({ ...after, groupId: one }))
      : []),
    ...(before
      ? had.filter((one) => !has.includes(one)).map((one) => leaveGroupMember({ ...before, groupId: one }))
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
