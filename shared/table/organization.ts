import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import { activityRetentionDays } from '../domain/activity-retention.ts'
import type { ServiceId } from '../domain/catalog.ts'
import type { OrganizationId } from '../domain/ids.ts'
import { type Language, languages } from '../domain/language.ts'
import { sortName } from '../domain/sort-name.ts'
import { documents } from './client.ts'
import { index, model, primary, stored, tableName } from './schema.ts'
import { check, put, update, type Write } from './transaction.ts'

const optionalText = CustomAttributeType<string | undefined>('string')

/** A tenant: the provider, or a customer of the provider or of a reseller. */
const organizations = new Entity(
  {
    model: model('organization'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      kind: { type: ['provider', 'customer'] as const, required: true },
      parentId: { type: CustomAttributeType<OrganizationId | 'none'>('string'), required: true },
      status: { type: ['active', 'suspended', 'removed'] as const, required: true },
      name: { type: 'string', required: true },
      sortName: { type: 'string', required: true },
      legalName: { type: optionalText },
      companyNumber: { type: optionalText },
      country: { type: optionalText },
      address: { type: optionalText },
      language: {
        type: CustomAttributeType<Language>('string'),
        required: true,
        validate: (value: Language) => languages.includes(value),
      },
      timeZone: { type: 'string', required: true },
      externalId: { type: optionalText },
      services: { type: CustomAttributeType<readonly ServiceId[]>('any'), required: true },
      invitationDays: { type: 'number', required: true },
      /** For how many days an activity is kept, counted for what happens from then on (V5). */
      activityRetentionDays: { type: 'number', required: true },
      /** A ULID that moves with every change of a definition or a service; caches of definitions are kept under it. */
      accessVersion: { type: 'string', required: true },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
      summary: { type: CustomAttributeType<Readonly<Record<string, unknown>>>('any'), required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['organization', []]),
      byParent: index(
        1,
        ['${parentId}#customers', ['parentId']],
        ['${sortName}#${organizationId}', ['sortName', 'organizationId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** An organization as it is stored, without what the table derives from it. */
export type OrganizationRecord = Omit<EntityItem<typeof organizations>, 'summary'>

/** Reads one organization, strongly. */
export async function getOrganization(organizationId: OrganizationId): Promise<OrganizationRecord | undefined> {
  const { data } = await organizations.get({ organizationId }).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of an organization, for a BatchGet over several entities; `parseOrganization` reads what comes back. */
export const organizationKey = (organizationId: OrganizationId) =>
  organizations.get({ organizationId }).params<{ Key: Record<string, string> }>().Key
/** Reads an organization that came back for `organizationKey`. */
export const parseOrganization = (item: Record<string, unknown> | undefined): OrganizationRecord | undefined =>
  (item && organizations.parse({ Item: item }).data) ?? undefined

/** Creates an organization; its id has never been used. */
export function createOrganization(organization: OrganizationRecord): Write {
  const { organizationId, name, status, kind } = organization
  const summary = { organizationId, name, status, kind }
  return put(
    organizations
      .put(stored({ ...organization, summary }))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )
}

/**
 * Moves the access version from the one that was read, in the transaction of a changed definition: caches are read again from the
 * next request on, and of two changes of definitions at once one reads and decides again. It leaves `version` alone, so whoever
 * puts the organization whole must hold it to the `accessVersion` that was read as well. `next` is any new ULID.
 */
export function moveAccessVersion(
  { organizationId, accessVersion }: Pick<OrganizationRecord, 'organizationId' | 'accessVersion'>,
  next: string,
): Write {
  return update({
    TableName: tableName(),
    Key: organizationKey(organizationId),
    UpdateExpression: 'SET accessVersion = :next',
    ConditionExpression: 'accessVersion = :read',
    ExpressionAttributeValues: { ':next': next, ':read': accessVersion },
  })
}

/** Holds while the organization is active, and its definitions and services are what was read: what was judged by them still holds. */
export function whileOrganization({ organizationId, accessVersion }: OrganizationRecord): Write {
  return check(
    organizations
      .delete({ organizationId })
      .where(
        (attribute, { eq }) => `${eq(attribute.status, 'active')} AND ${eq(attribute.accessVersion, accessVersion)}`,
      )
      .params(),
  )
}

/** What whoever creates an organization says about it. */
export type OrganizationFields = Pick<OrganizationRecord, 'kind' | 'parentId' | 'name' | 'language' | 'timeZone'> & {
  readonly [Field in 'legalName' | 'companyNumber' | 'country' | 'address' | 'externalId']?:
    | OrganizationRecord[Field]
    | undefined
}

/** For how many days an invitation works unless the organization says otherwise (I3). */
const defaultInvitationDays = 7

/** An organization that is about to be created: active, without services. `accessVersion` is any new ULID. */
export function newOrganization(
  fields: OrganizationFields,
  into: { readonly organizationId: OrganizationId; readonly accessVersion: string; readonly now: string },
): OrganizationRecord {
  const { organizationId, accessVersion, now } = into
  return {
    ...fields,
    organizationId,
    accessVersion,
    sortName: sortName(fields.name),
    status: 'active',
    services: [],
    invitationDays: defaultInvitationDays,
    activityRetentionDays: activityRetentionDays.usual,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
}
