import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { id } from '../../shared/domain/ids.ts'
import type { CoverageChange } from '../../shared/domain/role-coverage.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** Somebody's default role as callers see it, and the groups to which they have access by hand. */
export function defaultRoleReply(
  { profileId, defaultRole, groups, version }: ProfileRecord,
  coverageChanges: readonly CoverageChange[],
): ReplyOf<RouteOf<'setDefaultRole'>> {
  const { roleId, validFrom = null, validUntil = null } = defaultRole ?? {}
  return {
    profileId,
    defaultRole: roleId === undefined ? null : { roleId, validFrom, validUntil },
    groups: Object.entries(groups).flatMap(([key, { byHand }]) => (byHand ? [id('group', key)] : [])),
    version,
    coverageChanges: [...coverageChanges],
  }
}
