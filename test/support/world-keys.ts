import { randomUUID } from 'node:crypto'
import { whyNoKeyHolds } from '../../shared/domain/api-key.ts'
import { type OrganizationKind, type Permission, permissions } from '../../shared/domain/catalog.ts'
import { id, type OrganizationId } from '../../shared/domain/ids.ts'
import { newKeyText } from '../../shared/frame/api-key-text.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { type ApiKeyRecord, createApiKey } from '../../shared/table/api-key.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { commit } from '../../shared/table/transaction.ts'
import { noteSecret } from './cloud-services-secrets.ts'
import type { Person } from './world-people.ts'

/** An API key of the world, with its text. */
export type MadeKey = { readonly record: ApiKeyRecord; readonly text: string }

/** A name that no key has. */
export const freshKeyName = (): string => `Ticket system ${randomUUID()}`

/** Everything that a key may hold in an organization of that kind. */
export const everyPermissionOfKeys = (kind: OrganizationKind): readonly Permission[] =>
  permissions.map((permission) => permission.id).filter((permission) => whyNoKeyHolds(permission, kind) === undefined)

/** A key of an organization, made by somebody of it; it may see what anyone may do, and it works for 30 days, unless `more` says otherwise. */
export async function freshKey(
  { organizationId, owner }: { readonly organizationId: OrganizationId; readonly owner: Person },
  more: Partial<ApiKeyRecord> = {},
): Promise<MadeKey> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const keyId = newId('key')
  const { text, secretHash } = newKeyText({ organizationId, keyId })
  const record: ApiKeyRecord = {
    organizationId,
    keyId,
    name: freshKeyName(),
    permissions: ['access:read'],
    state: 'active',
    current: { hash: secretHash, since: now },
    expiresAt: new Date(Date.parse(now) + 30 * 24 * 3600 * 1000).toISOString(),
    maker: {
      identityId: id('identity', owner.identityId),
      organizationId: owner.organizationId,
      profileId: owner.profileId,
    },
    createdAt: now,
    updatedAt: now,
    version: 1,
    ...more,
  }
  const named = takeName({ organizationId, kind: 'api-key', definitionId: keyId, name: record.name })
  await commit([...named, createApiKey(record)], newId('activity'))
  noteSecret('API key', text.slice(-43))
  return { record, text: noteSecret('API key', text) }
}

/**
 * Whether a write is the one that a denied call of a key may come to: the hour of its last use. What the item's own key is made of says the
 * same as before.
 */
export const isNoteOfUse = ({ input }: { readonly input: object }): boolean => {
  const { Key, UpdateExpression = '', ConditionExpression } = Object(input)
  const changed = [...UpdateExpression.matchAll(/#(\w+) = /g)].map(([, name]) => name)
  const ofItsKey = ['organizationId', 'keyId', '__edb_e__', '__edb_v__']
  return (
    String(Key?.pk).endsWith('#api-keys') &&
    /^SET [^A-Z]*$/.test(UpdateExpression.replaceAll(/lastUsedAt|organizationId|keyId/g, '')) &&
    changed.filter((name) => !ofItsKey.includes(name)).join() === 'lastUsedAt' &&
    ConditionExpression.includes('attribute_exists(#pk)')
  )
}
