import { type ApplicationRole, isApplicationRole } from '../domain/catalog.ts'
import type { Definitions } from '../domain/definitions.ts'
import { applicationRolesHeld, type EvaluatedOrganization } from '../domain/evaluator.ts'
import type { ProfileId } from '../domain/ids.ts'
import { publishAccessChanges } from '../platform/bus.ts'
import { accessOf } from '../table/access.ts'
import { getItems } from '../table/authorisation.ts'
import { pageOfProfiles } from '../table/everyone.ts'
import type { PermissionGroupKey } from '../table/permission-group.ts'
import { pageOfMembers } from '../table/permission-group-member.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../table/profile.ts'
import type { ActivityEvent } from './event-function.ts'

/** What somebody's application roles follow from, beside what was given to them. */
export type Circumstances = { readonly organization: EvaluatedOrganization; readonly definitions: Definitions }

/**
 * Puts `access.changed` on the bus for each of these people whose application roles are others after an activity than before it, as
 * the evaluator finds them at the moment of the activity. Doing it again says the same again.
 */
export async function announceAccessChanges(
  { activityId, organizationId, at }: Pick<ActivityEvent, 'activityId' | 'organizationId' | 'at'>,
  people: readonly ProfileRecord[],
  before: Circumstances,
  after: Circumstances,
): Promise<void> {
  const heldIn = (circumstances: Circumstances, profile: ProfileRecord): readonly ApplicationRole[] =>
    profile.identityId === undefined
      ? []
      : applicationRolesHeld({ ...circumstances, access: accessOf(profile, profile.identityId, 0) }, at)
  await publishAccessChanges(
    people.map((profile) => ({
      activityId,
      organizationId,
      subject: profile.profileId,
      applicationRoles: { before: heldIn(before, profile), after: heldIn(after, profile) },
    })),
  )
}

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

/** Everyone an organization knows, a page after the other. */
export async function* everyoneInPages(
  organizationId: ProfileRecord['organizationId'],
): AsyncGenerator<readonly ProfileRecord[]> {
  let after: ProfileId | undefined
  do {
    const { items, next } = await pageOfProfiles({ organizationId, limit: peopleAPage, after })
    yield items
    after = next
  } while (after)
}

/** Application roles as an activity tells them: words of the catalog with spaces between. */
export const rolesTold = (told: unknown): readonly ApplicationRole[] =>
  typeof told === 'string' ? told.split(' ').filter(isApplicationRole) : []
