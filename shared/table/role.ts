import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { Permission, RoleLevel } from '../domain/catalog.ts'
import type { OrganizationId, RoleId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { keyOf, model, primary, recordIn, stored, tableName } from './schema.ts'
import { check, put, remove, update, type Write } from './transaction.ts'

/** A custom role of an organization. One that was removed stays where others may follow it to its replacement. */
const roles = new Entity(
  {
    model: model('role'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      roleId: { type: CustomAttributeType<RoleId>('string'), required: true },
      name: { type: 'string', required: true },
      description: { type: CustomAttributeType<string | undefined>('string') },
      level: { type: CustomAttributeType<RoleLevel>('string'), required: true },
      permissions: { type: CustomAttributeType<readonly Permission[]>('any'), required: true },
      state: { type: ['active', 'removed'] as const, required: true },
      replacedBy: { type: CustomAttributeType<RoleId | undefined>('string') },
      /** How many hold it, as their default role or in groups, drafts' intentions aside. It does not move the version. */
      holders: { type: 'number', required: true },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['role#${roleId}', ['roleId']]),
    },
  },
  { table: tableName(), client: documents },
)

/** A custom role as it is stored. */
export type RoleRecord = EntityItem<typeof roles>
export type RoleKey = { readonly organizationId: OrganizationId; readonly roleId: RoleId }

/** Reads one custom role of an organization, strongly; one that was replaced is still there. */
export async function getRole(key: RoleKey): Promise<RoleRecord | undefined> {
  const { data } = await roles.get(key).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of a role, for a BatchGet over several entities; `parseRole` reads what comes back. */
export const roleKey = (key: RoleKey) => keyOf(roles.schema.indexes.byId, key)
/** Reads a role that came back for `roleKey`. */
export const parseRole = (item: Record<string, unknown> | undefined) => recordIn<RoleRecord>(roles, item)

/** Every custom role of an organization, strongly, those included that were replaced; one Query for each 1 MB of about 1 KB each. */
export async function listRoles(organizationId: OrganizationId): Promise<RoleRecord[]> {
  const found: RoleRecord[] = []
  let after: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName(),
        KeyConditionExpression: 'pk = :organization AND begins_with(sk, :roles)',
        ExpressionAttributeValues: { ':organization': organizationId, ':roles': 'role#' },
        ConsistentRead: true,
        ExclusiveStartKey: after,
      }),
    )
    found.push(...Items.flatMap((item) => parseRole(item) ?? []))
    after = LastEvaluatedKey
  } while (after)
  return found
}

/** Creates a role; its id has never been used. */
export function createRole(role: RoleRecord): Write {
  return put(
    roles
      .put(stored(role))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )
}

/**
 * Counts people among the holders of a role, or out of them where `by` is negative, on condition that it has not been removed: nobody is given
 * what is going, and the count says whether it is in use (A10).
 */
export function countHolders(key: RoleKey, by: number): Write {
  return update(
    roles
      .patch(key)
      .add({ holders: by })
      .where(({ state }, { eq, exists }) => (by > 0 ? eq(state, 'active') : exists(state)))
      .params(),
  )
}

/** Changes what a role is, as it was read; it leaves alone how many hold it. Fails as `moved` when it changed since. */
export function changeRole(before: RoleRecord, after: RoleRecord): Write {
  const { name, description, permissions, updatedAt } = after
  const patch = roles.patch(before)
  return update(
    (description === undefined ? patch.remove(['description']) : patch.set({ description }))
      .set({ name, permissions, updatedAt, version: before.version + 1 })
      .where(({ version, state }, { eq }) => `${eq(version, before.version)} AND ${eq(state, 'active')}`)
      .params(),
  )
}

/** Removes a role that nobody holds (A10). Fails as `moved` when somebody does, or when it changed since it was read. */
export function removeRole(before: RoleRecord): Write {
  return remove(
    roles
      .delete(before)
      .where(
        ({ version, state, holders }, { eq }) =>
          `${eq(version, before.version)} AND ${eq(state, 'active')} AND ${eq(holders, 0)}`,
      )
      .params(),
  )
}

/** Removes a role in favour of another, which its holders hold from that moment on: the evaluator follows. */
export function replaceRole(before: RoleRecord, replacedBy: RoleId, updatedAt: string): Write {
  return update(
    roles
      .patch(before)
      .set({ state: 'removed', replacedBy, updatedAt, version: before.version + 1 })
      .where(({ version, state }, { eq }) => `${eq(version, before.version)} AND ${eq(state, 'active')}`)
      .params(),
  )
}

/** Holds while a role has not been removed. */
export const whileRole = (key: RoleKey): Write =>
  check(
    roles
      .delete(key)
      .where(({ state }, { eq }) => eq(state, 'active'))
      .params(),
  )

/** Forgets a role that was replaced, once nobody holds it any more: bookkeeping, which is harmless where it is gone already. */
export async function dropRole(role: RoleKey): Promise<void> {
  try {
    await roles
      .delete(role)
      .where(({ state, holders }, { eq }) => `${eq(state, 'removed')} AND ${eq(holders, 0)}`)
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}
