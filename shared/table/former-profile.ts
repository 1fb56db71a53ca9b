import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { OrganizationId, ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import type { ProfileRecord } from './profile.ts'
import { model, primary, recordIn, stored, tableName } from './schema.ts'
import { searchWrites } from './search.ts'
import { put, remove, type Write } from './transaction.ts'

const optionalText = CustomAttributeType<string | undefined>('string')

/** What is left of somebody who was removed: a name, so that activities stay readable, and the key that opens their values (D11). */
const formerProfiles = new Entity(
  {
    model: model('former-profile'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      firstName: { type: optionalText },
      lastName: { type: optionalText },
      displayName: { type: optionalText },
      sealKey: { type: 'string', required: true },
      removedAt: { type: 'string', required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['profile#${profileId}', ['profileId']]),
    },
  },
  { table: tableName(), client: documents },
)

/** A removed profile as it is stored. */
export type FormerProfileRecord = EntityItem<typeof formerProfiles>

/** Reads a removed profile that came back for `profileKey`; undefined when nothing did, or one that is still there. */
export const parseFormerProfile = (item: Record<string, unknown> | undefined) =>
  recordIn<FormerProfileRecord>(formerProfiles, item)

/** Removes a profile as it was read, with its search entries: its address is free at once. Fails as `moved` when it changed since. */
export function removeProfile(before: ProfileRecord, removedAt: string): Write[] {
  const { organizationId, profileId, firstName, lastName, displayName, sealKey } = before
  return [
    ...searchWrites(before, undefined, { addressTaken: 'moved', externalIdTaken: 'moved' }),
    put({
      ...formerProfiles
        .put(stored({ organizationId, profileId, firstName, lastName, displayName, sealKey, removedAt }))
        .params<Record<string, unknown>>(),
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': before.version },
    }),
  ]
}

/** Erases what was left of somebody, the key to their values with it. Fails as `moved` when somebody else has. */
export function eraseFormerProfile({ organizationId, profileId, removedAt }: FormerProfileRecord): Write {
  return remove(
    formerProfiles
      .delete({ organizationId, profileId })
      .where((attribute, { eq }) => eq(attribute.removedAt, removedAt))
      .params(),
  )
}
