import { serviceOf, services } from '../../shared/domain/catalog.ts'
import { applicationRolesHeld } from '../../shared/domain/evaluator.ts'
import { accessOf } from '../../shared/table/access.ts'
import { definitionsAmong } from '../../shared/table/definitions.ts'
import { busEvents } from './cloud-services-bus.ts'
import { sortOut } from './invariants-whole.ts'
import { dumpTable, type Item } from './world-table.ts'

/** Roles by profile and service; where there are none, there is no entry. */
export type RolesHeld = ReadonlyMap<string, readonly string[]>

/** What a connected application was told of somebody's roles in its service. */
export type AccessTold = {
  readonly activityId: string
  readonly organizationId: string
  readonly profileId: string
  readonly service: string
  readonly applicationRoles: { readonly before: readonly string[]; readonly after: readonly string[] }
}

/** The roles that everybody holds, as the evaluator finds them in the table. */
export async function rolesHeld(items?: readonly Item[]): Promise<RolesHeld> {
  const { organizations, profiles, permissionGroups } = sortOut(items ?? (await dumpTable()))
  const now = new Date().toISOString()
  const held = profiles.flatMap((profile) => {
    const { identityId, organizationId } = profile
    const organization = organizations.find((one) => one.organizationId === organizationId)
    if (identityId === undefined || !organization) return []
    const definitions = definitionsAmong(permissionGroups.filter((one) => one.organizationId === organizationId))
    const roles = applicationRolesHeld({ organization, definitions, access: accessOf(profile, identityId, 0) }, now)
    return services.map(
      ({ id }) => [nameOf(profile.profileId, id), roles.filter((role) => serviceOf(role) === id)] as const,
    )
  })
  return new Map(held.filter(([, roles]) => roles.length > 0))
}

/** What the bus was told of access since it had carried so many events. */
export const accessTold = (since: number): readonly AccessTold[] =>
  busEvents()
    .slice(since)
    .flatMap(({ detailType, detail }): AccessTold[] => (detailType === 'access.changed' ? [JSON.parse(detail)] : []))

/** What a connected application believes that knew what was held before, and has believed the newest activity that it was told of. */
export function believed(before: RolesHeld, told: readonly AccessTold[]): RolesHeld {
  const belief = new Map(before)
  for (const { profileId, service, applicationRoles } of told.toSorted(byActivity)) {
    if (applicationRoles.after.length > 0) belief.set(nameOf(profileId, service), applicationRoles.after)
    else belief.delete(nameOf(profileId, service))
  }
  return belief
}

const byActivity = (one: AccessTold, other: AccessTold): number => (one.activityId < other.activityId ? -1 : 1)
const nameOf = (profileId: string, service: string): string => `${profileId} ${service}`
