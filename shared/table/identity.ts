import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import { type EmailAddress, foldAddress } from '../domain/address.ts'
import type { IdentityId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, recordIn, tableName } from './schema.ts'
import { check, put, remove, update, type Write } from './transaction.ts'

/**
 * A sign-in: one per address over the whole deployment. It is `new` until its first invitation is accepted; only until then may
 * a link set its password (I5, I6). While it is `ending`, because its last profile went, nobody can accept anything with it (I11).
 */
const identities = new Entity(
  {
    model: model('identity'),
    attributes: {
      identityId: { type: CustomAttributeType<IdentityId>('string'), required: true },
      email: { type: CustomAttributeType<EmailAddress>('string'), required: true },
      state: { type: ['new', 'accepted', 'ending'] as const, required: true },
      /** Seconds since 1970; an access token issued before is refused everywhere. */
      tokensValidFrom: { type: 'number', required: true },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
    },
    indexes: { byId: primary(['${identityId}', ['identityId']], ['identity', []]) },
  },
  { table: tableName(), client: documents },
)

/** The guard of an address: whose sign-in it is, over the whole deployment. */
const signInAddresses = new Entity(
  {
    model: model('sign-in-address'),
    attributes: {
      folded: { type: 'string', required: true },
      identityId: { type: CustomAttributeType<IdentityId>('string'), required: true },
    },
    indexes: { byAddress: primary(['address#${folded}', ['folded']], ['identity', []]) },
  },
  { table: tableName(), client: documents },
)

/** A sign-in as it is stored. */
export type IdentityRecord = EntityItem<typeof identities>

/** Reads one identity, strongly. */
export async function getIdentity(identityId: IdentityId): Promise<IdentityRecord | undefined> {
  const { data } = await identities.get({ identityId }).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of an identity, for a BatchGet over several entities; `parseIdentity` reads what comes back. */
export const identityKey = (identityId: IdentityId) => keyOf(identities.schema.indexes.byId, { identityId })
/** Reads an identity that came back for `identityKey`. */
export const parseIdentity = (item: Record<string, unknown> | undefined) => recordIn<IdentityRecord>(identities, item)

/** Whose sign-in an address is, read strongly. */
export async function findIdentity(email: EmailAddress): Promise<IdentityId | undefined> {
  const { data } = await signInAddresses.get({ folded: foldAddress(email) }).go({ consistent: true })
  return data?.identityId
}

/** Makes the sign-in of an address, on condition that the address has none. */
export function createIdentity(identity: IdentityRecord): Write[] {
  return [
    put(
      signInAddresses
        .put({ folded: foldAddress(identity.email), identityId: identity.identityId })
        .where((attribute, { notExists }) => notExists(attribute.identityId))
        .params(),
    ),
    put(
      identities
        .put(identity)
        .where((attribute, { notExists }) => notExists(attribute.state))
        .params(),
    ),
  ]
}

/** Marks the first acceptance: from then on no link sets this identity's password. Fails as `moved` when another was quicker. */
export function acceptIdentity(identityId: IdentityId, at: string): Write {
  return update(
    identities
      .patch({ identityId })
      .set({ state: 'accepted', updatedAt: at })
      .where(({ state }, { eq }) => eq(state, 'new'))
      .params(),
  )
}

/**
 * Gives a sign-in another address, on condition that the address has none; `taken` is what is answered otherwise. Every token that
 * was issued before `tokensValidFrom` (seconds since 1970) ends. Fails as `moved` when the sign-in has another address
 * by now, or its tokens were ended meanwhile.
 */
export function changeIdentityAddress(
  identity: IdentityRecord,
  to: { readonly email: EmailAddress; readonly tokensValidFrom: number; readonly at: string },
  taken: Write['refusal'],
): Write[] {
  const { identityId } = identity
  const before = foldAddress(identity.email)
  return [
    put(
      signInAddresses
        .put({ folded: foldAddress(to.email), identityId })
        .where((attribute, { notExists }) => notExists(attribute.identityId))
        .params(),
      taken,
    ),
    remove(
      signInAddresses
        .delete({ folded: before })
        .where((attribute, { eq }) => eq(attribute.identityId, identityId))
        .params(),
    ),
    update(
      identities
        .patch({ identityId })
        .set({ email: to.email, tokensValidFrom: to.tokensValidFrom, updatedAt: to.at })
        .where(
          ({ email, state, tokensValidFrom }, { eq }) =>
            `${eq(email, identity.email)} AND ${eq(state, 'accepted')} AND ${eq(tokensValidFrom, identity.tokensValidFrom)}`,
        )
        .params(),
    ),
  ]
}

/**
 * Ends every token of a sign-in that was issued before `tokensValidFrom` (seconds since 1970), for calls about the person; those about
 * an organization go by its access record. Fails as `moved` when they were ended meanwhile.
 */
export function endTokens(identity: IdentityRecord, tokensValidFrom: number, at: string): Write {
  const { identityId } = identity
  return update(
    identities
      .patch({ identityId })
      .set({ tokensValidFrom, updatedAt: at })
      .where((attribute, { eq }) => eq(attribute.tokensValidFrom, identity.tokensValidFrom))
      .params(),
  )
}

/** Holds while nobody has accepted an invitation with this identity. */
export function whileIdentityNew(identityId: IdentityId): Write {
  return check(
    identities
      .delete({ identityId })
      .where(({ state }, { eq }) => eq(state, 'new'))
      .params(),
  )
}

/**
 * Holds while a sign-in that has accepted, and is not about to end (I11), is that of the address with which it was read: for whoever
 * accepts more with it (I6).
 */
export function whileIdentityHolds({ identityId, email }: IdentityRecord): Write {
  return check(
    identities
      .delete({ identityId })
      .where((attribute, { eq }) => `${eq(attribute.state, 'accepted')} AND ${eq(attribute.email, email)}`)
      .params(),
  )
}

/** From `accepted` to `ending` and back. Fails as `moved` when it was not so. */
export function turnIdentity(identityId: IdentityId, to: 'accepted' | 'ending', at: string): Write {
  return update(
    identities
      .patch({ identityId })
      .set({ state: to, updatedAt: at })
      .where(({ state }, { eq }) => eq(state, to === 'ending' ? 'accepted' : 'ending'))
      .params(),
  )
}

/**
 * Takes out an identity that is ending, with its address and everything else that is kept of it: bookkeeping. Fails as `moved` when it
 * is not ending any more.
 */
export async function removeIdentity({ identityId, email }: IdentityRecord): Promise<Write[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :identity',
      ExpressionAttributeValues: { ':identity': identityId },
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
    }),
  )
  const beside = Items.filter(({ sk }) => sk !== 'identity')
  return [
    remove(
      identities
        .delete({ identityId })
        .where(({ state }, { eq }) => eq(state, 'ending'))
        .params(),
    ),
    remove(
      signInAddresses
        .delete({ folded: foldAddress(email) })
        .where((attribute, { eq }) => eq(attribute.identityId, identityId))
        .params(),
    ),
    ...beside.map(({ pk, sk }) => remove({ TableName: tableName(), Key: { pk, sk } })),
  ]
}
