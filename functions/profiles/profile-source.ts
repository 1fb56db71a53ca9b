import { isId, type OrganizationId, type ProfileId } from '../../shared/domain/ids.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { contactRolesInForce, listContacts } from '../../shared/table/contact.ts'
import { pageOfMembers } from '../../shared/table/permission-group-member.ts'
import { parseProfile, profileKey, summarise } from '../../shared/table/profile.ts'
import { listProfiles } from '../../shared/table/profile-list.ts'
import {
  type EntriesAsked,
  findByAddress,
  findByExternalId,
  isPositionOf,
  listEntries,
} from '../../shared/table/search.ts'
import type { Listed, Wanted } from './profile-filters.ts'

type Page = {
  readonly items: readonly { readonly position: string; readonly profile: Listed }[]
  readonly next: string | undefined
}

/** Where the profiles of a list come from, in an order in which each has a position. */
type Source = {
  readonly hasPosition: (position: string) => boolean
  readonly read: (limit: number, after: string | undefined) => Promise<Page>
}

/** As many entries of an index are read for a page where a filter drops some of them. */
const mostRead = 500
/** As many profiles are read by their keys where a filter drops some of them. */
const mostFetched = 100

/** The rarest of the filters that has a key, else everyone by name; what it gives has to meet the others still. */
export function sourceFor(organizationId: OrganizationId, wanted: Wanted): Source {
  const { email, externalId, permissionGroupId, contactRole, department, words } = wanted
  const others = countOf(wanted) > 1
  const fetched = (limit: number) => (others ? mostFetched : limit)
  if (email !== undefined) return exactly(organizationId, () => findByAddress(organizationId, email))
  if (externalId !== undefined) return exactly(organizationId, () => findByExternalId(organizationId, externalId))
  if (contactRole !== undefined)
    return {
      hasPosition: (position) => isId('profile', position),
      read: async (limit, after) => {
        const held = (await listContacts(organizationId)).contacts
          .filter(({ roles, profileId }) => roles[contactRole] && (after === undefined || profileId > after))
          .map(({ profileId }) => ({ position: profileId, profileId }))
        const page = held.slice(0, fetched(limit))
        return {
          items: await withProfiles(organizationId, page),
          next: held.length > page.length ? page.at(-1)?.position : undefined,
        }
      },
    }
  if (permissionGroupId !== undefined)
    return {
      hasPosition: (position) => isId('profile', position),
      read: async (limit, after) => {
        const last = isId('profile', after) ? after : undefined
        const page = await pageOfMembers({ organizationId, permissionGroupId, limit: fetched(limit), after: last })
        const items = page.items.map((profileId) => ({ position: profileId, profileId }))
        return { items: await withProfiles(organizationId, items), next: page.next }
      },
    }
  const [longest] = words.toSorted((one, other) => other.length - one.length)
  const asked: EntriesAsked | undefined =
    longest !== undefined ? { beginning: longest } : department !== undefined ? { department } : undefined
  if (asked)
    return {
      hasPosition: (position) => isPositionOf(asked, position),
      read: async (limit, after) => {
        const page = await listEntries(organizationId, asked, { limit: fetched(limit), after })
        return { items: await withProfiles(organizationId, page.items), next: page.next }
      },
    }
  const dropped = countOf({ ...wanted, status: undefined }) > 0
  return {
    hasPosition: (position) => isId('profile', position.slice(position.lastIndexOf('#') + 1)),
    read: (limit, after) =>
      listProfiles({ organizationId, status: wanted.status, limit: dropped ? mostRead : limit, after }),
  }
}

const countOf = ({ words, ...filters }: Wanted): number =>
  Object.values(filters).filter((filter) => filter !== undefined).length + words.length

/** The one profile that has something which no two can have. */
const exactly = (organizationId: OrganizationId, find: () => Promise<ProfileId | undefined>): Source => ({
  hasPosition: () => false,
  read: async () => {
    const profileId = await find()
    const found = profileId ? [{ position: profileId, profileId }] : []
    return { items: await withProfiles(organizationId, found), next: undefined }
  },
})

/** The profiles of what was found, without those that were removed just now; eventually consistent, as lists are. */
async function withProfiles(
  organizationId: OrganizationId,
  found: readonly { readonly position: string; readonly profileId: ProfileId }[],
): Promise<Page['items']> {
  if (found.length === 0) return []
  const items = await getItems(
    found.map(({ profileId }) => profileKey({ organizationId, profileId })),
    { strongly: false },
  )
  return found.flatMap(({ position }, place) => {
    const profile = parseProfile(items[place])
    if (!profile) return []
    const { permissionGroups, externalId } = profile
    const contactRoles = contactRolesInForce(profile)
    return [{ position, profile: { ...summarise(profile), permissionGroups, externalId, contactRoles } }]
  })
}
