import { mailFor, newsFromWords } from '../../shared/domain/coverage-news.ts'
import { readGap } from '../../shared/domain/role-coverage.ts'
import { administratorsOf } from '../../shared/frame/administrators.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { log } from '../../shared/platform/log.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { findPeople } from '../../shared/table/people.ts'
import { coverageMail } from './coverage-mail.tsx'

/**
 * Tells the administrators what was lost of role coverage, each of them once, and once that all of it is covered (C6). What is told is
 * what was noticed then, whatever has become of it since: that is told by what was noticed later.
 */
export const tellCoverage = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, about, at, now } = event
  const news = newsFromWords(about)
  const tells = mailFor(news)
  if (tells === 'nothing') return
  const organization = await getOrganization(organizationId)
  if (!organization || organization.status === 'removed') return log('info', 'mail.not-due', { activityId })
  const named = [...news.opened, ...news.closed].flatMap((word) => readGap(word).profileId ?? [])
  const [administrators, people] = await Promise.all([
    administratorsOf(organizationId, now),
    findPeople(named.map((profileId) => ({ organizationId, profileId }))),
  ])
  await mailEach(event, organization, administrators, (reading) =>
    coverageMail({
      ...reading,
      tells,
      news,
      nameOf: (profileId) => people({ organizationId, profileId })?.name,
      noticedAt: at,
    }),
  )
}

export const handler = eventFunction(tellCoverage)
