import { CustomAttributeType, Entity } from 'electrodb'
import { id, type OrganizationId, type ProfileId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { documents } from './client.ts'
import { model, primary, tableName } from './schema.ts'
import { check, update, type Write } from './transaction.ts'

/** The profiles that keep an organization owned (A7): active ones whose default role is Owner. */
const owners = new Entity(
  {
    model: model('owners'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileIds: { type: 'set', items: 'string' },
    },
    indexes: { ofOrganization: primary(['${organizationId}', ['organizationId']], ['owners', []]) },
  },
  { table: tableName(), client: documents },
)

/** The active owners of the organization, read strongly, in the order in which their profiles came into being. */
export async function listOwners(organizationId: OrganizationId): Promise<ProfileId[]> {
  const { data } = await owners.get({ organizationId }).go({ consistent: true })
  return (data?.profileIds ?? []).map((profileId) => id('profile', profileId)).sort()
}

/** Whether the organization has an active owner, read strongly. */
export async function hasActiveOwner(organizationId: OrganizationId): Promise<boolean> {
  return (await listOwners(organizationId)).length > 0
}

const mostOwners = 100

/** Adds an owner who has just become active; `onlyFirst` where it is allowed only because there is no other (O3). */
export function addOwner(organizationId: OrganizationId, profileId: ProfileId, onlyFirst: boolean): Write {
  const added = owners.upsert({ organizationId }).add({ profileIds: [profileId] })
  return onlyFirst
    ? update(added.where(({ profileIds }, { notExists }) => notExists(profileIds)).params())
    : update(
        added
          .where(
            ({ profileIds }, { notExists, size, escape: number }) =>
              `(${notExists(profileIds)} OR ${size(profileIds)} < ${number(mostOwners)})`,
          )
          .params(),
        new Problem('too-many-owners'),
      )
}

/** Takes an owner out who is one no more: 409 `last-owner` where there is no other active one (A7). */
export function leaveOwners(organizationId: OrganizationId, profileId: ProfileId): Write {
  return update(
    owners
      .patch({ organizationId })
      .delete({ profileIds: [profileId] })
      .where(
        ({ profileIds }, { contains, size, escape: number }) =>
          `${contains(profileIds, profileId)} AND ${size(profileIds)} > ${number(1)}`,
      )
      .params(),
    new Problem('last-owner'),
  )
}

/** Takes owners out with whom an organization ends: whoever is the last may go too. */
export function endOwners(organizationId: OrganizationId, profileIds: readonly ProfileId[]): Write {
  return update(
    owners
      .update({ organizationId })
      .delete({ profileIds: [...profileIds] })
      .params(),
  )
}

/** Holds only while the organization has no active owner (O3). The set goes with its last element, so its absence says it all. */
export function whileWithoutOwner(organizationId: OrganizationId, refusal: Write['refusal'] = 'moved'): Write {
  return check(
    owners
      .delete({ organizationId })
      .where(({ profileIds }, { notExists }) => notExists(profileIds))
      .params(),
    refusal,
  )
}
