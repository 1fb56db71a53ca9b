import { isDueForErasure } from '../../shared/domain/organization.ts'
import { type ScheduledRun, scheduledFunction } from '../../shared/frame/scheduled-function.ts'
import { type Due, eachDue } from '../../shared/table/due.ts'
import { createJob, leaseJob, waitingJobs } from '../../shared/table/job.ts'
import { changeOrganization, getOrganization } from '../../shared/table/organization.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { eraseOrganization } from './erase-organization.ts'

/**
 * Every minute: begins to erase each organization whose 30 days are over, and goes on with what is not finished (O5). A run that was
 * stopped is taken up by another one when its lease has run out.
 */
export const handler = scheduledFunction(async (run) => {
  try {
    await eachDue(
      'organization-erasure',
      run.now(),
      (due) => begin(due, run),
      () => run.newId('activity'),
    )
  } finally {
    for (const waiting of await waitingJobs('organization-erasure', run.now())) {
      const job = run.hasTime() ? await leaseJob(waiting, run.leaseUntil()) : undefined
      if (job) await eraseOrganization(job, run)
    }
  }
})

/** From here on nothing can be restored; nothing is begun for an organization that was. */
async function begin({ organizationId }: Due, { now, newId }: ScheduledRun): Promise<readonly Write[]> {
  const organization = await getOrganization(organizationId)
  const at = now()
  if (!organization?.removal || !isDueForErasure(organization, at)) return []
  const removal = { ...organization.removal, erasureBegunAt: at }
  return [
    changeOrganization(organization, { ...organization, removal }),
    createJob({ organizationId, jobId: newId('job'), kind: 'organization-erasure', leaseUntil: at, createdAt: at }),
  ]
}
