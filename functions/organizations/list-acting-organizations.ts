import type { OrganizationId } from '../../shared/domain/ids.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { lookBackForActing } from '../../shared/table/acting.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { parseFormerProfile } from '../../shared/table/former-profile.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { listOwners } from '../../shared/table/owners.ts'
import type { PersonKey } from '../../shared/table/people.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'

/**
 * Who may act for a customer, and who has (A12). `customers:administer` is reserved to owners (A6), so whoever may is an owner of the
 * parent or of the provider. Two round trips: owners and the latest activities, then their names.
 */
export const listActingOrganizations: Operation<'listActingOrganizations'> = async ({ caller: { organization } }) => {
  const providerId = await theProvider()
  const { parentId, organizationId } = organization
  const above = [...new Set([parentId, providerId])].filter(
    (one): one is OrganizationId => one !== undefined && one !== 'none' && one !== organizationId,
  )
  const [{ acts, lookedBackTo }, ...owners] = await Promise.all([
    lookBackForActing(organizationId),
    ...above.map(ownersOf),
  ])
  const people = distinct([...owners.flat(), ...acts.map(({ by }) => by)])
  const named = await read(people, [...new Set([...above, ...people.map((person) => person.organizationId)])])
  return {
    items: named.organizations.map((there) => {
      const relation = relationOf(there, organization)
      const open = relation !== 'former' && there.status === 'active'
      return {
        organizationId: there.organizationId,
        name: there.name,
        relation,
        mayAct: open,
        people: named.people
          .filter((person) => person.organizationId === there.organizationId)
          .map(({ profileId, firstName, lastName }) => ({
            profileId,
            firstName,
            lastName,
            mayAct: open && owners.flat().some((owner) => owner.profileId === profileId),
            lastActedAt: acts.find(({ by }) => by.profileId === profileId)?.at ?? null,
          })),
      }
    }),
    lookedBackTo,
  }
}

const ownersOf = async (organizationId: OrganizationId): Promise<readonly PersonKey[]> =>
  (await listOwners(organizationId)).map((profileId) => ({ organizationId, profileId }))

const distinct = (people: readonly PersonKey[]): readonly PersonKey[] => [
  ...new Map(people.map((person) => [person.profileId, person])).values(),
]

function relationOf(there: OrganizationRecord, { parentId }: OrganizationRecord): 'parent' | 'provider' | 'former' {
  if (there.kind === 'provider') return 'provider'
  return there.organizationId === parentId ? 'parent' : 'former'
}

/** A BatchGet takes a hundred keys. */
const mostKeys = 100

/** Names, as far as they are still known, all in one round trip. */
async function read(people: readonly PersonKey[], organizationIds: readonly OrganizationId[]) {
  const keys = [...organizationIds.map(organizationKey), ...people.map(profileKey)]
  const batches = Array.from({ length: Math.ceil(keys.length / mostKeys) }, (_, position) =>
    getItems(keys.slice(position * mostKeys, (position + 1) * mostKeys)),
  )
  const items = (await Promise.all(batches)).flat()
  return {
    organizations: items.slice(0, organizationIds.length).flatMap((item) => parseOrganization(item) ?? []),
    people: people.map((person, position) => {
      const item = items[organizationIds.length + position]
      const { firstName = null, lastName = null } = parseProfile(item) ?? parseFormerProfile(item) ?? {}
      return { ...person, firstName, lastName }
    }),
  }
}
