import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity } from 'electrodb'
import { type GroupId, id, type OrganizationId, type ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { model, primary, tableName } from './schema.ts'
import { put, remove, type Write } from './transaction.ts'

/** The other direction of group access: who has something of their own in a group. The profile is the authority; this is its copy. */
const groupMembers = new Entity(
  {
    model: model('group-member'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      groupId: { type: CustomAttributeType<GroupId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
    },
    indexes: {
      ofGroup: primary(
        ['${organizationId}#${groupId}', ['organizationId', 'groupId']],
        ['${profileId}', ['profileId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

type GroupMemberKey = {
  readonly organizationId: OrganizationId
  readonly groupId: GroupId
  readonly profileId: ProfileId
}

/** Enters a profile in a group. Harmless when it is there already, since the profile's version decides; what it has there, it says itself. */
export const enterGroupMember = ({ organizationId, groupId, profileId }: GroupMemberKey): Write =>
  put(groupMembers.put({ organizationId, groupId, profileId }).params())

/** Takes a profile out of a group; the profile's version decides whether it was in it. */
export const leaveGroupMember = (member: GroupMemberKey): Write => remove(groupMembers.delete(member).params())

/** One page of who has something in a group, in the order of their ids, strongly; one Query. Their profiles say what it is. */
export async function pageOfGroupMembers(of: {
  readonly organizationId: OrganizationId
  readonly groupId: GroupId
  readonly limit: number
  readonly after: ProfileId | undefined
}): Promise<{ readonly items: readonly ProfileId[]; readonly next: ProfileId | undefined }> {
  const partition = `${of.organizationId}#${of.groupId}`
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
