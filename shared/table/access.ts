import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { GroupAccess, RoleGrant, Validity } from '../domain/evaluator.ts'
import type { GroupId, IdentityId, OrganizationId, PermissionGroupId, ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import type { ProfileRecord } from './profile.ts'
import { keyOf, model, primary, recordIn, stored, tableName } from './schema.ts'
import { check, put, remove, update, type Write } from './transaction.ts'

/**
 * What the evaluator wants to know of one person in one organization, in one item: a copy of the profile's grants, written in
 * the same transaction as they are. It exists from acceptance on, so a pending invitee has none.
 */
const accessRecords = new Entity(
  {
    model: model('access'),
    attributes: {
      identityId: { type: CustomAttributeType<IdentityId>('string'), required: true },
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      status: { type: ['active', 'deactivated'] as const, required: true },
      defaultRole: { type: CustomAttributeType<RoleGrant | undefined>('any') },
      permissionGroups: {
        type: CustomAttributeType<Readonly<Record<PermissionGroupId, Validity>>>('any'),
        required: true,
      },
      groups: { type: CustomAttributeType<Readonly<Record<GroupId, GroupAccess>>>('any'), required: true },
      /** Seconds since 1970; an access token issued before is refused in this organization. */
      tokensValidFrom: { type: 'number', required: true },
    },
    indexes: {
      byPrincipal: primary(['${identityId}', ['identityId']], ['access#${organizationId}', ['organizationId']]),
    },
  },
  { table: tableName(), client: documents },
)

/** An access record as it is stored. */
export type AccessItem = EntityItem<typeof accessRecords>

/** The raw key of an access record, for a BatchGet over several entities; `parseAccess` reads what comes back. */
export const accessKey = (identityId: IdentityId, organizationId: OrganizationId) =>
  keyOf(accessRecords.schema.indexes.byPrincipal, { identityId, organizationId })
/** Reads an access record that came back for `accessKey`. */
export const parseAccess = (item: Record<string, unknown> | undefined) => recordIn<AccessItem>(accessRecords, item)

/** The access record that follows from a profile: the one function that makes the copy, so that it can be recomputed. */
export function accessOf(profile: ProfileRecord, identityId: IdentityId, tokensValidFrom: number): AccessItem {
  return {
    identityId,
    organizationId: profile.organizationId,
    profileId: profile.profileId,
    status: profile.status === 'active' && profile.user ? 'active' : 'deactivated',
    defaultRole: profile.defaultRole,
    permissionGroups: profile.permissionGroups,
    groups: profile.groups,
    tokensValidFrom,
  }
}

/** Creates an access record, on condition that the person has none in that organization. */
export function createAccess(record: AccessItem): Write {
  return put(
    accessRecords
      .put(stored(record))
      .where((attribute, { notExists }) => notExists(attribute.status))
      .params(),
  )
}

/**
 * Copies a profile's grants into the access record that the person has already. With `tokensValidFrom` (seconds since 1970), every
 * access token issued before is refused in this organization from then on.
 */
export function updateAccess(profile: ProfileRecord, identityId: IdentityId, tokensValidFrom?: number): Write {
  const { status, permissionGroups, groups, defaultRole } = accessOf(profile, identityId, 0)
  return update({
    TableName: tableName(),
    Key: accessKey(identityId, profile.organizationId),
    UpdateExpression: [
      'SET #status = :status, permissionGroups = :permissionGroups, #groups = :groups',
      ...(defaultRole ? [', defaultRole = :defaultRole'] : []),
      ...(tokensValidFrom === undefined ? [] : [', tokensValidFrom = :tokensValidFrom']),
      ...(defaultRole ? [] : [' REMOVE defaultRole']),
    ].join(''),
    ConditionExpression: 'profileId = :profileId',
    ExpressionAttributeNames: { '#status': 'status', '#groups': 'groups' },
    ExpressionAttributeValues: {
      ':profileId': profile.profileId,
      ':status': status,
      ':permissionGroups': permissionGroups,
      ':groups': groups,
      ...(defaultRole && { ':defaultRole': defaultRole }),
      ...(tokensValidFrom !== undefined && { ':tokensValidFrom': tokensValidFrom }),
    },
  })
}

/**
 * Refuses tokens from before `tokensValidFrom` (seconds since 1970) in an organization, as bookkeeping after an activity that ended
 * them there. Harmless where they end later already, or the person is gone.
 */
export async function raiseTokensValidFrom(record: AccessItem, tokensValidFrom: number): Promise<void> {
  const { identityId, organizationId, profileId } = record
  try {
    await accessRecords
      .patch({ identityId, organizationId })
      .set({ tokensValidFrom })
      .where(
        (attribute, { eq, lt }) =>
          `${eq(attribute.profileId, profileId)} AND ${lt(attribute.tokensValidFrom, tokensValidFrom)}`,
      )
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}

/** Ends somebody's access to an organization for good: their next request finds nothing there. */
export function removeAccess({ organizationId, profileId }: ProfileRecord, identityId: IdentityId): Write {
  return remove(
    accessRecords
      .delete({ identityId, organizationId })
      .where((attribute, { eq }) => eq(attribute.profileId, profileId))
      .params(),
  )
}

/** The person's access records over all organizations (at most `limit`), strongly. */
export async function listAccess(identityId: IdentityId, limit: number): Promise<AccessItem[]> {
  const { data } = await accessRecords.query.byPrincipal({ identityId }).go({ consistent: true, limit })
  return data
}

/** One page of them, in the order of the organizations' ids. */
export async function pageOfAccess(
  identityId: IdentityId,
  { limit, after }: { readonly limit: number; readonly after: OrganizationId | undefined },
): Promise<{ items: AccessItem[]; next: OrganizationId | undefined }> {
  const query = accessRecords.query.byPrincipal({ identityId })
  const { data } = await (after ? query.gt({ organizationId: after }) : query).go({
    consistent: true,
    limit: limit + 1,
  })
  const items = data.slice(0, limit)
  return { items, next: data.length > limit ? items.at(-1)?.organizationId : undefined }
}

/** One access record, strongly. */
export async function getAccess(
  identityId: IdentityId,
  organizationId: OrganizationId,
): Promise<AccessItem | undefined> {
  const { data } = await accessRecords.get({ identityId, organizationId }).go({ consistent: true })
  return data ?? undefined
}

/** Holds while the access record is what was read: what a decision about granting was based on has not changed (I10). */
export function whileAccess(record: AccessItem): Write {
  const { status, permissionGroups, groups, defaultRole } = record
  return check({
    TableName: tableName(),
    Key: accessKey(record.identityId, record.organizationId),
    ConditionExpression: [
      '#status = :status AND permissionGroups = :permissionGroups AND #groups = :groups',
      defaultRole ? 'defaultRole = :defaultRole' : 'attribute_not_exists(defaultRole)',
    ].join(' AND '),
    ExpressionAttributeNames: { '#status': 'status', '#groups': 'groups' },
    ExpressionAttributeValues: {
      ':status': status,
      ':permissionGroups': permissionGroups,
      ':groups': groups,
      ...(defaultRole && { ':defaultRole': defaultRole }),
    },
  })
}
