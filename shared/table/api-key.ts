import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { KeyLife } from '../domain/api-key.ts'
import type { Permission } from '../domain/catalog.ts'
import type { AccessRecord } from '../domain/evaluator.ts'
import type { IdentityId, KeyId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { index, keyOf, model, primary, recordIn, stored, tableName } from './schema.ts'
import { check, put, update, type Write } from './transaction.ts'

const optionalText = CustomAttributeType<string | undefined>('string')

/**
 * The key of a program. Organization and key both stand in its text, so one item among the organization's other keys says who it is and what it
 * may do. One that was revoked stays a while, so that activities can be read.
 */
const apiKeys = new Entity(
  {
    model: model('api-key'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      keyId: { type: CustomAttributeType<KeyId>('string'), required: true },
      name: { type: 'string', required: true },
      permissions: { type: CustomAttributeType<readonly Permission[]>('any'), required: true },
      state: { type: ['active', 'revoked'] as const, required: true },
      current: { type: CustomAttributeType<KeyLife['current']>('any'), required: true },
      previous: { type: CustomAttributeType<KeyLife['previous']>('any') },
      expiresAt: { type: 'string', required: true },
      revokedAt: { type: optionalText },
      /** The hour in which it was last used, bookkeeping that does not move the version. */
      lastUsedAt: { type: 'string' },
      /** Who made it, and the organization of the profile they did it with: their own, or one above. */
      maker: { type: CustomAttributeType<Maker>('any'), required: true },
      /** `{organization}#{profile}` of the maker, by which their keys are found. */
      makerKey: { type: 'string', required: true },
      /** Since when it is known that its maker could not make it any more; it does not move the version. */
      orphanedAt: { type: 'string' },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
      summary: { type: CustomAttributeType<Record<string, never>>('any'), required: true },
      /** Seconds since 1970; once it is revoked. */
      ttl: { type: 'number' },
    },
    indexes: {
      byId: primary(['${organizationId}#api-keys', ['organizationId']], ['${keyId}', ['keyId']]),
      byMaker: index(1, ['${makerKey}#made-keys', ['makerKey']], ['${keyId}', ['keyId']]),
    },
  },
  { table: tableName(), client: documents },
)

/** Who made a key. */
export type Maker = {
  readonly identityId: IdentityId
  readonly organizationId: OrganizationId
  readonly profileId: ProfileId
}
/** An API key as it is stored. */
export type ApiKeyRecord = Omit<EntityItem<typeof apiKeys>, 'summary' | 'makerKey' | 'ttl'>
/** Where an API key stands. */
export type ApiKeyKey = { readonly organizationId: OrganizationId; readonly keyId: KeyId }

/** The raw key of an API key, for a BatchGet over several entities; `parseApiKey` reads what comes back. */
export const apiKeyKey = (key: ApiKeyKey) => keyOf(apiKeys.schema.indexes.byId, key)
/** Reads an API key that came back for `apiKeyKey`. */
export const parseApiKey = (item: Record<string, unknown> | undefined) => recordIn<ApiKeyRecord>(apiKeys, item)

/** Reads one API key of an organization, strongly; one that was revoked is still there. */
export async function getApiKey(key: ApiKeyKey): Promise<ApiKeyRecord | undefined> {
  const { data } = await apiKeys.get(key).go({ consistent: true })
  return data ?? undefined
}

/** One page of an organization's API keys, in the order in which they were made, strongly. */
export async function pageOfApiKeys(
  organizationId: OrganizationId,
  { limit, after }: { readonly limit: number; readonly after: KeyId | undefined },
): Promise<{ readonly items: readonly ApiKeyRecord[]; readonly next: KeyId | undefined }> {
  const query = apiKeys.query.byId({ organizationId })
  const { data } = await (after ? query.gt({ keyId: after }) : query).go({ consistent: true, limit: limit + 1 })
  const items = data.slice(0, limit)
  return { items, next: data.length > limit ? items.at(-1)?.keyId : undefined }
}

/** Every API key of an organization, strongly; of those that were revoked, the ones that are not forgotten yet. */
export async function allApiKeys(organizationId: OrganizationId): Promise<readonly ApiKeyRecord[]> {
  const { data } = await apiKeys.query.byId({ organizationId }).go({ consistent: true, pages: 'all' })
  return data
}

/** Every API key that somebody has made with a profile of theirs, in whichever organization; a moment late, and then read strongly. */
export async function apiKeysMadeBy({
  organizationId,
  profileId,
}: Omit<Maker, 'identityId'>): Promise<readonly ApiKeyRecord[]> {
  const { data } = await apiKeys.query
    .byMaker({ makerKey: makerKeyOf({ organizationId, profileId }) })
    .go({ pages: 'all', hydrate: true, consistent: false })
  return data
}

const makerKeyOf = ({ organizationId, profileId }: Omit<Maker, 'identityId'>): string =>
  `${organizationId}#${profileId}`

/** Notes that whoever made a key could not make it any more, once, while it is not revoked. */
export const orphanApiKey = (key: ApiKeyKey, orphanedAt: string): Write =>
  update(
    apiKeys
      .patch(key)
      .set({ orphanedAt })
      .where(
        (attribute, { eq, notExists }) => `${eq(attribute.state, 'active')} AND ${notExists(attribute.orphanedAt)}`,
      )
      .params(),
  )

/** Takes that back once they could again: bookkeeping, harmless where it is back already. */
export async function adoptApiKey(key: ApiKeyRecord): Promise<void> {
  if (key.orphanedAt === undefined) return
  try {
    await apiKeys
      .patch(key)
      .remove(['orphanedAt'])
      .where((attribute, { eq }) => eq(attribute.orphanedAt, key.orphanedAt))
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}

/** What the evaluator wants to know of a key: its permissions, until it expires; nothing once it is revoked. */
export const accessOfKey = ({ keyId, permissions, state, expiresAt }: ApiKeyRecord): AccessRecord => ({
  status: state === 'active' ? 'active' : 'deactivated',
  permissionGroups: {},
  groups: {},
  key: { keyId, permissions, validUntil: expiresAt },
})

/** Makes an API key; its id has never been used. */
export function createApiKey(record: ApiKeyRecord): Write {
  return put(
    apiKeys
      .put(stored({ ...record, makerKey: makerKeyOf(record.maker), summary: {} }))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )
}

/** Gives it another secret and another end, as it was read. Fails as `moved` when it was rotated or revoked since. */
export function rotateApiKey(before: ApiKeyRecord, after: ApiKeyRecord): Write {
  const { current, previous, expiresAt, updatedAt } = after
  return update(
    apiKeys
      .patch(before)
      .set(stored({ current, previous, expiresAt, updatedAt, version: before.version + 1 }))
      .where(({ version, state }, { eq }) => `${eq(version, before.version)} AND ${eq(state, 'active')}`)
      .params(),
  )
}

/** Ends it for good, from the next request on, as it was read; it is forgotten at `ttl` (seconds since 1970). */
export function revokeApiKey(before: ApiKeyRecord, revokedAt: string, ttl: number): Write {
  return update(
    apiKeys
      .patch(before)
      .set({ state: 'revoked', revokedAt, updatedAt: revokedAt, version: before.version + 1, ttl })
      .where(({ version, state }, { eq }) => `${eq(version, before.version)} AND ${eq(state, 'active')}`)
      .params(),
  )
}

/** Holds while a key may do what it could when it was read: what a decision about granting was based on has not changed (I10). */
export const whileApiKey = (key: ApiKeyRecord): Write =>
  check(
    apiKeys
      .delete(key)
      .where(({ state, expiresAt }, { eq }) => `${eq(state, 'active')} AND ${eq(expiresAt, key.expiresAt)}`)
      .params(),
  )

/**
 * Notes in which hour a key was last used: bookkeeping, written by the first request of each hour and by no other. Answers whether this was the
 * one.
 */
export async function noteUse(key: ApiKeyRecord, now: string): Promise<boolean> {
  const hour = `${now.slice(0, 13)}:00:00.000Z`
  if (key.lastUsedAt !== undefined && key.lastUsedAt >= hour) return false
  try {
    await apiKeys
      .patch(key)
      .set({ lastUsedAt: hour })
      .where(({ lastUsedAt }, { notExists, lt }) => `(${notExists(lastUsedAt)} OR ${lt(lastUsedAt, hour)})`)
      .go()
    return true
  } catch (error) {
    if (isConditionFailed(error)) return false
    throw error
  }
}
