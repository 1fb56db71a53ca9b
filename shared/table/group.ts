import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import { type GroupId, isId, type OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, recordIn, stored, tableName } from './schema.ts'
import { put, remove, update, type Write } from './transaction.ts'

/** A group: a named set of the organization's resources, to which access is given. The resources are known by the applications. */
const groups = new Entity(
  {
    model: model('group'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      groupId: { type: CustomAttributeType<GroupId>('string'), required: true },
      name: { type: 'string', required: true },
      description: { type: CustomAttributeType<string | undefined>('string') },
      /** `ends`: it is being removed, and access to it is being withdrawn; nobody is given any. */
      state: { type: ['active', 'ends'] as const, required: true },
      /** How many have something of their own in it: access by hand, or a group role. It does not move the version. */
      members: { type: 'number', required: true },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['group#${groupId}', ['groupId']]),
    },
  },
  { table: tableName(), client: documents },
)

/** A group as it is stored. */
export type GroupRecord = EntityItem<typeof groups>
export type GroupKey = { readonly organizationId: OrganizationId; readonly groupId: GroupId }

/** Reads one group, strongly; one that is being removed is still there. */
export async function getGroup(key: GroupKey): Promise<GroupRecord | undefined> {
  const { data } = await groups.get(key).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of a group, for a BatchGet over several entities; `parseGroup` reads what comes back. */
export const groupKey = (key: GroupKey) => keyOf(groups.schema.indexes.byId, key)
/** Reads a group that came back for `groupKey`. */
export const parseGroup = (item: Record<string, unknown> | undefined) => recordIn<GroupRecord>(groups, item)

/** One page of an organization's groups in the order of their ids, which is that of their making, strongly; one Query. */
export async function pageOfGroups(of: {
  readonly organizationId: OrganizationId
  readonly limit: number
  readonly after: GroupId | undefined
}): Promise<{ readonly items: readonly GroupRecord[]; readonly next: GroupId | undefined }> {
  const { organizationId, limit, after } = of
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :organization AND begins_with(sk, :groups)',
      ExpressionAttributeValues: { ':organization': organizationId, ':groups': 'group#' },
      ConsistentRead: true,
      Limit: limit,
      ExclusiveStartKey: after && groupKey({ organizationId, groupId: after }),
    }),
  )
  const last: unknown = LastEvaluatedKey?.sk
  const next = typeof last === 'string' ? last.slice('group#'.length) : undefined
  return { items: Items.flatMap((item) => parseGroup(item) ?? []), next: isId('group', next) ? next : undefined }
}

/** Creates a group; its id has never been used. */
export function createGroup(group: GroupRecord): Write {
  return put(
    groups
      .put(stored(group))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )
}

/**
 * Counts people into a group, or out of it where `by` is negative, on condition that it is not being removed: nobody joins what is going, and
 * the count says whether it is in use (A10).
 */
export function countGroupMembers(key: GroupKey, by: number): Write {
  return update(
    groups
      .patch(key)
      .add({ members: by })
      .where(({ state }, { eq, exists }) => (by > 0 ? eq(state, 'active') : exists(state)))
      .params(),
  )
}

/** From now on nobody is given access to a group any more: it is being removed. */
export const endGroup = (before: GroupRecord): Write =>
  update(
    groups
      .patch(before)
      .set({ state: 'ends' })
      .where(({ version }, { eq }) => eq(version, before.version))
      .params(),
  )

/** Changes a group as it was read; it leaves alone how many are in it. Fails as `moved` when it changed since. */
export function changeGroup(before: GroupRecord, after: GroupRecord): Write {
  const { name, description, updatedAt } = after
  const patch = groups.patch(before)
  return update(
    (description === undefined ? patch.remove(['description']) : patch.set({ description }))
      .set({ name, updatedAt, version: before.version + 1 })
      .where(({ version, state }, { eq }) => `${eq(version, before.version)} AND ${eq(state, 'active')}`)
      .params(),
  )
}

/** Removes a group that nobody has anything in (A10). Fails as `moved` when somebody has, or when it changed since it was read. */
export function removeGroup(before: GroupRecord): Write {
  return remove(
    groups
      .delete(before)
      .where(({ version, members }, { eq }) => `${eq(version, before.version)} AND ${eq(members, 0)}`)
      .params(),
  )
}

/** Removes a group that has ended, once access to it was withdrawn from everyone. */
export const removeEndedGroup = (before: GroupRecord): Write =>
  remove(
    groups
      .delete(before)
      .where(({ version }, { eq }) => eq(version, before.version))
      .params(),
  )
