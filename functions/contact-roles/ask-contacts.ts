import { type ContactQuestion, nextStep, reminded } from '../../shared/domain/contact-question.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { asked, questionDue } from '../../shared/frame/contact-question.ts'
import { type ScheduledRun, scheduledFunction } from '../../shared/frame/scheduled-function.ts'
import { type Due, eachDue, remind } from '../../shared/table/due.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { standsFor } from './stands-for.ts'

/**
 * Every minute: asks contacts again whose last question is long enough ago, and reminds those of a yearly question who have not answered
 * (C8). The mail follows from the activity. It goes by what the profile says now, so a row that has become needless does nothing.
 */
export const handler = scheduledFunction((run) =>
  eachDue(
    'contact-question',
    run.now(),
    (due) => whatIsDue(due, run),
    () => run.newId('activity'),
  ),
)

async function whatIsDue(due: Due, { now, newId, requestId }: ScheduledRun): Promise<readonly Write[]> {
  const { organizationId, profileId } = due
  const [profile, organization] = await Promise.all([
    profileId && getProfile({ organizationId, profileId }),
    getOrganization(organizationId),
  ])
  const at = now()
  const next = profile ? questionDue(profile) : undefined
  if (!profile?.question || !organization || !next || next.at > at) return []
  // Whoever has only stood in for others, whose dates are over, is asked nothing.
  if (standsFor(profile, at).length === 0) return []
  // Nobody is asked for an organization that is suspended, or may be restored: it is looked at again tomorrow.
  if (organization.status !== 'active')
    return [remind({ ...due, at: new Date(Date.parse(at) + 24 * 3_600_000).toISOString() })]

  const origin = { requestId, ipAddress: undefined, userAgent: undefined }
  const { after, action } = step(profile, profile.question, organization, at)
  const { writes } = await changePeopleUnasked(
    { organization, by: { principal: 'system:ask-contacts', organization, origin }, now: at, newId },
    [{ before: profile, after, action, about: { generation: after.question.generation } }],
  )
  return writes
}

function step(profile: ProfileRecord, question: ContactQuestion, organization: OrganizationRecord, now: string) {
  const before = { ...profile, updatedAt: now }
  if (nextStep(question).step === 'ask')
    return { action: 'contact.asked', after: asked(before, { because: 'yearly', organization, now }) } as const
  return { action: 'contact.reminded', after: { ...before, question: reminded(question, now) } } as const
}
