import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { type ActivityAction, activityActions } from '../../shared/domain/catalog.ts'
import { evaluate } from '../../shared/domain/evaluator.ts'
import { keyIdOf } from '../../shared/domain/ids.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import { type ActivityRecord, valuesOf } from '../../shared/table/activity.ts'
import { findKeyNames, findPeople } from '../../shared/table/people.ts'

/** An activity as callers see it. */
export type ActivityReply = ReplyOf<RouteOf<'listActivities'>>['items'][number]

/**
 * Activities as a caller may see them. Names stand in the profiles and are joined here, in one round trip (D11); values are opened
 * with the key of the person they belong to, for those who may see that person's profile anyway, and an organization's own likewise.
 */
export async function activityReplies(
  activities: readonly ActivityRecord[],
  { situation, organization }: Pick<OrganizationCaller, 'situation' | 'organization'>,
  now: string,
): Promise<ActivityReply[]> {
  const [person, keyNames] = await Promise.all([
    findPeople(activities.flatMap((activity) => [actorOf(activity) ?? [], subjectOf(activity) ?? []].flat())),
    findKeyNames(activities.flatMap((activity) => keyOf(activity) ?? [])),
  ])
  const may = (permission: 'profiles:read' | 'organization:read') =>
    evaluate(situation, { permission, at: now }).allowed
  const nameOfActor = (activity: ActivityRecord) => {
    const key = keyOf(activity)
    return key ? keyNames.get(key.keyId) : person(actorOf(activity))?.name
  }
  const [seesPeople, seesOrganization] = [may('profiles:read'), may('organization:read')]
  return activities.map((activity) => {
    const { activityId, action, at, actor, actorProfile, actingFor, subject } = activity
    const changed = person(subjectOf(activity))
    const sealKey = subject ? seesPeople && changed?.sealKey : seesOrganization && organization.sealKey
    return {
      activityId,
      action,
      sentence: sentences.get(action) ?? action,
      at,
      actor,
      actorProfile: (actingFor === undefined && actorProfile) || null,
      actorName: nameOfActor(activity) ?? null,
      actingFor: actingFor ?? null,
      subject: subject ?? null,
      subjectName: changed?.name ?? null,
      about: { ...activity.about },
      changedFields: [...activity.changedFields],
      changes: (sealKey && changesOf(activity, sealKey)) || null,
      applicationRoles: activity.applicationRoles
        ? { before: [...activity.applicationRoles.before], after: [...activity.applicationRoles.after] }
        : null,
      ipAddress: activity.origin.ipAddress ?? null,
    }
  })
}

/** What happened, for people to read. */
const sentences: ReadonlyMap<ActivityAction, string> = new Map(
  activityActions.map(({ id, sentence }) => [id, sentence]),
)

const actorOf = ({ organizationId, actingFor = organizationId, actorProfile: profileId }: ActivityRecord) =>
  profileId && { organizationId: actingFor, profileId }

/** The API key that did it, where one did. */
function keyOf({ organizationId, actor }: ActivityRecord) {
  const keyId = keyIdOf(actor)
  return keyId && { organizationId, keyId }
}

const subjectOf = ({ organizationId, subject: profileId }: ActivityRecord) => profileId && { organizationId, profileId }

function changesOf(activity: ActivityRecord, sealKey: string): ActivityReply['changes'] {
  if (activity.sealedValues === undefined) return null
  const values = valuesOf(activity, sealKey)
  return activity.changedFields.map((field) => ({
    field,
    before: asText(values.before[field]),
    after: asText(values.after[field]),
  }))
}

const asText = (value: unknown): string | null => (value === undefined || value === null ? null : String(value))
