import { CustomAttributeType, Entity } from 'electrodb'
import { activityRetentionDays, contractRetentionDays, endOfRetention } from '../domain/activity-retention.ts'
import type { ActivityAction, ApplicationRole } from '../domain/catalog.ts'
import type { ActivityId, ContractId, OrganizationId, Principal, ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import type { OrganizationRecord } from './organization.ts'
import type { ProfileRecord } from './profile.ts'
import { index, model, primary, tableName } from './schema.ts'
import { seal, unseal } from './seal.ts'
import { put, type Write } from './transaction.ts'

/** From where something was done. */
export type Origin = {
  readonly requestId: string
  readonly ipAddress: string | undefined
  readonly userAgent: string | undefined
}

/** One thing that happened: it is told to the whole deployment from here, and is never changed. It holds no personal value in clear. */
export type ActivityRecord = {
  readonly activityId: ActivityId
  readonly organizationId: OrganizationId
  readonly action: ActivityAction
  readonly at: string
  readonly actor: Principal
  /** The profile they acted with: one of `actingFor` where that is named, else of this organization. */
  readonly actorProfile: ProfileId | undefined
  /** The organization whose staff acted, where it was not this organization itself (A12). */
  readonly actingFor: OrganizationId | undefined
  /** The profile it was done to, where it was done to a person. */
  readonly subject: ProfileId | undefined
  /** Ids, numbers and words of the catalog that say what else is concerned; never a value a person typed. */
  readonly about: Readonly<Record<string, string | number>>
  readonly changedFields: readonly string[]
  /** The application roles the subject held before and after, where they differ: connected applications follow them (T9). */
  readonly applicationRoles?: ApplicationRolesChanged | undefined
  /** The values before and after, sealed with the subject's key. */
  readonly sealedValues: string | undefined
  readonly origin: Origin
}

/** What connected applications are told of somebody's access. */
export type ApplicationRolesChanged = {
  readonly before: readonly ApplicationRole[]
  readonly after: readonly ApplicationRole[]
}

/** Everything of an activity stands in its `summary`, so that all its lists are one Query. */
const activities = new Entity(
  {
    model: model('activity'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      activityId: { type: CustomAttributeType<ActivityId>('string'), required: true },
      subjectId: { type: 'string', required: true },
      /** A profile for the organization's own people, whose sign-in may change; else the principal. */
      actorId: { type: CustomAttributeType<ProfileId | Principal>('string'), required: true },
      action: { type: CustomAttributeType<ActivityAction>('string'), required: true },
      summary: { type: CustomAttributeType<ActivityRecord>('any'), required: true },
      /** Seconds since 1970: the end of its retention (V5). */
      ttl: { type: 'number', required: true },
    },
    indexes: {
      byOrganization: primary(['${organizationId}#activities', ['organizationId']], ['${activityId}', ['activityId']]),
      bySubject: index(
        1,
        ['${organizationId}#subject#${subjectId}', ['organizationId', 'subjectId']],
        ['${activityId}', ['activityId']],
      ),
      byActor: index(
        2,
        ['${organizationId}#actor#${actorId}', ['organizationId', 'actorId']],
        ['${activityId}', ['activityId']],
      ),
      byAction: index(
        3,
        ['${organizationId}#action#${action}', ['organizationId', 'action']],
        ['${activityId}', ['activityId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** Who does something, as an activity remembers it. Every caller of an operation is one. */
export type Doer = {
  readonly principal: Principal
  /** The profile they act with: their own in the organization, or the one they act from (A12). */
  readonly profile?: { readonly organizationId: OrganizationId; readonly profileId: ProfileId } | undefined
  readonly actingFor?: OrganizationId | undefined
  /** The organization in which they act. What they do there is kept for as long as it says (V5), elsewhere for the usual time. */
  readonly organization?: Pick<OrganizationRecord, 'organizationId' | 'activityRetentionDays'> | undefined
  readonly origin: Origin
}

/** The values of a person that changed, to be sealed with that person's key. */
export type PersonalValues = {
  readonly profile: Pick<ProfileRecord, 'sealKey'>
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

/** The activity that belongs into a transaction: what happened, to whom, by whom. */
export function recordActivity(activity: {
  readonly activityId: ActivityId
  readonly organizationId: OrganizationId
  readonly action: ActivityAction
  readonly at: string
  readonly by: Doer
  readonly subject?: ProfileId
  /** The contract whose history it is part of: it is listed under that, where no person is its subject, and kept for as long as any may be. */
  readonly contract?: ContractId
  readonly about?: ActivityRecord['about']
  readonly values?: PersonalValues
  readonly applicationRoles?: ApplicationRolesChanged
}): Write {
  const {
    activityId,
    organizationId,
    action,
    at,
    by,
    subject,
    contract,
    about = {},
    values,
    applicationRoles,
  } = activity
  const { before = {}, after = {} } = values ?? {}
  const changedFields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => before[field] !== after[field])
    .sort()
  const summary: ActivityRecord = {
    activityId,
    organizationId,
    action,
    at,
    actor: by.principal,
    actorProfile: by.profile?.organizationId === (by.actingFor ?? organizationId) ? by.profile.profileId : undefined,
    actingFor: by.actingFor,
    subject,
    about,
    changedFields,
    applicationRoles,
    sealedValues:
      values &&
      seal(
        { before: only(changedFields, before), after: only(changedFields, after) },
        values.profile.sealKey,
        activityId,
      ),
    origin: by.origin,
  }
  return put(
    activities
      .put({
        organizationId,
        activityId,
        subjectId: subject ?? contract ?? organizationId,
        actorId: actorIdOf(summary),
        action,
        summary,
        ttl: endOfRetention(at, contract ? contractRetentionDays : retentionDays(organizationId, by)),
      })
      .where((attribute, { notExists }) => notExists(attribute.action))
      .params(),
  )
}

/** Under whom an activity is listed in its organization: the profile of one of its own people, else the principal. */
export const actorIdOf = ({ actor, actorProfile, actingFor }: ActorOf): ProfileId | Principal =>
  actingFor === undefined && actorProfile !== undefined ? actorProfile : actor
type ActorOf = Pick<ActivityRecord, 'actor' | 'actorProfile' | 'actingFor'>

/** What the organization says at that moment; a new one says nothing else than the usual. */
const retentionDays = (organizationId: OrganizationId, { organization }: Doer): number =>
  organization?.organizationId === organizationId ? organization.activityRetentionDays : activityRetentionDays.usual

const only = (fields: readonly string[], values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(fields.filter((field) => values[field] !== undefined).map((field) => [field, values[field]]))

/** Reads one activity, strongly. */
export async function getActivity(key: {
  readonly organizationId: OrganizationId
  readonly activityId: ActivityId
}): Promise<ActivityRecord | undefined> {
  const { data } = await activities.get(key).go({ consistent: true })
  return data?.summary
}

/** A person's values before and after an activity, opened with their key; none where none were sealed. Throws with another's key. */
export function valuesOf(
  { activityId, sealedValues }: Pick<ActivityRecord, 'activityId' | 'sealedValues'>,
  sealKey: string,
): { readonly before: Readonly<Record<string, string>>; readonly after: Readonly<Record<string, string>> } {
  if (sealedValues === undefined) return { before: {}, after: {} }
  // As `recordActivity` sealed them: texts under the names of their fields.
  return unseal(sealedValues, sealKey, activityId) as ReturnType<typeof valuesOf>
}
