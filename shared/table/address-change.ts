import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { EmailAddress } from '../domain/address.ts'
import type { IdentityId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/**
 * The one change of address that an identity can have: what was asked for last, and whether it was confirmed. It is kept as long as
 * its identity, so that no number of a request is ever used twice.
 */
const addressChanges = new Entity(
  {
    model: model('address-change'),
    attributes: {
      identityId: { type: CustomAttributeType<IdentityId>('string'), required: true },
      /** The new address. */
      email: { type: CustomAttributeType<EmailAddress>('string'), required: true },
      state: { type: ['pending', 'confirmed'] as const, required: true },
      /** The number of the request, which a link must bear to be the current one. */
      generation: { type: 'number', required: true },
      /** Random bytes that go into the link's derivation. */
      nonce: { type: 'string', required: true },
      /** Where the person was active when they asked: whose language their pages and mails are written in. */
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      requestedAt: { type: 'string', required: true },
      expiresAt: { type: 'string', required: true },
    },
    indexes: { ofIdentity: primary(['${identityId}', ['identityId']], ['address-change', []]) },
  },
  { table: tableName(), client: documents },
)

/** A change of address as it is stored. */
export type AddressChangeRecord = EntityItem<typeof addressChanges>

/** Reads what an identity asked for last, strongly. */
export async function getAddressChange(identityId: IdentityId): Promise<AddressChangeRecord | undefined> {
  const { data } = await addressChanges.get({ identityId }).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of a change, for a BatchGet over several entities; `parseAddressChange` reads what comes back. */
export const addressChangeKey = (identityId: IdentityId) =>
  keyOf(addressChanges.schema.indexes.ofIdentity, { identityId })
/** Reads a change that came back for `addressChangeKey`. */
export const parseAddressChange = (item: Record<string, unknown> | undefined): AddressChangeRecord | undefined =>
  (item && addressChanges.parse({ Item: item }).data) ?? undefined

/** Puts a request in the place of the one before. Fails as `moved` when another was quicker. */
export function putAddressChange(before: AddressChangeRecord | undefined, after: AddressChangeRecord): Write {
  const written = addressChanges.put(after)
  return put(
    (before
      ? written.where(({ generation }, { eq }) => eq(generation, before.generation))
      : written.where(({ generation }, { notExists }) => notExists(generation))
    ).params(),
  )
}

/** Marks a request as confirmed. Fails as `moved` when it was confirmed already, or a newer one has taken its place. */
export function confirmAddressChange(change: AddressChangeRecord): Write {
  return put(
    addressChanges
      .put({ ...change, state: 'confirmed' })
      .where(({ generation, state }, { eq }) => `${eq(generation, change.generation)} AND ${eq(state, 'pending')}`)
      .params(),
  )
}

/** Holds while the request waits for its link, for a transaction that stores the link. */
export const whilePending = ({ identityId, generation }: AddressChangeRecord) => ({
  TableName: tableName(),
  Key: addressChangeKey(identityId),
  ConditionExpression: '#state = :pending AND generation = :generation',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':pending': 'pending', ':generation': generation },
})
