import { gapsToTell, newsBetween, newsInWords, wholeWillBeNews } from '../../shared/domain/coverage-news.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { readCoverage, sourcesOf } from '../../shared/frame/coverage.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { changeCoverageState, getCoverageState } from '../../shared/table/coverage-state.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import type { Write } from '../../shared/table/transaction.ts'

/** Who looks, and by which event or run. */
export type Looker = { readonly principal: `system:${string}`; readonly requestId: string }

/**
 * Looks at how contact roles are covered now, and gives what records that it is no longer what was told: the gaps to be told next time no
 * more, and the activity by which administrators are told. Nothing where it is the same.
 *
 * What was told is read first: whatever changes once coverage is read has an event of its own, and whoever acted on one meanwhile has
 * moved what was told, so that this is `moved` and looks again.
 */
export async function coverageNoticed(
  organizationId: OrganizationId,
  { principal, requestId }: Looker,
): Promise<readonly Write[]> {
  const told = await getCoverageState(organizationId)
  const organization = await getOrganization(organizationId)
  if (!organization || organization.status === 'removed') return []
  const sources = sourcesOf(await readCoverage(organization))
  const now = new Date().toISOString()
  const at = told.at > now ? told.at : now
  const gaps = gapsToTell(sources, at)
  const before = { ...told, lost: new Set(told.lost), waiting: new Set(told.waiting) }
  const news = newsBetween(before, gaps)
  if (!news) return []
  return [
    changeCoverageState(told, {
      lost: [...gaps.lost],
      waiting: [...gaps.waiting],
      wholeIsNews: wholeWillBeNews(before, news),
      at,
    }),
    recordActivity({
      activityId: newIdAt(now)('activity'),
      organizationId,
      action: 'coverage.changed',
      at: now,
      by: { principal, organization, origin: { requestId, ipAddress: undefined, userAgent: undefined } },
      about: newsInWords(news),
    }),
  ]
}
