import type { QueryOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { foldAddress } from '../../shared/domain/address.ts'
import type { ContactRolesHeld } from '../../shared/domain/contact-roles.ts'
import { invalidField } from '../../shared/domain/problems.ts'
import { isFoundBy, queryWords } from '../../shared/domain/search-words.ts'
import type { ProfileRecord, ProfileSummary } from '../../shared/table/profile.ts'

/** What people are looked for by, with `q` as words to look for. */
export type Wanted = Omit<QueryOf<RouteOf<'listProfiles'>>, 'limit' | 'cursor' | 'q'> & {
  readonly words: readonly string[]
}

/** A profile as a list shows it; with all of it where it was found by what a list does not show. */
export type Listed = ProfileSummary &
  Partial<Pick<ProfileRecord, 'permissionGroups' | 'externalId'>> & {
    /** Those that are in force. */
    readonly contactRoles?: ContactRolesHeld
  }

/** Reads the filters of a call; throws `invalid` where there is nothing to look for in `q`. */
export function wantedBy({ q, ...filters }: Omit<QueryOf<RouteOf<'listProfiles'>>, 'limit' | 'cursor'>): Wanted {
  const words = q === undefined ? [] : queryWords(q)
  if (q !== undefined && words.length === 0)
    throw invalidField('query#/q', 'invalid', 'There is no word in it to look for.')
  return { ...filters, words }
}

/** Whether somebody meets every filter. */
export function meets(profile: Listed, wanted: Wanted): boolean {
  const { kind, user, status, department, email, externalId, permissionGroupId, contactRole, words } = wanted
  return (
    (kind === undefined || profile.kind === kind) &&
    (user === undefined || String(profile.user) === user) &&
    (status === undefined || profile.status === status) &&
    (department === undefined || profile.department?.toLowerCase() === department.toLowerCase()) &&
    (email === undefined || foldAddress(profile.email) === foldAddress(email)) &&
    (externalId === undefined || profile.externalId === externalId) &&
    (permissionGroupId === undefined || isMember(profile, permissionGroupId)) &&
    (contactRole === undefined || profile.contactRoles?.[contactRole] !== undefined) &&
    isFoundBy(profile, words)
  )
}

/** A draft's permission groups are intentions. */
const isMember = ({ status, permissionGroups = {} }: Listed, permissionGroupId: string): boolean =>
  status !== 'draft' && Object.hasOwn(permissionGroups, permissionGroupId)
