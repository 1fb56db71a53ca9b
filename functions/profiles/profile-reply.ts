import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { addressStateOf } from '../../shared/domain/address-state.ts'
import { contactRoles } from '../../shared/domain/contact-roles.ts'
import { id } from '../../shared/domain/ids.ts'
import { summaryReply } from '../../shared/frame/profile-summary-reply.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** A profile as callers see it: neither its sign-in nor its seal key. */
export function profileReply(profile: ProfileRecord): ReplyOf<RouteOf<'getProfile'>> {
  const { organizationId, salutation, language, createdAt, updatedAt, version } = profile
  return {
    ...summaryReply({ ...profile, defaultRole: profile.defaultRole?.roleId }),
    organizationId,
    addressState: addressStateOf(profile),
    salutation,
    language,
    phone: profile.phone ?? null,
    externalId: profile.externalId ?? null,
    permissionGroups: Object.keys(profile.permissionGroups).map((key) => id('permissionGroup', key)),
    contactRoles: contactRoles.map(({ id: role }) => role).filter((role) => profile.contactRoles?.[role]),
    createdAt,
    updatedAt,
    lastSignInAt: profile.lastSignInAt ?? null,
    version,
  }
}

/** A profile that is being changed, as it will be: every change raises its version. */
export const changedReply = (after: ProfileRecord): ReplyOf<RouteOf<'getProfile'>> =>
  profileReply({ ...after, version: after.version + 1 })
