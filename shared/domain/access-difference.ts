import type { Right } from './catalog.ts'
import type { Definitions } from './definitions.ts'
import type { EvaluatedOrganization, Grants } from './evaluator.ts'
import type { GroupId, PermissionGroupId, ProfileId, RoleId } from './ids.ts'
import { accessGained, type Gained } from './may-grant.ts'

/** A right in one place: across the organization, or in one group. */
export type RightHeld = { readonly permission: Right; readonly groupId: GroupId | null }

/** Whose access a change moves: one person's, that of everyone in a permission group or with a role, or everyone's in the organization. */
export type Whom =
  | { readonly kind: 'profile'; readonly profileId: ProfileId }
  | { readonly kind: 'members'; readonly permissionGroupId: PermissionGroupId; readonly count: number }
  | { readonly kind: 'holders'; readonly roleId: RoleId; readonly count: number }
  | { readonly kind: 'everyone' }

/** What a change does to somebody's access. */
export type Affected = {
  readonly who: Whom
  readonly gains: readonly RightHeld[]
  readonly loses: readonly RightHeld[]
}

/**
 * What somebody gains and loses by holding `after` instead of `before`, at any moment from now on; undefined stands for no access
 * at all. It says the same as the check whether it may be given (A4), because both ask `accessGained`.
 */
export function accessDifference(
  before: Grants | undefined,
  after: Grants | undefined,
  where: {
    readonly organization: EvaluatedOrganization
    readonly definitions: Definitions
  },
  now: string,
): { readonly gains: readonly RightHeld[]; readonly loses: readonly RightHeld[] } {
  return {
    gains: rightsOf(accessGained(before, after ?? nothing, where, now)),
    loses: rightsOf(accessGained(after, before ?? nothing, where, now)),
  }
}

/** Rights that everyone concerned gains or loses across the organization, as they stand in a difference. */
export const acrossOrganization = (rights: Iterable<Right>): readonly RightHeld[] =>
  [...rights].map((permission) => ({ permission, groupId: null }))

const nothing: Grants = { permissionGroups: {}, groups: {} }

/** What is gained across the organization is gained in its groups as well, and told once. */
function rightsOf({ organization, groups }: Gained): readonly RightHeld[] {
  return [
    ...acrossOrganization(organization),
    ...[...groups].flatMap(([groupId, rights]) =>
      [...rights].filter((right) => !organization.has(right)).map((permission) => ({ permission, groupId })),
    ),
  ]
}
