import type { Named } from '../domain/access-question.ts'
import type { GroupId, IdentityId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { type AccessItem, accessKey, parseAccess } from './access.ts'
import { getItems, type Item, type Key } from './authorisation.ts'
import { groupKey, parseGroup } from './group.ts'
import { type ProfileRecord, parseProfile, profileKey } from './profile.ts'

/** What there is in the organization of what questions name. Groups that are being removed are not here any more. */
export type Found = {
  readonly access: ReadonlyMap<IdentityId, AccessItem>
  readonly profiles: ReadonlyMap<ProfileId, ProfileRecord>
  readonly groups: ReadonlySet<GroupId>
}

/** The raw keys of what questions name, for a BatchGet over several entities; `foundAmong` reads what comes back. */
export const keysOf = (
  { identityIds, profileIds, groupIds }: Named,
  organizationId: OrganizationId,
): readonly Key[] => [
  ...identityIds.map((identityId) => accessKey(identityId, organizationId)),
  ...profileIds.map((profileId) => profileKey({ organizationId, profileId })),
  ...groupIds.map((groupId) => groupKey({ organizationId, groupId })),
]

/** What came back for the keys of the same names, in their order. */
export function foundAmong({ identityIds, profileIds, groupIds }: Named, items: readonly (Item | undefined)[]): Found {
  const profilesFrom = identityIds.length
  const groupsFrom = profilesFrom + profileIds.length
  const found = <Id, Record>(ids: readonly Id[], from: number, parse: (item: Item | undefined) => Record | undefined) =>
    ids.flatMap((id, at) => {
      const record = parse(items[from + at])
      return record ? [[id, record] as const] : []
    })
  return {
    access: new Map(found(identityIds, 0, parseAccess)),
    profiles: new Map(found(profileIds, profilesFrom, parseProfile)),
    groups: new Set(
      found(groupIds, groupsFrom, parseGroup).flatMap(([groupId, { state }]) => (state === 'active' ? groupId : [])),
    ),
  }
}

/** Reads what questions name, strongly, in one round trip. */
export const readNamed = async (named: Named, organizationId: OrganizationId): Promise<Found> =>
  foundAmong(named, await getItems(keysOf(named, organizationId)))
