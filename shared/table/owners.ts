import { CustomAttributeType, Entity } from 'electrodb'
import type { OrganizationId, ProfileId } from '../domain/ids.ts'
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

/** Whether the organization has an active owner, read strongly. */
export async function hasActiveOwner(organizationId: OrganizationId): Promise<boolean> {
  const { data } = await owners.get({ organizationId }).go({ consistent: true })
  return (data?.profileIds?.length ?? 0) > 0
}

/** Adds an owner who has just become active; `onlyFirst` where it is allowed only because there is no other (O3). */
export function addOwner(organizationId: OrganizationId, profileId: ProfileId, onlyFirst: boolean): Write {
  const added = owners.upsert({ organizationId }).add({ profileIds: [profileId] })
  return update((onlyFirst ? added.where(({ profileIds }, { notExists }) => notExists(profileIds)) : added).params())
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
