import { isDeepStrictEqual } from 'node:util'
import { type AccessItem, parseAccess } from '../../shared/table/access.ts'
import { type IdentityRecord, parseIdentity } from '../../shared/table/identity.ts'
import { type InvitationRecord, parseInvitation } from '../../shared/table/invitation.ts'
import { type OrganizationRecord, parseOrganization } from '../../shared/table/organization.ts'
import { type PermissionGroupRecord, parsePermissionGroup } from '../../shared/table/permission-group.ts'
import { type ProfileRecord, parseProfile } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'
import type { Item } from './world-table.ts'

/** A whole table, sorted out: what is judged is every record of it, against what follows from the others. */
export type Whole = {
  readonly items: readonly Item[]
  readonly of: (entity: string) => readonly Item[]
  readonly at: (pk: unknown, sk: string) => Item | undefined
  readonly organizations: readonly OrganizationRecord[]
  readonly profiles: readonly ProfileRecord[]
  readonly permissionGroups: readonly PermissionGroupRecord[]
  readonly invitations: readonly InvitationRecord[]
  readonly access: readonly AccessItem[]
  readonly identities: readonly IdentityRecord[]
}

/** What must hold of a whole table: a sentence for each way in which it does not. */
export type Rule = (whole: Whole) => readonly string[]

/** Sorts out the items of a whole table. */
export function sortOut(items: readonly Item[]): Whole {
  const byEntity = Map.groupBy(items, (item) => String(item.__edb_e__))
  const byKey = new Map(items.map((item) => [nameOf(item), item]))
  const of = (entity: string) => byEntity.get(entity) ?? []
  const read = <Record>(entity: string, parse: (item: Item) => Record | undefined) =>
    of(entity).flatMap((item) => parse(item) ?? [])
  return {
    items,
    of,
    at: (pk, sk) => byKey.get(nameOf({ pk, sk })),
    organizations: read('organization', parseOrganization),
    profiles: read('profile', parseProfile),
    permissionGroups: read('permission-group', parsePermissionGroup),
    invitations: read('invitation', parseInvitation),
    access: read('access', parseAccess),
    identities: read('identity', parseIdentity),
  }
}

/** What is stored of an entity and should not be, should be and is not, or is stored differently. */
export function differences(entity: string, stored: readonly Item[], writes: readonly Write[]): string[] {
  const found = new Map(stored.map((item) => [nameOf(item), item]))
  const expected = new Map(writes.map(({ item }) => [nameOf(item.Put?.Item ?? {}), item.Put?.Item]))
  return [
    ...[...found.keys()].filter((key) => !expected.has(key)).map((key) => `${entity} ${key} follows from nothing`),
    ...[...expected.keys()].filter((key) => !found.has(key)).map((key) => `${entity} ${key} is missing`),
    ...[...expected]
      .filter(([key, item]) => found.has(key) && !isAlike(found.get(key), item))
      .map(([key]) => `${entity} ${key} is not what follows from its record`),
  ]
}

/** The key of an item, in a sentence. */
export const nameOf = ({ pk, sk }: Item): string => `${String(pk)} ${String(sk)}`

/** Whether two records are of one profile. */
export const isSame = (one: Placed, other: Placed): boolean =>
  one.organizationId === other.organizationId && one.profileId === other.profileId
type Placed = Pick<ProfileRecord, 'organizationId' | 'profileId'>

/** Equal as they would be stored: what is undefined is absent. */
export const isAlike = (one: unknown, other: unknown): boolean => isDeepStrictEqual(plain(one), plain(other))
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
