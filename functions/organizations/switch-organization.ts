import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { Affected } from '../../shared/domain/access-difference.ts'
import type { ActivityAction } from '../../shared/domain/catalog.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import type { NewId } from '../../shared/frame/operation.ts'
import { type ActivityRecord, recordActivity } from '../../shared/table/activity.ts'
import { changeOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { organizationReply } from './organization-reply.ts'

type Request<Reply> = {
  readonly caller: OrganizationCaller
  readonly now: string
  readonly newId: NewId
  readonly commit: (
    writes: readonly Write[],
    reply: ReplyOf<RouteOf<'getOrganization'>>,
    affected: readonly Affected[],
  ) => Promise<Reply>
}

/** Commits one step of an organization's life and what else goes with it, and gives the organization as it is then. */
export function switchOrganization<Reply>(
  { caller, now, newId, commit }: Request<Reply>,
  step: {
    readonly to: Partial<Pick<OrganizationRecord, 'status' | 'removal' | 'services' | 'accessVersion'>>
    readonly action: ActivityAction
    readonly about?: ActivityRecord['about']
    readonly beside?: readonly Write[]
    readonly affected: readonly Affected[]
  },
): Promise<Reply> {
  const { organization } = caller
  const { organizationId, version } = organization
  const { to, action, about = {}, beside = [], affected } = step
  const after = { ...organization, ...to, updatedAt: now, version: version + 1 }
  return commit(
    [
      ...beside,
      changeOrganization(organization, after),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action,
        at: now,
        by: caller,
        about,
      }),
    ],
    organizationReply(after),
    affected,
  )
}
