import { type Definitions, permissionGroupInForce } from '../../shared/domain/definitions.ts'
import type { Validity } from '../../shared/domain/evaluator.ts'
import { id, type PermissionGroupId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { isSameValidity } from '../../shared/domain/validity.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** The permission groups that somebody was given, by the one that each of them stands for now (A10). */
export const membershipsInForce = (profile: ProfileRecord, definitions: Definitions) =>
  Map.groupBy(
    Object.keys(profile.permissionGroups).map((key) => id('permissionGroup', key)),
    (given) => permissionGroupInForce(given, definitions)?.permissionGroupId,
  )

const mostPermissionGroups = 20

/** Somebody with these permission groups and no other: 409 `not-a-user`, or `too-many-permission-groups` for more than 20. */
export function withPermissionGroups(
  profile: ProfileRecord,
  permissionGroups: ProfileRecord['permissionGroups'],
  now: string,
): ProfileRecord {
  if (!profile.user) throw new Problem('not-a-user', { detail: `The profile ${profile.profileId} is not a user.` })
  const [had, has] = [profile.permissionGroups, permissionGroups].map((groups) => Object.keys(groups).length)
  if (has !== undefined && has > mostPermissionGroups && has > (had ?? 0))
    throw new Problem('too-many-permission-groups', {
      detail: `The profile ${profile.profileId} would be in ${has} permission groups.`,
    })
  return { ...profile, permissionGroups, updatedAt: now }
}

/**
 * Somebody who is in a permission group, between these dates where some are said; undefined where that is so already. A membership in what was
 * replaced by the group stays where it is, and has the dates from then on.
 */
export function joining(
  profile: ProfileRecord,
  permissionGroupId: PermissionGroupId,
  definitions: Definitions,
  now: string,
  validity?: Validity,
): ProfileRecord | undefined {
  const held = membershipsInForce(profile, definitions).get(permissionGroupId)
  const isSo = (one: PermissionGroupId) => !validity || isSameValidity(profile.permissionGroups[one] ?? {}, validity)
  if (held?.every(isSo)) return undefined
  const dated = Object.fromEntries((held ?? [permissionGroupId]).map((one) => [one, validity ?? {}]))
  return withPermissionGroups(profile, { ...profile.permissionGroups, ...dated }, now)
}

/** Somebody who leaves a permission group, and whatever was replaced by it; undefined where they are not in it. */
export function leaving(
  profile: ProfileRecord,
  permissionGroupId: PermissionGroupId,
  definitions: Definitions,
  now: string,
): ProfileRecord | undefined {
  const left = membershipsInForce(profile, definitions).get(permissionGroupId)
  if (!left) return undefined
  const kept = Object.entries(profile.permissionGroups).filter(([key]) => !left.includes(id('permissionGroup', key)))
  return { ...profile, permissionGroups: Object.fromEntries(kept), updatedAt: now }
}

/** The dates of a membership as they are told. */
export const datesOf = ({ validFrom, validUntil }: Validity = {}) => ({
  validFrom: validFrom ?? null,
  validUntil: validUntil ?? null,
})
