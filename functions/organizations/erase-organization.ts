import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import type { ScheduledRun } from '../../shared/frame/scheduled-function.ts'
import { type Doer, recordActivity } from '../../shared/table/activity.ts'
import { mostWrites, someLeftovers, somePeople } from '../../shared/table/erasing.ts'
import { eraseFormerProfile, type FormerProfileRecord } from '../../shared/table/former-profile.ts'
import { eraseInvitation } from '../../shared/table/invitation.ts'
import { endJob, type Job, leaseJob } from '../../shared/table/job.ts'
import {
  changeOrganization,
  erasedOrganization,
  getOrganization,
  type OrganizationRecord,
} from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { commit, Moved, type Write } from '../../shared/table/transaction.ts'

/** People are read so many at a time. */
const peoplePerPage = 50

/**
 * Erases all that a removed organization had but its activities and itself (O5, D12): first its people, as many a transaction as fit
 * and each of them whole; then what is left of them; then everything else. What it has done is gone and is not found again, so
 * it needs no place to remember: whoever takes the job up goes on. What is overtaken or runs out of time is left for the next run.
 */
export async function eraseOrganization(job: Job, run: ScheduledRun): Promise<void> {
  const organization = await getOrganization(job.organizationId)
  if (organization?.removal?.erasureBegunAt === undefined)
    throw new Error('a job erases what nobody has begun to erase')
  try {
    for (;;) {
      if (!run.hasTime()) break
      const writes = await nextStep(organization, job, run)
      await commit(writes.length > 0 ? writes : lastStep(organization, job, run), run.newId('activity'))
      if (writes.length === 0) return
    }
  } catch (error) {
    if (!(error instanceof Moved)) throw error
  }
  await leaseJob(job, run.now())
}

/** What is erased next; nothing when everything is. */
async function nextStep(organization: OrganizationRecord, job: Job, run: ScheduledRun): Promise<readonly Write[]> {
  const { present, former } = await somePeople(organization.organizationId, peoplePerPage)
  if (present.length > 0) return asManyAsFit(present, (people) => removal(organization, people, run))
  if (former.length > 0) return former.flatMap((person) => erasure(organization, person, run)).slice(0, mostWrites)
  return someLeftovers(job)
}

/** Everybody goes the one way in which people are removed, the last owner too, and with them what they were offered. */
async function removal(
  organization: OrganizationRecord,
  people: readonly ProfileRecord[],
  run: ScheduledRun,
): Promise<readonly Write[]> {
  const now = run.now()
  const { writes } = await changePeopleUnasked(
    { organization, by: doer(organization, run), now, newId: newIdAt(now), organizationEnds: true },
    people.map((before) => ({
      before,
      after: undefined,
      action: 'profile.removed',
      about: before.identityId ? { identityId: before.identityId } : {},
    })),
  )
  const { organizationId } = organization
  return [
    ...writes,
    ...people.flatMap(({ invitationId }) => (invitationId ? [eraseInvitation({ organizationId, invitationId })] : [])),
  ]
}

/** With the key of somebody who was removed, their values in activities are gone as well (V5). */
function erasure(organization: OrganizationRecord, person: FormerProfileRecord, run: ScheduledRun): readonly Write[] {
  const { organizationId, profileId: subject } = person
  const activity = { organizationId, action: 'profile.erased', at: run.now(), subject } as const
  return [
    eraseFormerProfile(person),
    recordActivity({ ...activity, activityId: run.newId('activity'), by: doer(organization, run) }),
  ]
}

function lastStep(organization: OrganizationRecord, job: Job, run: ScheduledRun): readonly Write[] {
  const at = run.now()
  const { organizationId } = organization
  return [
    changeOrganization(organization, erasedOrganization(organization, at)),
    recordActivity({
      activityId: run.newId('activity'),
      organizationId,
      action: 'organization.erased',
      at,
      by: doer(organization, run),
    }),
    endJob(job),
  ]
}

/** The writes of the first of them, as many as one transaction takes; of one alone it takes them all. */
async function asManyAsFit(
  people: readonly ProfileRecord[],
  writesFor: (some: readonly ProfileRecord[]) => Promise<readonly Write[]>,
): Promise<readonly Write[]> {
  let some = people
  for (;;) {
    const writes = await writesFor(some)
    if (writes.length <= mostWrites) return writes
    some = some.slice(0, Math.max(1, Math.min(some.length - 1, Math.floor((some.length * mostWrites) / writes.length))))
  }
}

const doer = (organization: OrganizationRecord, { requestId }: ScheduledRun): Doer => ({
  principal: 'system:erase-organizations',
  organization,
  origin: { requestId, ipAddress: undefined, userAgent: undefined },
})
