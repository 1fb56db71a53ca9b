import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import { activityRetentionDays } from '../domain/activity-retention.ts'
import type { ServiceId } from '../domain/catalog.ts'
import type { Help } from '../domain/help.ts'
import { isId, type OrganizationId } from '../domain/ids.ts'
import { type Language, languages } from '../domain/language.ts'
import type { OrganizationStanding, Removal } from '../domain/organization.ts'
import { sortName } from '../domain/sort-name.ts'
import { documents } from './client.ts'
import { index, keyOf, model, primary, recordIn, stored, tableName } from './schema.ts'
import { newSealKey } from './seal.ts'
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
      /** After how many days contacts are asked again whether all of it is still right; as usual where nothing is said (C8). */
      contactQuestionDays: { type: CustomAttributeType<number | undefined>('number') },
      /** For how many days an activity is kept, counted for what happens from then on (V5). */
      activityRetentionDays: { type: 'number', required: true },
      help: { type: CustomAttributeType<Help | undefined>('any') },
      removal: { type: CustomAttributeType<Removal | undefined>('any') },
      erasedAt: { type: optionalText },
      /** The last recovery from a backup of which everything followed here. */
      recoveredAt: { type: optionalText },
      /** Seals the values that were changed here, in its activities, as a person's key seals theirs. */
      sealKey: { type: 'string', required: true },
      /** In which list of its parent's customers it stands. */
      listing: { type: ['current', 'removed', 'erased'] as const, required: true },
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
        ['${parentId}#customers#${listing}', ['parentId', 'listing']],
        ['${sortName}#${organizationId}', ['sortName', 'organizationId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** An organization as it is stored, without what the table derives from it. */
export type OrganizationRecord = Omit<EntityItem<typeof organizations>, 'summary' | 'sortName' | 'listing'>

/** Reads one organization, strongly. */
export async function getOrganization(organizationId: OrganizationId): Promise<OrganizationRecord | undefined> {
  const { data } = await organizations.get({ organizationId }).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of an organization, for a BatchGet over several entities; `parseOrganization` reads what comes back. */
export const organizationKey = (organizationId: OrganizationId) =>
  keyOf(organizations.schema.indexes.byId, { organizationId })
/** Reads an organization that came back for `organizationKey`. */
export const parseOrganization = (item: Record<string, unknown> | undefined) =>
  recordIn<OrganizationRecord>(organizations, item)

/** What a list shows of an organization. */
export type OrganizationSummary = Pick<
  OrganizationRecord,
  'organizationId' | 'name' | 'status' | 'kind' | 'services' | 'externalId'
> & { readonly restorableUntil: string | undefined }

/** Creates an organization; its id has never been used. */
export function createOrganization(organization: OrganizationRecord): Write {
  return put(
    organizations
      .put(whole(organization))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )
}

/** Replaces an organization as it was read. Fails as `moved` when it, or one of its definitions, changed since. */
export function changeOrganization(before: OrganizationRecord, after: OrganizationRecord): Write {
  return put(
    organizations
      .put(whole({ ...after, version: before.version + 1 }))
      .where(
        ({ version, accessVersion }, { eq }) =>
          `${eq(version, before.version)} AND ${eq(accessVersion, before.accessVersion)}`,
      )
      .params(),
  )
}

/** Holds while an organization may have customers, at the place at which it was read: it is active and was not moved. */
export function whileParent({
  organizationId,
  parentId,
}: Pick<OrganizationRecord, 'organizationId' | 'parentId'>): Write {
  return check(
    organizations
      .delete({ organizationId })
      .where((attribute, { eq }) => `${eq(attribute.status, 'active')} AND ${eq(attribute.parentId, parentId)}`)
      .params(),
  )
}

function whole(organization: OrganizationRecord) {
  const { organizationId, name, status, kind, services, externalId, removal, erasedAt } = organization
  const summary = {
    organizationId,
    name,
    status,
    kind,
    services,
    externalId,
    restorableUntil: removal?.restorableUntil,
  }
  const listing = erasedAt !== undefined ? 'erased' : status === 'removed' ? 'removed' : 'current'
  return stored({ ...organization, sortName: sortName(name), listing, summary } as const)
}

/** A sort position in a list of customers: the index' sort key and the item's own. */
export type OrganizationPosition = readonly [sortKey: string, organizationId: OrganizationId]

/**
 * One page of an organization's customers by name: those of one status, or all that were not removed; one Query, eventually
 * consistent. Active and suspended ones stand in one list, so a page of one of them alone may be short.
 */
export async function listCustomers(of: {
  readonly parentId: OrganizationId
  readonly status: OrganizationRecord['status'] | undefined
  readonly limit: number
  readonly after: OrganizationPosition | undefined
}): Promise<{ items: OrganizationSummary[]; next: OrganizationPosition | undefined }> {
  const { parentId, status, limit, after } = of
  const partition = `${parentId}#customers#${status === 'removed' ? 'removed' : 'current'}`
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :partition',
      ...(status && {
        FilterExpression: 'summary.#status = :status',
        ExpressionAttributeNames: { '#status': 'status' },
      }),
      ExpressionAttributeValues: { ':partition': partition, ...(status && { ':status': status }) },
      Limit: limit,
      ExclusiveStartKey: after && { pk: after[1], sk: 'organization', gsi1pk: partition, gsi1sk: after[0] },
    }),
  )
  const [sortKey, organizationId]: readonly unknown[] = [LastEvaluatedKey?.gsi1sk, LastEvaluatedKey?.pk]
  return {
    items: Items.map((item) => item.summary as OrganizationSummary),
    next: typeof sortKey === 'string' && isId('organization', organizationId) ? [sortKey, organizationId] : undefined,
  }
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
  readonly [Field in
    | 'legalName'
    | 'companyNumber'
    | 'country'
    | 'address'
    | 'externalId'
    | 'help'
    | 'invitationDays'
    | 'contactQuestionDays'
    | 'activityRetentionDays']?: OrganizationRecord[Field] | undefined
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
    sealKey: newSealKey(),
    status: 'active',
    services: [],
    invitationDays: fields.invitationDays ?? defaultInvitationDays,
    activityRetentionDays: fields.activityRetentionDays ?? activityRetentionDays.usual,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
}

/**
 * What stays of an organization for ever: its name, where it stood and how it ended. Its country, address and the like go, and the
 * key that seals what was once written there.
 */
export function erasedOrganization(organization: OrganizationRecord, now: string): OrganizationRecord {
  const { organizationId, kind, parentId, name, language, timeZone, accessVersion, version, createdAt, removal } =
    organization
  const { invitationDays, activityRetentionDays } = organization
  return {
    ...newOrganization(
      { kind, parentId, name, language, timeZone, invitationDays, activityRetentionDays },
      { organizationId, accessVersion, now },
    ),
    status: 'removed' satisfies OrganizationStanding['status'],
    removal,
    erasedAt: now,
    createdAt,
    version,
  }
}
