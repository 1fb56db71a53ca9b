import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { type ActivityAction, type ApplicationRole, type ServiceId, serviceOf } from '../domain/catalog.ts'
import type { ActivityId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { env } from './env.ts'

const events = new EventBridgeClient({})

/** What the bus may know of an activity. */
export type PublishableActivity = {
  readonly activityId: ActivityId
  readonly organizationId: OrganizationId
  readonly action: ActivityAction
  readonly at: string
  readonly subject: ProfileId | undefined
  readonly about: Readonly<Record<string, string | number>>
  readonly changedFields: readonly string[]
  readonly applicationRoles?: {
    readonly before: readonly ApplicationRole[]
    readonly after: readonly ApplicationRole[]
  }
}

/**
 * What connected applications follow: the roles somebody holds in one service, before and after (T9). It bears the id of the
 * activity it follows from.
 */
export type AccessChanged = {
  readonly activityId: ActivityId
  readonly organizationId: OrganizationId
  readonly profileId: ProfileId
  readonly service: ServiceId
  readonly applicationRoles: {
    readonly before: readonly ApplicationRole[]
    readonly after: readonly ApplicationRole[]
  }
}

/** EventBridge takes ten events a call. */
const mostPerCall = 10

/**
 * Puts activities on the bus, each followed by an `access.changed` for every service in which it changed somebody's roles. Throws
 * when it took not all of them, so that the batch comes again.
 */
export async function publish(activities: readonly PublishableActivity[]): Promise<void> {
  await put(
    activities.flatMap(({ applicationRoles, ...activity }) => [
      { type: activity.action, detail: activity },
      ...accessChanges({ ...activity, ...(applicationRoles && { applicationRoles }) }).map((detail) => ({
        type: 'access.changed',
        detail,
      })),
    ]),
  )
}

/**
 * Tells connected applications of what an activity did to the roles of many: an `access.changed` for every service in which somebody's
 * are others than before. Gives what was told. Throws when the bus took not all of it.
 */
export async function publishAccessChanges(changes: readonly RolesChanged[]): Promise<readonly AccessChanged[]> {
  const told = changes.flatMap(accessChanges)
  await publishAccess(told)
  return told
}

/** Tells connected applications what somebody holds, whether or not it is what they held before. */
export const publishAccess = (told: readonly AccessChanged[]): Promise<void> =>
  put(told.map((detail) => ({ type: 'access.changed', detail })))

/** The roles of one person before and after an activity. */
export type RolesChanged = Pick<PublishableActivity, 'activityId' | 'organizationId' | 'subject' | 'applicationRoles'>

/** One change for each service in which the roles are others than before. */
function accessChanges({
  activityId,
  organizationId,
  subject: profileId,
  applicationRoles,
}: RolesChanged): AccessChanged[] {
  if (!applicationRoles || profileId === undefined) return []
  const { before, after } = applicationRoles
  const concerned = new Set([...before, ...after].map(serviceOf))
  return [...concerned].flatMap((service) => {
    if (service === undefined) return []
    const ofService = (roles: readonly ApplicationRole[]) => roles.filter((role) => serviceOf(role) === service)
    const [was, is] = [ofService(before), ofService(after)]
    if (String(was) === String(is)) return []
    return [{ activityId, organizationId, profileId, service, applicationRoles: { before: was, after: is } }]
  })
}

async function put(happened: readonly { readonly type: string; readonly detail: object }[]): Promise<void> {
  for (let start = 0; start < happened.length; start += mostPerCall) {
    const { FailedEntryCount } = await events.send(
      new PutEventsCommand({
        Entries: happened.slice(start, start + mostPerCall).map(({ type, detail }) => ({
          EventBusName: env('EVENT_BUS_NAME'),
          Source: 'rolecall',
          DetailType: type,
          Detail: JSON.stringify(detail),
        })),
      }),
    )
    if ((FailedEntryCount ?? 0) > 0) throw new Error('the bus did not take every event')
  }
}
