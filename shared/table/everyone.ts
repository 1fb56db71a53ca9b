import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { id, type OrganizationId, type ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { type ProfileRecord, parseProfile } from './profile.ts'
import { tableName } from './schema.ts'

/** One page of whole profiles in the order of their ids, strongly, for what concerns everyone; one Query. It may be short. */
export async function pageOfProfiles(of: {
  readonly organizationId: OrganizationId
  readonly limit: number
  readonly after: ProfileId | undefined
}): Promise<{ readonly items: readonly ProfileRecord[]; readonly next: ProfileId | undefined }> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :organization AND begins_with(sk, :profiles)',
      ExpressionAttributeValues: { ':organization': of.organizationId, ':profiles': 'profile#' },
      ConsistentRead: true,
      Limit: of.limit,
      ExclusiveStartKey: of.after && { pk: of.organizationId, sk: `profile#${of.after}` },
    }),
  )
  const last: unknown = LastEvaluatedKey?.sk
  return {
    items: Items.flatMap((item) => parseProfile(item) ?? []),
    next: typeof last === 'string' ? id('profile', last.slice('profile#'.length)) : undefined,
  }
}

/** As many people as are looked at together. */
const peopleAPage = 100

/** Everyone an organization knows, a page after the other. */
export async function* everyoneInPages(organizationId: OrganizationId): AsyncGenerator<readonly ProfileRecord[]> {
  let after: ProfileId | undefined
  do {
    const { items, next } = await pageOfProfiles({ organizationId, limit: peopleAPage, after })
    yield items
    after = next
  } while (after)
}
