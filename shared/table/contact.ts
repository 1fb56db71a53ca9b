import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { EmailAddress } from '../domain/address.ts'
import { type AddressState, addressStateOf } from '../domain/address-state.ts'
import type { ContactRolesHeld, DeputyFor } from '../domain/contact-roles.ts'
import type { Validity } from '../domain/evaluator.ts'
import type { OrganizationId, PermissionGroupId, ProfileId } from '../domain/ids.ts'
import type { Language } from '../domain/language.ts'
import type { Contact, ContactOrder } from '../domain/role-coverage.ts'
import { documents } from './client.ts'
import type { ProfileRecord } from './profile.ts'
import { model, primary, stored, tableName } from './schema.ts'
import { check, put, remove, type Write } from './transaction.ts'

const optionalText = CustomAttributeType<string | undefined>('string')

/**
 * Whoever holds a contact role or stands in for a holder, with everything that coverage and recipients want to know of them: a copy of
 * the profile, written in the same transaction, so that one Query answers for the whole organization.
 */
const contacts = new Entity(
  {
    model: model('contact'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      kind: { type: ['person', 'shared-mailbox'] as const, required: true },
      user: { type: 'boolean', required: true },
      status: { type: ['draft', 'invited', 'active', 'deactivated'] as const, required: true },
      email: { type: CustomAttributeType<EmailAddress>('string'), required: true },
      addressState: { type: CustomAttributeType<AddressState>('string'), required: true },
      salutation: { type: ['mr', 'ms', 'mx', 'none'] as const, required: true },
      language: { type: CustomAttributeType<Language>('string'), required: true },
      firstName: { type: optionalText },
      lastName: { type: optionalText },
      displayName: { type: optionalText },
      roles: { type: CustomAttributeType<ContactRolesHeld>('any'), required: true },
      deputyFor: { type: CustomAttributeType<DeputyFor>('any'), required: true },
      permissionGroups: {
        type: CustomAttributeType<Readonly<Record<PermissionGroupId, Validity>>>('any'),
        required: true,
      },
      mutedCategories: { type: CustomAttributeType<readonly string[]>('any'), required: true },
      askedAgainAt: { type: optionalText },
    },
    indexes: {
      ofOrganization: primary(
        ['${organizationId}#contacts', ['organizationId']],
        ['holder#${profileId}', ['profileId']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** Who comes first among the holders of each contact role; its version serialises changes of who holds or stands in for what. */
const orders = new Entity(
  {
    model: model('contact-order'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      holders: { type: CustomAttributeType<ContactOrder>('any'), required: true },
      version: { type: 'number', required: true },
    },
    indexes: { ofOrganization: primary(['${organizationId}#contacts', ['organizationId']], ['order', []]) },
  },
  { table: tableName(), client: documents },
)

/** A contact as it is stored. */
export type ContactRecord = EntityItem<typeof contacts>
/** The order as it is stored; an organization that never had a contact has version 0. */
export type ContactOrderRecord = EntityItem<typeof orders>
/** Everyone who counts for coverage in an organization. */
export type Contacts = { readonly contacts: readonly ContactRecord[]; readonly order: ContactOrderRecord }

/**
 * Contact roles of a draft are intentions (C5): nobody holds them yet. Whoever is deactivated and never accepted will be a draft again
 * (P6). A contact who is to become a user loses nothing (P4): whoever was asked whether it is them holds what they were asked about.
 */
export const isIntended = ({ status, user, identityId, question }: ProfileRecord): boolean =>
  question === undefined && (status === 'draft' || (status === 'deactivated' && user && identityId === undefined))
export const contactRolesInForce = (profile: ProfileRecord | undefined): ContactRolesHeld =>
  profile && !isIntended(profile) ? (profile.contactRoles ?? {}) : {}
/** The same of whom somebody stands in for. */
export const deputyForInForce = (profile: ProfileRecord | undefined): DeputyFor =>
  profile && !isIntended(profile) ? (profile.deputyFor ?? {}) : {}

/** The contact that follows from a profile: the one function that makes the copy. Undefined for whoever is none. */
export function contactOf(profile: ProfileRecord | undefined): ContactRecord | undefined {
  const [roles, deputyFor] = [contactRolesInForce(profile), deputyForInForce(profile)]
  if (!profile || Object.keys(roles).length + Object.keys(deputyFor).length === 0) return undefined
  const { organizationId, profileId, kind, user, status, email, salutation, language, firstName, lastName } = profile
  const { question } = profile
  return stored({
    organizationId,
    profileId,
    kind,
    user,
    status,
    email,
    addressState: addressStateOf(profile),
    salutation,
    language,
    firstName,
    lastName,
    displayName: profile.displayName,
    roles,
    deputyFor,
    permissionGroups: profile.permissionGroups,
    mutedCategories: profile.mutedCategories ?? [],
    askedAgainAt: question?.because === 'yearly' && question.answeredAt === undefined ? question.askedAt : undefined,
  })
}

/** What a change of a profile writes of its contact; nothing where the copy stays as it is. */
export function contactWrites(before: ContactRecord | undefined, after: ContactRecord | undefined): Write[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (after) return [put(contacts.put(stored(after)).params())]
  return before ? [remove(contacts.delete(before).params())] : []
}

/** Everyone who counts for coverage, strongly: one Query, of at most 50 holders, their deputies and their order. */
export async function listContacts(organizationId: OrganizationId): Promise<Contacts> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': `${organizationId}#contacts` },
      ConsistentRead: true,
    }),
  )
  const found = (name: string) => Items.filter((item) => item.__edb_e__ === name)
  const [order] = found('contact-order').flatMap((Item) => orders.parse({ Item }).data ?? [])
  return {
    contacts: found('contact').flatMap((Item) => contacts.parse({ Item }).data ?? []),
    order: order ?? { organizationId, holders: {}, version: 0 },
  }
}

/** A contact as coverage looks at it: whoever stands in the list of contacts has no default role or groups that count. */
export const asContact = (record: ContactRecord): Contact => ({ ...record, groups: {} })

/** Replaces the order as it was read. Fails as `moved` when it changed since. */
export function changeOrder(before: ContactOrderRecord, after: Pick<ContactOrderRecord, 'holders'>): Write {
  return put(
    orders
      .put({ ...before, ...after, version: before.version + 1 })
      .where(({ version }, { eq, notExists }) =>
        before.version === 0 ? notExists(version) : eq(version, before.version),
      )
      .params(),
  )
}

/** Holds while nobody became or ceased to be a contact, and no order or deputy changed, since it was read. */
export const whileOrder = ({ organizationId, version: read }: ContactOrderRecord): Write =>
  check(
    orders
      .delete({ organizationId })
      .where(({ version }, { eq, notExists }) => (read === 0 ? notExists(version) : eq(version, read)))
      .params(),
  )

/** The order after some people's contact roles have changed: whoever begins to hold one comes last, or where `inPlaceOf` stood. */
export function orderAfter(
  order: ContactOrderRecord,
  changes: readonly { readonly before: ProfileRecord | undefined; readonly after: ProfileRecord | undefined }[],
  inPlaceOf?: { readonly leaver: ProfileId; readonly successor: ProfileId },
): Pick<ContactOrderRecord, 'holders'> {
  const holders: Record<string, readonly ProfileId[] | undefined> = { ...order.holders }
  if (inPlaceOf)
    for (const [role, held] of Object.entries(holders))
      if (held?.includes(inPlaceOf.leaver) && !held.includes(inPlaceOf.successor))
        holders[role] = held.map((one) => (one === inPlaceOf.leaver ? inPlaceOf.successor : one))
  for (const { before, after } of changes) {
    const profileId = (after ?? before)?.profileId
    if (profileId === undefined) continue
    const [had, has] = [rolesIn(contactRolesInForce(before)), rolesIn(contactRolesInForce(after))]
    for (const role of has)
      if (!holders[role]?.includes(profileId)) holders[role] = [...(holders[role] ?? []), profileId]
    for (const role of had.difference(has)) holders[role] = (holders[role] ?? []).filter((one) => one !== profileId)
  }
  return { holders: Object.fromEntries(Object.entries(holders).filter(([, held]) => held?.length)) }
}

const rolesIn = (held: ContactRolesHeld): ReadonlySet<string> =>
  new Set(Object.entries(held).flatMap(([role, one]) => (one ? [role] : [])))
