import { fullRoleGroupId, ownerRoleId } from '../domain/catalog.ts'
import { isInForce } from '../domain/evaluator.ts'
import { id, type OrganizationId, type ProfileId } from '../domain/ids.ts'
import { getItems } from '../table/authorisation.ts'
import { getOrganization } from '../table/organization.ts'
import { listOwners } from '../table/owners.ts'
import { listMembers } from '../table/permission-group-member.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../table/profile.ts'
import { listByDefaultRole } from '../table/profile-list.ts'

/** Somebody to ask, or to tell: their profile, in the organization itself or in the one that administers it. */
export type Administrator = Pick<
  ProfileRecord,
  'organizationId' | 'profileId' | 'email' | 'language' | 'salutation' | 'firstName' | 'lastName'
>

/** As many as anybody needs to ask. */
export const mostAdministrators = 5
/** So many of each kind are looked at: some may not be active, or their dates may be over. */
const mostLookedAt = 20

const adminRoleId = id('role', 'rol_admin')

/**
 * Who administers an organization: its active owners, then its Admins and the members of Users & Permissions – Full Role, at most
 * five; where it has none, the holders of `customers:administer` in its parent, or above that. Two round trips, and three more for
 * every step upwards.
 */
export async function administratorsOf(organizationId: OrganizationId, now: string): Promise<readonly Administrator[]> {
  const [owners, admins, members] = await Promise.all([
    listOwners(organizationId),
    listByDefaultRole(organizationId, adminRoleId, mostLookedAt),
    listMembers(organizationId, fullRoleGroupId, mostLookedAt),
  ])
  const active = admins.filter(({ status }) => status === 'active').map(({ profileId }) => profileId)
  const candidates = [...owners.slice(0, mostLookedAt), ...active, ...members]
  const found = await profilesAmong(organizationId, candidates, (profile) => administers(profile, now))
  return found.length > 0 ? found : administratorsAbove(organizationId)
}

/** All active owners of an organization, of whom there are at most 100. Two round trips. */
export async function activeOwners(organizationId: OrganizationId): Promise<readonly Administrator[]> {
  const owners = await listOwners(organizationId)
  return profilesAmong(organizationId, owners, ({ status }) => status === 'active', owners.length)
}

/** `customers:administer` is reserved to owners (A6), so whoever holds it is an active owner. */
async function administratorsAbove(organizationId: OrganizationId): Promise<readonly Administrator[]> {
  const parentId = (await getOrganization(organizationId))?.parentId ?? 'none'
  if (parentId === 'none') return []
  const owners = (await listOwners(parentId)).slice(0, mostAdministrators)
  const found = await profilesAmong(parentId, owners, ({ status }) => status === 'active')
  return found.length > 0 ? found : administratorsAbove(parentId)
}

async function profilesAmong(
  organizationId: OrganizationId,
  candidates: readonly ProfileId[],
  counts: (profile: ProfileRecord) => boolean,
  most = mostAdministrators,
): Promise<readonly Administrator[]> {
  const profileIds = [...new Set(candidates)]
  if (profileIds.length === 0) return []
  const items = await getItems(profileIds.map((profileId) => profileKey({ organizationId, profileId })))
  return items
    .flatMap((item) => parseProfile(item) ?? [])
    .filter(counts)
    .slice(0, most)
}

function administers({ user, status, defaultRole, permissionGroups }: ProfileRecord, now: string): boolean {
  if (!user || status !== 'active') return false
  const fullRole = permissionGroups[fullRoleGroupId]
  if (fullRole && isInForce(fullRole, now)) return true
  return (
    defaultRole !== undefined &&
    isInForce(defaultRole, now) &&
    (defaultRole.roleId === ownerRoleId || defaultRole.roleId === adminRoleId)
  )
}
