import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { mutableCategories } from '../../shared/domain/notification-categories.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** What somebody does not want to be written about, in the order of the categories. */
export const preferencesReply = ({
  organizationId,
  mutedCategories = [],
  version,
}: ProfileRecord): ReplyOf<RouteOf<'getMyPreferences'>> => ({
  organizationId,
  mutedCategories: mutableCategories.filter((category) => mutedCategories.includes(category)),
  version,
})
