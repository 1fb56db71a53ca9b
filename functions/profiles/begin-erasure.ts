import { id, type OrganizationId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { type Doer, recordActivity } from '../../shared/table/activity.ts'
import { countCustomers } from '../../shared/table/customers.ts'
import { createJob } from '../../shared/table/job.ts'
import { changeOrganization, getOrganization } from '../../shared/table/organization.ts'
import { commit } from '../../shared/table/transaction.ts'

/**
 * Has an organization erased that had been erased before the table was recovered, whether or not the table still knows that it was
 * removed (O5); the function that erases goes on from there. False where there is nothing left to begin.
 */
export async function beginErasure(organizationId: OrganizationId, by: Doer, now: string): Promise<boolean> {
  const organization = await getOrganization(organizationId)
  if (!organization || organization.kind === 'provider') return false
  if (organization.erasedAt !== undefined || organization.removal?.erasureBegunAt !== undefined) return false
  const newId = newIdAt(now)
  const { status, parentId } = organization
  const wasThere = status !== 'removed'
  const removal = organization.removal ?? { at: now, restorableUntil: now, from: wasThere ? status : 'active' }
  const counts = wasThere && parentId !== 'none' && parentId !== (await theProvider())
  await commit(
    [
      changeOrganization(organization, {
        ...organization,
        status: 'removed',
        removal: { ...removal, erasureBegunAt: now },
        updatedAt: now,
      }),
      ...(counts ? [countCustomers(id('organization', parentId), -1)] : []),
      ...(wasThere
        ? [
            recordActivity({
              activityId: newId('activity'),
              organizationId,
              action: 'organization.removed',
              at: now,
              by: { ...by, organization },
              about: { statusBefore: status },
            }),
          ]
        : []),
      createJob({
        organizationId,
        jobId: newId('job'),
        kind: 'organization-erasure',
        leaseUntil: now,
        createdAt: now,
      }),
    ],
    newId('activity'),
  )
  return true
}
