import { applicationRolesHeld, type Situation } from '../../shared/domain/evaluator.ts'
import { turningAt } from '../../shared/frame/access-dates.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { type ScheduledRun, scheduledFunction } from '../../shared/frame/scheduled-function.ts'
import { accessOf } from '../../shared/table/access.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { type Due, eachDue } from '../../shared/table/due.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile, whileProfile } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'

/**
 * Every minute: writes down what has begun or ended to count because its date has come. Access itself goes by the date at the moment of asking,
 * to the second; this is for whoever follows it: connected applications, contact roles that take an application role, and the list of activities.
 */
export const handler = scheduledFunction((run) =>
  eachDue(
    'access-date',
    run.now(),
    (due) => dateCame(due, run),
    () => run.newId('activity'),
  ),
)

async function dateCame(due: Due, { now, newId, requestId }: ScheduledRun): Promise<readonly Write[]> {
  const { organizationId, profileId, at } = due
  const [profile, organization] = await Promise.all([
    profileId && getProfile({ organizationId, profileId }),
    getOrganization(organizationId),
  ])
  if (!profile?.identityId || profile.status !== 'active' || !organization || organization.status === 'removed')
    return []
  const moment = now()
  const access = accessOf(profile, profile.identityId, 0)
  const situation: Situation = { organization, access, definitions: await definitionsFor(organization, profile) }
  const before = applicationRolesHeld(situation, new Date(Date.parse(at) - 1).toISOString())
  const after = applicationRolesHeld(situation, moment)
  const turns = [
    { action: 'access.began', things: turningAt(profile, 'validFrom', at) },
    { action: 'access.ended', things: turningAt(profile, 'validUntil', at) },
  ] as const
  const told = turns
    .filter(({ things }) => things.length > 0)
    .map(({ action, things }) =>
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action,
        at: moment,
        by: {
          principal: 'system:follow-access-dates',
          organization,
          origin: { requestId, ipAddress: undefined, userAgent: undefined },
        },
        subject: profile.profileId,
        about: { on: at, ...inWords(things) },
        ...(String(before) !== String(after) && { applicationRoles: { before, after } }),
      }),
    )
  return told.length > 0 ? [whileProfile(profile), ...told] : []
}

/** What it is, by kind: ids with spaces between. */
const inWords = (things: ReturnType<typeof turningAt>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...Map.groupBy(things, ({ kind }) => kind)].map(([kind, some]) => [
      words[kind],
      some
        .map(({ id }) => id)
        .sort()
        .join(' '),
    ]),
  )

const words = { 'permission-group': 'permissionGroups', 'default-role': 'roleId', group: 'groups' } as const
