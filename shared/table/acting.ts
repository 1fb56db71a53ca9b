import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { decodeTime } from 'ulid'
import { type ActivityId, id, type OrganizationId, type ProfileId } from '../domain/ids.ts'
import type { ActivityRecord } from './activity.ts'
import { documents } from './client.ts'
import type { PersonKey } from './people.ts'
import { tableName } from './schema.ts'

/** Somebody of another organization who did something in this one, and when they last did (A12). */
export type Act = { readonly by: PersonKey; readonly at: string }

/** So many activities are looked at for it. */
const mostLookedAt = 200

/**
 * Who has lately acted for an organization, the latest first; `lookedBackTo` says how far it was looked back, null for all the way.
 * One Query.
 */
export async function lookBackForActing(
  organizationId: OrganizationId,
): Promise<{ readonly acts: readonly Act[]; readonly lookedBackTo: string | null }> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :partition',
      FilterExpression: 'attribute_exists(summary.actingFor)',
      ExpressionAttributeValues: { ':partition': `${organizationId}#activities` },
      ScanIndexForward: false,
      Limit: mostLookedAt,
    }),
  )
  const latest = new Map<ProfileId, Act>()
  for (const item of Items) {
    const { actorProfile: profileId, actingFor, at } = item.summary as ActivityRecord
    if (profileId && actingFor && !latest.has(profileId))
      latest.set(profileId, { by: { organizationId: actingFor, profileId }, at })
  }
  const last: unknown = LastEvaluatedKey?.sk
  return {
    acts: [...latest.values()],
    lookedBackTo: typeof last === 'string' ? timeOf(id('activity', last)) : null,
  }
}

/** An activity's id begins with the moment at which it was minted. */
const timeOf = (activityId: ActivityId): string =>
  new Date(decodeTime(activityId.slice('act_'.length).toUpperCase())).toISOString()
