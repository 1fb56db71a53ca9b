import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { type Definitions, type RoleInForce, roleInForce } from '../../shared/domain/definitions.ts'
import { type GroupAccess, isInForce, type RoleGrant } from '../../shared/domain/evaluator.ts'
import type { GroupId, RoleId } from '../../shared/domain/ids.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import type { CoverageChange } from '../../shared/domain/role-coverage.ts'
import { validityAsked } from '../../shared/domain/validity.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { namedRole } from '../../shared/frame/named-role.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** When something is given, and with which role in the group: as a body asks for it. */
export type AskedAccess = {
  readonly groupRole?: RoleId | undefined
  readonly validFrom?: string | undefined
  readonly validUntil?: string | undefined
}

/** Access by hand as a body asks for it; `pointer` is where it names the role. Throws 400 for what is not here, not of level group, or never counts. */
export async function accessAsked(
  organization: OrganizationRecord,
  { groupRole, ...dates }: AskedAccess,
  pointer: string,
  now: string,
): Promise<GroupAccess> {
  const validity = validityAsked(dates, now)
  const role = groupRole && (await namedRole(organization, groupRole, pointer))
  if (role && role.level !== 'group') throw invalidField(pointer, 'another-level', 'It has to be of level group.')
  const granted: RoleGrant | undefined = groupRole && { roleId: groupRole }
  return { byHand: true, ...validity, ...(granted && { groupRole: granted }) }
}

/** Somebody with access to groups beside what they have, where it becomes what is said; undefined where that is so already. */
export function withAccess(
  profile: ProfileRecord,
  groupIds: readonly GroupId[],
  access: GroupAccess,
  now: string,
): ProfileRecord | undefined {
  if (!profile.user) throw new Problem('not-a-user', { detail: `The profile ${profile.profileId} is not a user.` })
  const groups = { ...profile.groups }
  for (const groupId of groupIds) {
    const { groupRole = undefined } = groups[groupId] ?? {}
    groups[groupId] = { ...(groupRole && { groupRole }), ...access }
  }
  return isSame(groups, profile.groups) ? undefined : { ...profile, groups, updatedAt: now }
}

const isSame = (one: ProfileRecord['groups'], other: ProfileRecord['groups']): boolean => {
  const told = (groups: ProfileRecord['groups']) =>
    JSON.stringify(
      Object.entries(groups)
        .map(([groupId, { byHand, validFrom, validUntil, groupRole }]) => [
          groupId,
          byHand,
          validFrom,
          validUntil,
          groupRole?.roleId,
        ])
        .sort(),
    )
  return told(one) === told(other)
}

/** Whether somebody's default role reaches all groups at a moment. */
export const reachesAll = async (
  organization: OrganizationRecord,
  profile: ProfileRecord,
  at: string,
): Promise<boolean> => reachesBy(await definitionsFor(organization, profile), organization, profile, at)

/** The same where the definitions have been read. */
export const reachesBy = (
  definitions: Definitions,
  { kind }: Pick<OrganizationRecord, 'kind'>,
  { defaultRole }: Pick<ProfileRecord, 'defaultRole'>,
  at: string,
): boolean =>
  defaultRole !== undefined &&
  isInForce(defaultRole, at) &&
  doesReachAll(roleInForce(defaultRole.roleId, definitions, kind))

/** Whether a role reaches all groups (A9). */
export const doesReachAll = (role: RoleInForce | undefined): boolean =>
  role?.level === 'organization' && role.permissions.includes('groups:access-all')

/** What somebody has in a group, as it is told from the side of the group and of the person. */
export function standingIn(access: GroupAccess | undefined, reaches: boolean) {
  return {
    access: access?.byHand ? ('by-hand' as const) : ('by-default-role' as const),
    groupRole: access?.groupRole?.roleId ?? null,
    validFrom: access?.validFrom ?? null,
    validUntil: access?.validUntil ?? null,
    removable: !reaches,
    notRemovableBecause: reaches ? ('access-all-groups' as const) : null,
  }
}

/** What one person has in one group after a change, as callers see it. */
export function memberReply(
  { profileId, groups }: ProfileRecord,
  groupId: GroupId,
  coverageChanges: readonly CoverageChange[],
): ReplyOf<RouteOf<'setGroupRole'>> {
  const access = groups[groupId]
  return {
    groupId,
    profileId,
    member: access?.byHand === true,
    groupRole: access?.groupRole?.roleId ?? null,
    validFrom: access?.validFrom ?? null,
    validUntil: access?.validUntil ?? null,
    coverageChanges: [...coverageChanges],
  }
}
