import { noDefinitions, type Situation, type Standing } from '../domain/evaluator.ts'
import type { IdentityId, OrganizationId } from '../domain/ids.ts'
import type { AccessItem } from '../table/access.ts'
import { type ApiKeyRecord, accessOfKey } from '../table/api-key.ts'
import { type Placed, readAuthorisation, readDelegations } from '../table/authorisation.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import { getProvider } from '../table/provider.ts'
import { definitionsFor } from './definitions.ts'

/** Somebody in another organization from which they may act for this one. */
export type Abroad = {
  readonly standing: Standing
  readonly access: AccessItem
  readonly organization: OrganizationRecord
}

/** An access record and its organization as the evaluator wants them, with the definitions that the record names. */
export const standingOf = async (
  organization: OrganizationRecord,
  access: AccessItem | undefined,
): Promise<Standing> => ({ organization, access, definitions: await definitionsFor(organization, access) })

/** An API key in its organization: it holds its permissions, and no definition changes what it holds. */
export const standingOfKey = (organization: OrganizationRecord, key: ApiKeyRecord): Standing => ({
  organization,
  access: accessOfKey(key),
  definitions: noDefinitions,
})

/** Somebody in the organization's parent and in the provider; for an organization that does not exist, it costs the same call. */
export async function standingsAbroad(
  identityId: IdentityId,
  organization: OrganizationRecord | undefined,
): Promise<readonly Abroad[]> {
  return (await standingsAbroadOf([identityId], organization)).get(identityId) ?? []
}

/** The same for several, in one round trip for all of them. */
export async function standingsAbroadOf(
  identityIds: readonly IdentityId[],
  organization: OrganizationRecord | undefined,
): Promise<ReadonlyMap<IdentityId, readonly Abroad[]>> {
  const providerId = identityIds.length > 0 ? await theProvider() : undefined
  if (!providerId) return new Map()
  const parentId = organization && organization.parentId !== 'none' ? organization.parentId : providerId
  const read = await readDelegations(identityIds, parentId, providerId)
  const placed = [...read].map(async ([identityId, places]) => {
    const standing = await Promise.all(places.map((place) => standingIn(place, organization)))
    return [identityId, standing.flat()] as const
  })
  return new Map(await Promise.all(placed))
}

const standingIn = async ({ access, organization: there }: Placed, here: OrganizationRecord | undefined) =>
  access && there && there.organizationId !== here?.organizationId
    ? [{ access, organization: there, standing: await standingOf(there, access) }]
    : []

/**
 * Everything somebody holds in an organization at this moment, their own and what they act with, and the records and organizations it
 * rests on. Organizations from which they act count where `counts` says so of their record there.
 */
export async function situationOf(
  identityId: IdentityId,
  organizationId: OrganizationId,
  now: string,
  counts: (access: AccessItem) => boolean = () => true,
): Promise<
  | {
      readonly situation: Situation
      readonly records: readonly AccessItem[]
      readonly organizations: readonly OrganizationRecord[]
    }
  | undefined
> {
  const { access, organization } = await readAuthorisation(identityId, organizationId, undefined, now)
  if (!organization) return undefined
  const [own, all] = await Promise.all([standingOf(organization, access), standingsAbroad(identityId, organization)])
  const abroad = all.filter((there) => counts(there.access))
  return {
    situation: { ...own, actingFrom: abroad.map(({ standing }) => standing) },
    records: [...(access ? [access] : []), ...abroad.map((there) => there.access)],
    organizations: [organization, ...abroad.map((there) => there.organization)],
  }
}

let knownProvider: OrganizationId | undefined

/** The provider's id, read once a container: there is one for ever as soon as there is one. */
export async function theProvider(): Promise<OrganizationId | undefined> {
  knownProvider ??= (await getProvider())?.organizationId
  return knownProvider
}
