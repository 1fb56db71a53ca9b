import type { ReplyOf } from '../contract/route.ts'
import type { RouteOf } from '../contract/routes.ts'
import type { ProfileSummary } from '../table/profile.ts'

/** A profile as a list shows it. */
export function summaryReply(summary: ProfileSummary): ReplyOf<RouteOf<'listProfiles'>>['items'][number] {
  const { profileId, kind, user, status, email } = summary
  return {
    profileId,
    kind,
    user,
    status,
    email,
    firstName: summary.firstName ?? null,
    lastName: summary.lastName ?? null,
    displayName: summary.displayName ?? null,
    jobTitle: summary.jobTitle ?? null,
    department: summary.department ?? null,
    defaultRole: summary.defaultRole ?? null,
  }
}
