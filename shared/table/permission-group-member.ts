import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity } from 'electrodb'
import type { Validity } from '../domain/evaluator.ts'
import { id, type OrganizationId, type PermissionGroupId, type ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { model, primary, tableName } from './schema.ts'
import { put, remove, type Write } from './transaction.ts'

/** The other direction of a membership: who is in a permission group. The profile is the authority; this is its copy. */
const members = new Entity(
  {
    model: model('permission-group-member'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      permissionGroupId: { type: CustomAttributeType<PermissionGroupId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      validity: { type: CustomAttributeType<Validity>('any'), required: true },
    },
    indexes: {
      ofGroup: primary(
        ['${organizationId}#${permissionGroupId}', ['organizationId', 'permissionGroupId']],
        ['${profileId}', ['profileId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** The first members of a group, dated ones included, eventually; what they hold is said by their profiles. */
export async function listMembers(
  organizationId: OrganizationId,
  permissionGroupId: PermissionGroupId,
  limit: number,
): Promise<ProfileId[]> {
  const { data } = await members.query.ofGroup({ organizationId, permissionGroupId }).go({ limit })
  return data.map(({ profileId }) => profileId)
}

/** Enters a profile among the members of a group. Harmless when it is there already, since the profile's version decides. */
export function enterMember(member: {
  readonly organizationId: OrganizationId
  readonly permissionGroupId: PermissionGroupId
  readonly profileId: ProfileId
  readonly validity: Validity
}): Write {
  return put(members.put(member).params())
}

/** Takes a profile out of the members of a group; the profile's version decides whether it was in it. */
export function leaveMember(member: {
  readonly organizationId: OrganizationId
  readonly permissionGroupId: PermissionGroupId
  readonly profileId: ProfileId
}): Write {
  return remove(members.delete(member).params())
}

/** One page of who is in a group, in the order of their ids, strongly; one Query. Their profiles say whether they still are. */
export async function pageOfMembers(of: {
  readonly organizationId: OrganizationId
  readonly permissionGroupId: PermissionGroupId
  readonly limit: number
  readonly after: ProfileId | undefined
}): Promise<{ readonly items: readonly ProfileId[]; readonly next: ProfileId | undefined }> {
  const partition = `${of.organizationId}#${of.permissionGroupId}`
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': partition },
      ConsistentRead: true,
      Limit: of.limit,
      ExclusiveStartKey: of.after && { pk: partition, sk: of.after },
    }),
  )
  const last: unknown = LastEvaluatedKey?.sk
  return {
    items: Items.map((item) => id('profile', String(item.sk))),
    next: typeof last === 'string' ? id('profile', last) : undefined,
  }
}

/** Everyone who is in a group, strongly: a page of at most 1 MB after the other. */
export async function everyMember(of: {
  readonly organizationId: OrganizationId
  readonly permissionGroupId: PermissionGroupId
}): Promise<readonly ProfileId[]> {
  const found: ProfileId[] = []
  let after: ProfileId | undefined
  do {
    const { items, next } = await pageOfMembers({ ...of, limit: 5000, after })
    found.push(...items)
    after = next
  } while (after)
  return found
}
