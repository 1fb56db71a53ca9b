import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { OrganizationId, RoleId } from '../domain/ids.ts'
import { documents } from './client.ts'
import type { ProfileRecord, ProfileSummary } from './profile.ts'
import { tableName } from './schema.ts'

/** A page of profiles as a list shows them, each with its place in the list. */
export type ProfilePage = {
  readonly items: readonly { readonly position: string; readonly profile: ProfileSummary }[]
  readonly next: string | undefined
}

/** One page by name, of all profiles or of those in one status; one Query, eventually consistent. */
export function listProfiles(of: {
  readonly organizationId: OrganizationId
  readonly status: ProfileRecord['status'] | undefined
  readonly limit: number
  /** The position of the last one before; it bears their id. */
  readonly after: string | undefined
}): Promise<ProfilePage> {
  const { organizationId, status, limit, after } = of
  return status === undefined
    ? page(organizationId, 1, `${organizationId}#profiles`, limit, after)
    : page(organizationId, 2, `${organizationId}#profiles#${status}`, limit, after)
}

/** The first profiles with that default role, by name, whatever their status; one Query, eventually consistent. */
export async function listByDefaultRole(
  organizationId: OrganizationId,
  defaultRoleId: RoleId,
  limit: number,
): Promise<ProfileSummary[]> {
  const { items } = await page(organizationId, 3, `${organizationId}#profiles#${defaultRoleId}`, limit, undefined)
  return items.map(({ profile }) => profile)
}

/** One page by name of the profiles with that default role, whatever their status; one Query, eventually consistent. */
export const pageByDefaultRole = (of: {
  readonly organizationId: OrganizationId
  readonly roleId: RoleId
  readonly limit: number
  readonly after: string | undefined
}): Promise<ProfilePage> => page(of.organizationId, 3, `${of.organizationId}#profiles#${of.roleId}`, of.limit, of.after)

async function page(
  organizationId: OrganizationId,
  index: 1 | 2 | 3,
  partition: string,
  limit: number,
  after: string | undefined,
): Promise<ProfilePage> {
  const [pk, sk] = [`gsi${index}pk`, `gsi${index}sk`]
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: `gsi${index}`,
      KeyConditionExpression: `${pk} = :partition`,
      ExpressionAttributeValues: { ':partition': partition },
      Limit: limit,
      ExclusiveStartKey:
        after === undefined
          ? undefined
          : {
              pk: organizationId,
              sk: `profile#${after.slice(after.lastIndexOf('#') + 1)}`,
              [pk]: partition,
              [sk]: after,
            },
    }),
  )
  const last: unknown = LastEvaluatedKey?.[sk]
  return {
    items: Items.map((item) => ({ position: String(item[sk]), profile: item.summary as ProfileSummary })),
    next: typeof last === 'string' ? last : undefined,
  }
}
