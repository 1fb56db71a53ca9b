import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { IdentityId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, tableName } from './schema.ts'
import { check, put, type Write } from './transaction.ts'

/**
 * The one reset that a sign-in can have: what was asked for last, and how far it has come. It is kept as long as its identity, so that
 * no number of a request is ever used twice.
 */
const factorResets = new Entity(
  {
    model: model('factor-reset'),
    attributes: {
      identityId: { type: CustomAttributeType<IdentityId>('string'), required: true },
      state: { type: ['requested', 'open', 'done'] as const, required: true },
      /** The number of the request, which a link must bear to be the current one. */
      generation: { type: 'number', required: true },
      /** Random bytes that go into the link's derivation. */
      nonce: { type: 'string', required: true },
      /** Where it was asked for: whose language and name its mail and pages bear. */
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      requestedAt: { type: 'string', required: true },
      expiresAt: { type: 'string', required: true },
    },
    indexes: { ofIdentity: primary(['${identityId}', ['identityId']], ['factor-reset', []]) },
  },
  { table: tableName(), client: documents },
)

/** A reset as it is stored. */
export type FactorResetRecord = EntityItem<typeof factorResets>

/** Reads the last reset of a sign-in, strongly. */
export async function getFactorReset(identityId: IdentityId): Promise<FactorResetRecord | undefined> {
  const { data } = await factorResets.get({ identityId }).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of a reset, for a BatchGet over several entities; `parseFactorReset` reads what comes back. */
export const factorResetKey = (identityId: IdentityId) => keyOf(factorResets.schema.indexes.ofIdentity, { identityId })
/** Reads a reset that came back for `factorResetKey`. */
export const parseFactorReset = (item: Record<string, unknown> | undefined): FactorResetRecord | undefined =>
  (item && factorResets.parse({ Item: item }).data) ?? undefined

/** Puts a reset in the place of the one before. Fails as `moved` when another was quicker. */
export function putFactorReset(before: FactorResetRecord | undefined, after: FactorResetRecord): Write {
  const written = factorResets.put(after)
  return put(
    (before
      ? written.where(({ generation }, { eq }) => eq(generation, before.generation))
      : written.where(({ generation }, { notExists }) => notExists(generation))
    ).params(),
  )
}

/** Takes a reset one step further. Fails as `moved` when it has gone further already, or a newer one has taken its place. */
export function advanceFactorReset(reset: FactorResetRecord, to: 'open' | 'done'): Write {
  return put(
    factorResets
      .put({ ...reset, state: to })
      .where(
        ({ generation, state }, { eq }) =>
          `${eq(generation, reset.generation)} AND ${eq(state, to === 'open' ? 'requested' : 'open')}`,
      )
      .params(),
  )
}

/** Ends a reset before its time: its link works no more, and it can be asked for again. Fails as `moved` when it was moved on meanwhile. */
export function cutShortFactorReset(reset: FactorResetRecord, at: string): Write {
  return put(
    factorResets
      .put({ ...reset, expiresAt: at })
      .where(({ generation, state }, { eq }) => `${eq(generation, reset.generation)} AND ${eq(state, reset.state)}`)
      .params(),
  )
}

/** Holds while a link of that reset may set a new password and factor. */
export function whileResetOpen({ identityId, generation }: FactorResetRecord): Write {
  return check({
    TableName: tableName(),
    Key: factorResetKey(identityId),
    ConditionExpression: '#state = :open AND generation = :generation',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':open': 'open', ':generation': generation },
  })
}
