import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ApplicationRole, PortalRole } from '../domain/catalog.ts'
import type { OrganizationId, PermissionGroupId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { model, primary, stored, tableName } from './schema.ts'
import { put, update, type Write } from './transaction.ts'

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
export const permissionGroupKey = (key: PermissionGroupKey) =>
  permissionGroups.get(key).params<{ Key: Record<string, string> }>().Key
/** Reads a permission group that came back for `permissionGroupKey`. */
export const parsePermissionGroup = (item: Record<string, unknown> | undefined): PermissionGroupRecord | undefined =>
  (item && permissionGroups.parse({ Item: item }, { ignoreOwnership: false }).data) ?? undefined

/** Creates a permission group; its id has never been used. */
export function createPermissionGroup(group: PermissionGroupRecord): Write {
  return put(
    permissionGroups
      .put(stored(group))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )
}

/**
 * Counts people into a permission group, or out of it where `by` is negative, on condition that it has not been removed: nobody
 * joins what is going, and the count says whether it is in use (A10).
 */
export function countMembers(key: PermissionGroupKey, by: number): Write {
  return update(
    permissionGroups
      .patch(key)
      .add({ members: by })
      .where(({ state }, { eq, exists }) => (by > 0 ? eq(state, 'active') : exists(state)))
      .params(),
  )
}
