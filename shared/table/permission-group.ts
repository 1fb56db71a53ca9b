import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ApplicationRole, PortalRole } from '../domain/catalog.ts'
import type { OrganizationId, PermissionGroupId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, recordIn, stored, tableName } from './schema.ts'
import { check, put, remove, update, type Write } from './transaction.ts'

/** A permission group that an organization has made. One that was removed stays, since others may follow it to its replacement. */
const permissionGroups = new Entity(
  {
    model: model('permission-group'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      permissionGroupId: { type: CustomAttributeType<PermissionGroupId>('string'), required: true },
      name: { type: 'string', required: true },
      description: { type: CustomAttributeType<string | undefined>('string') },
      portalRoles: { type: CustomAttributeType<readonly PortalRole[]>('any'), required: true },
      applicationRoles: { type: CustomAttributeType<readonly ApplicationRole[]>('any'), required: true },
      state: { type: ['active', 'removed'] as const, required: true },
      replacedBy: { type: CustomAttributeType<PermissionGroupId | undefined>('string') },
      /** How many are in it: drafts' intentions do not count. It does not move the version. */
      members: { type: 'number', required: true },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
    },
    indexes: {
      byId: primary(
        ['${organizationId}', ['organizationId']],
        ['permission-group#${permissionGroupId}', ['permissionGroupId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** A permission group as it is stored. */
export type PermissionGroupRecord = EntityItem<typeof permissionGroups>
export type PermissionGroupKey = {
  readonly organizationId: OrganizationId
  readonly permissionGroupId: PermissionGroupId
}

/** Reads one permission group of an organization's own, strongly; one that was removed is still there. */
export async function getPermissionGroup(key: PermissionGroupKey): Promise<PermissionGroupRecord | undefined> {
  const { data } = await permissionGroups.get(key).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of a permission group, for a BatchGet over several entities; `parsePermissionGroup` reads what comes back. */
export const permissionGroupKey = (key: PermissionGroupKey) => keyOf(permissionGroups.schema.indexes.byId, key)
/** Reads a permission group that came back for `permissionGroupKey`. */
export const parsePermissionGroup = (item: Record<string, unknown> | undefined) =>
  recordIn<PermissionGroupRecord>(permissionGroups, item)

/**
 * Every permission group of an organization's own, strongly, those included that were replaced; one Query for each 1 MB of at most
 * 1 KB each.
 */
export async function listPermissionGroups(organizationId: OrganizationId): Promise<PermissionGroupRecord[]> {
  const found: PermissionGroupRecord[] = []
  let after: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName(),
        KeyConditionExpression: 'pk = :organization AND begins_with(sk, :groups)',
        ExpressionAttributeValues: { ':organization': organizationId, ':groups': 'permission-group#' },
        ConsistentRead: true,
        ExclusiveStartKey: after,
      }),
    )
    found.push(...Items.flatMap((item) => parsePermissionGroup(item) ?? []))
    after = LastEvaluatedKey
  } while (after)
  return found
}

/** Creates a permission group; its id has never been used. */
export function createPermissionGroup(group: PermissionGroupRecord): Write {
  return put(
    permissionGroups
      .put(stored(group))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )
}

/** The version of a permission group on which its members are chosen anew, and whether this is the last part of it, which moves it. */
export type Chosen = { readonly version: number; readonly last: boolean }

/**
 * Counts people into a permission group, or out of it where `by` is negative, on condition that it has not been removed: nobody
 * joins what is going, and the count says whether it is in use (A10). Where all its members are chosen anew, on condition of the
 * version on which they are.
 */
export function countMembers(key: PermissionGroupKey, by: number, chosen?: Chosen): Write {
  const patch = permissionGroups.patch(key).add({ members: by })
  return update(
    (chosen?.last ? patch.set({ version: chosen.version + 1 }) : patch)
      .where(({ state, version }, { eq, exists }) => {
        const there = by > 0 ? eq(state, 'active') : exists(state)
        return chosen ? `${there} AND ${eq(version, chosen.version)}` : there
      })
      .params(),
  )
}

/** Changes what a permission group is, as it was read; it leaves alone how many are in it. Fails as `moved` when it changed since. */
export function changePermissionGroup(before: PermissionGroupRecord, after: PermissionGroupRecord): Write {
  const { name, description, portalRoles, applicationRoles, updatedAt } = after
  const patch = permissionGroups.patch(before)
  return update(
    (description === undefined ? patch.remove(['description']) : patch.set({ description }))
      .set({ name, portalRoles, applicationRoles, updatedAt, version: before.version + 1 })
      .where(({ version, state }, { eq }) => `${eq(version, before.version)} AND ${eq(state, 'active')}`)
      .params(),
  )
}

/** Removes a permission group that nobody is in (A10). Fails as `moved` when somebody is, or when it changed since it was read. */
export function removePermissionGroup(before: PermissionGroupRecord): Write {
  return remove(
    permissionGroups
      .delete(before)
      .where(
        ({ version, state, members }, { eq }) =>
          `${eq(version, before.version)} AND ${eq(state, 'active')} AND ${eq(members, 0)}`,
      )
      .params(),
  )
}

/** Removes a permission group in favour of another, which its members are in from that moment on: the evaluator follows. */
export function replacePermissionGroup(
  before: PermissionGroupRecord,
  replacedBy: PermissionGroupId,
  updatedAt: string,
): Write {
  return update(
    permissionGroups
      .patch(before)
      .set({ state: 'removed', replacedBy, updatedAt, version: before.version + 1 })
      .where(({ version, state }, { eq }) => `${eq(version, before.version)} AND ${eq(state, 'active')}`)
      .params(),
  )
}

/** Holds while a permission group has not been removed, and has the version on which something was decided, where one is named. */
export function whilePermissionGroup(key: PermissionGroupKey, decidedOn?: number): Write {
  return check(
    permissionGroups
      .delete(key)
      .where(({ state, version }, { eq }) =>
        decidedOn === undefined ? eq(state, 'active') : `${eq(state, 'active')} AND ${eq(version, decidedOn)}`,
      )
      .params(),
  )
}
