import { type ApplicationRole, isApplicationRole, type ServiceId, serviceOf } from '../domain/catalog.ts'
import type { Definitions } from '../domain/definitions.ts'
import { applicationRolesHeld, type EvaluatedOrganization } from '../domain/evaluator.ts'
import type { ProfileId } from '../domain/ids.ts'
import { type AccessChanged, publishAccess, publishAccessChanges } from '../platform/bus.ts'
import { accessOf } from '../table/access.ts'
import { peopleChangedSince } from '../table/activity-list.ts'
import { getItems } from '../table/authorisation.ts'
import { getOrganization } from '../table/organization.ts'
import type { PermissionGroupKey } from '../table/permission-group.ts'
import { pageOfMembers } from '../table/permission-group-member.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../table/profile.ts'
import { definitionsFor } from './definitions.ts'
import type { ActivityEvent } from './event-function.ts'

/** What somebody's application roles follow from, beside what was given to them. */
export type Circumstances = { readonly organization: EvaluatedOrganization; readonly definitions: Definitions }

type Happened = Pick<ActivityEvent, 'activityId' | 'organizationId' | 'at'>

/**
 * Puts `access.changed` on the bus for each of these people whose application roles are others after an activity than before it, as
 * the evaluator finds them at the moment of the activity. Gives what was told; doing it again says the same again.
 */
export async function announceAccessChanges(
  { activityId, organizationId, at }: Happened,
  people: readonly ProfileRecord[],
  before: Circumstances,
  after: Circumstances,
): Promise<readonly AccessChanged[]> {
  return publishAccessChanges(
    people.map((profile) => ({
      activityId,
      organizationId,
      subject: profile.profileId,
      applicationRoles: { before: rolesOf(profile, before, at), after: rolesOf(profile, after, at) },
    })),
  )
}

/**
 * Puts on the bus what is held by now, in the services that an activity concerned, by everyone who was changed since and is not among
 * those who were `told` of it. Whoever has left meanwhile is not found among those concerned, and leaving may have changed nothing any
 * more: without this an application would believe for ever what was before the activity.
 */
export async function announceWhoChangedSince(
  { activityId, organizationId }: Happened,
  concerned: readonly ServiceId[],
  told: readonly AccessChanged[],
): Promise<void> {
  const organization = await getOrganization(organizationId)
  if (!organization || concerned.length === 0) return
  const known = new Set(told.map(({ profileId, service }) => `${profileId} ${service}`))
  const now = new Date().toISOString()
  for await (const page of peopleChangedSince({ organizationId, activityId })) {
    const profiles = (await getItems(page.map((profileId) => profileKey({ organizationId, profileId })))).map(
      parseProfile,
    )
    const present = profiles.filter((profile) => profile !== undefined)
    const definitions = await definitionsFor(organization, ...present)
    await publishAccess(
      page.flatMap((profileId) => {
        const profile = present.find((one) => one.profileId === profileId)
        const roles = profile ? rolesOf(profile, { organization, definitions }, now) : []
        return concerned.flatMap((service) => {
          if (known.has(`${profileId} ${service}`)) return []
          const held = roles.filter((role) => serviceOf(role) === service)
          return [{ activityId, organizationId, profileId, service, applicationRoles: { before: held, after: held } }]
        })
      }),
    )
  }
}

const rolesOf = (profile: ProfileRecord, circumstances: Circumstances, at: string): readonly ApplicationRole[] =>
  profile.identityId === undefined
    ? []
    : applicationRolesHeld({ ...circumstances, access: accessOf(profile, profile.identityId, 0) }, at)

/** As many people as are looked at together. */
const peopleAPage = 100

/** Everyone in a permission group as their profiles say, a page after the other. */
export async function* membersInPages(group: PermissionGroupKey): AsyncGenerator<readonly ProfileRecord[]> {
  const { organizationId, permissionGroupId } = group
  let after: ProfileId | undefined
  do {
    const { items, next } = await pageOfMembers({ ...group, limit: peopleAPage, after })
    const profiles = await getItems(items.map((profileId) => profileKey({ organizationId, profileId })))
    yield profiles
      .flatMap((item) => parseProfile(item) ?? [])
      .filter((profile) => Object.hasOwn(profile.permissionGroups, permissionGroupId))
    after = next
  } while (after)
}

/** The services of application roles, each once. */
export const servicesOf = (...roles: readonly (readonly ApplicationRole[])[]): readonly ServiceId[] => [
  ...new Set(roles.flat().flatMap((role) => serviceOf(role) ?? [])),
]

/** Application roles as an activity tells them: words of the catalog with spaces between. */
export const rolesTold = (told: unknown): readonly ApplicationRole[] =>
  typeof told === 'string' ? told.split(' ').filter(isApplicationRole) : []
