import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { EmailAddress } from '../domain/address.ts'
import type { AddressStanding, AddressState } from '../domain/address-state.ts'
import type { ContactQuestion } from '../domain/contact-question.ts'
import type { ContactRolesHeld, DeputyFor } from '../domain/contact-roles.ts'
import type { GroupAccess, RoleGrant, Validity } from '../domain/evaluator.ts'
import type {
  GroupId,
  IdentityId,
  InvitationId,
  OrganizationId,
  PermissionGroupId,
  ProfileId,
  RoleId,
} from '../domain/ids.ts'
import type { Language } from '../domain/language.ts'
import type { Problem } from '../domain/problems.ts'
import { sortPosition } from '../domain/sort-name.ts'
import { documents } from './client.ts'
import { index, keyOf, model, primary, recordIn, stored, tableName } from './schema.ts'
import { newSealKey } from './seal.ts'
import { searchWrites } from './search.ts'
import { check, put, type Write } from './transaction.ts'

const optionalText = CustomAttributeType<string | undefined>('string')

/** Someone known to one organization, and the authority on what was given to them. */
const profiles = new Entity(
  {
    model: model('profile'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      kind: { type: ['person', 'shared-mailbox'] as const, required: true },
      user: { type: 'boolean', required: true },
      status: { type: ['draft', 'invited', 'active', 'deactivated'] as const, required: true },
      email: { type: CustomAttributeType<EmailAddress>('string'), required: true },
      salutation: { type: ['mr', 'ms', 'mx', 'none'] as const, required: true },
      language: { type: CustomAttributeType<Language>('string'), required: true },
      firstName: { type: optionalText },
      lastName: { type: optionalText },
      displayName: { type: optionalText },
      jobTitle: { type: optionalText },
      department: { type: optionalText },
      phone: { type: optionalText },
      externalId: { type: optionalText },
      defaultRole: { type: CustomAttributeType<RoleGrant | undefined>('any') },
      permissionGroups: {
        type: CustomAttributeType<Readonly<Record<PermissionGroupId, Validity>>>('any'),
        required: true,
      },
      groups: { type: CustomAttributeType<Readonly<Record<GroupId, GroupAccess>>>('any'), required: true },
      identityId: { type: CustomAttributeType<IdentityId | undefined>('string') },
      /** The last invitation of this profile: pending exactly while the profile is invited. */
      invitationId: { type: CustomAttributeType<InvitationId | undefined>('string') },
      /** 32 random bytes in base64 that seal this person's values in activities; erasing the person deletes it. */
      sealKey: { type: 'string', required: true },
      lastSignInAt: { type: optionalText },
      /** What is known of the address; where nothing is, it is verified exactly when its user has accepted. */
      addressState: { type: CustomAttributeType<AddressState | undefined>('string') },
      addressStateSince: { type: optionalText },
      addressStateBefore: { type: CustomAttributeType<AddressStanding['addressStateBefore']>('string') },
      /** Of a draft they are intentions. */
      contactRoles: { type: CustomAttributeType<ContactRolesHeld | undefined>('any') },
      deputyFor: { type: CustomAttributeType<DeputyFor | undefined>('any') },
      /** The last question whether this is the right contact; its link bears the generation. */
      question: { type: CustomAttributeType<ContactQuestion | undefined>('any') },
      /** Categories of notifications that they do not want. */
      mutedCategories: { type: CustomAttributeType<readonly string[] | undefined>('any') },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
      sortName: { type: 'string', required: true },
      defaultRoleId: { type: CustomAttributeType<RoleId | 'none'>('string'), required: true },
      summary: { type: CustomAttributeType<Readonly<Record<string, unknown>>>('any'), required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['profile#${profileId}', ['profileId']]),
      byName: index(1, ['${organizationId}#profiles', ['organizationId']], ['${sortName}', ['sortName']]),
      byStatus: index(
        2,
        ['${organizationId}#profiles#${status}', ['organizationId', 'status']],
        ['${sortName}', ['sortName']],
      ),
      byDefaultRole: index(
        3,
        ['${organizationId}#profiles#${defaultRoleId}', ['organizationId', 'defaultRoleId']],
        ['${sortName}', ['sortName']],
      ),
    },
  },
  { table: tableName(), client: documents },
)

/** A profile as it is stored, without what the table derives from it. */
export type ProfileRecord = Omit<EntityItem<typeof profiles>, 'summary' | 'sortName' | 'defaultRoleId'>

/** What a list shows of a profile. */
export type ProfileSummary = Pick<
  ProfileRecord,
  | 'profileId'
  | 'kind'
  | 'user'
  | 'status'
  | 'email'
  | 'firstName'
  | 'lastName'
  | 'displayName'
  | 'jobTitle'
  | 'department'
> & { readonly defaultRole: RoleId | undefined }

/** Reads one profile, strongly. */
export async function getProfile(key: {
  readonly organizationId: OrganizationId
  readonly profileId: ProfileId
}): Promise<ProfileRecord | undefined> {
  const { data } = await profiles.get(key).go({ consistent: true })
  return data ?? undefined
}

/** The raw keys of profiles, for a BatchGet over several entities; `parseProfile` reads what comes back. */
export const profileKey = (key: { readonly organizationId: OrganizationId; readonly profileId: ProfileId }) =>
  keyOf(profiles.schema.indexes.byId, key)
/** Reads a profile that came back for `profileKey`; undefined when nothing did, or a removed one. */
export const parseProfile = (item: Record<string, unknown> | undefined) => recordIn<ProfileRecord>(profiles, item)

/**
 * Creates a profile with its search entries, one of which guards the address: `refusals` say what is answered when the address
 * or the externalId belongs to somebody else here.
 */
export function createProfile(profile: ProfileRecord, refusals: ProfileRefusals): Write[] {
  return [
    ...searchWrites(undefined, profile, refusals),
    put(
      profiles
        .put(whole(profile))
        .where(({ version }, { notExists }) => notExists(version))
        .params(),
    ),
  ]
}

/** Replaces a profile as it was read. Fails as `moved` when it changed since. */
export function changeProfile(before: ProfileRecord, after: ProfileRecord, refusals: ProfileRefusals): Write[] {
  return [
    ...searchWrites(before, after, refusals),
    put(
      profiles
        .put(whole({ ...after, version: before.version + 1 }))
        .where(({ version }, { eq }) => eq(version, before.version))
        .params(),
    ),
  ]
}

/** Holds while the profile is what was read: what was judged by it still holds. */
export function whileProfile({ organizationId, profileId, version: read }: ProfileRecord): Write {
  return check(
    profiles
      .delete({ organizationId, profileId })
      .where(({ version }, { eq }) => eq(version, read))
      .params(),
  )
}

/** Holds while a question to a contact is the one that was asked last, for a transaction that stores its link. */
export const whileAsked = (
  key: { readonly organizationId: OrganizationId; readonly profileId: ProfileId },
  generation: number,
): Write =>
  check({
    TableName: tableName(),
    Key: profileKey(key),
    ConditionExpression: '#question.#generation = :generation',
    ExpressionAttributeNames: { '#question': 'question', '#generation': 'generation' },
    ExpressionAttributeValues: { ':generation': generation },
  })

/** What is answered when an address or an externalId belongs to somebody else; `moved` reads and decides again. */
export type ProfileRefusals = { readonly addressTaken: Problem | 'moved'; readonly externalIdTaken: Problem | 'moved' }

function whole(profile: ProfileRecord) {
  return stored({
    ...profile,
    sortName: sortPosition(nameOf(profile), profile.profileId),
    defaultRoleId: profile.defaultRole?.roleId ?? ('none' as const),
    summary: summarise(profile),
  })
}

const nameOf = (profile: ProfileRecord): string =>
  profile.displayName ?? (`${profile.lastName ?? ''} ${profile.firstName ?? ''}`.trim() || profile.email)

/** What a list shows of a profile; everything an index projects. */
export function summarise(profile: ProfileRecord): ProfileSummary {
  const { profileId, kind, user, status, email, firstName, lastName, displayName, jobTitle, department } = profile
  return {
    profileId,
    kind,
    user,
    status,
    email,
    firstName,
    lastName,
    displayName,
    jobTitle,
    department,
    defaultRole: profile.defaultRole?.roleId,
  }
}

/** What whoever adds a profile may say about it; everything else begins as the organization's defaults. */
export type ProfileFields = Pick<ProfileRecord, 'kind' | 'user' | 'status' | 'email'> & {
  readonly [Field in
    | 'salutation'
    | 'language'
    | 'firstName'
    | 'lastName'
    | 'displayName'
    | 'jobTitle'
    | 'department'
    | 'phone'
    | 'externalId'
    | 'defaultRole'
    | 'permissionGroups'
    | 'groups'
    | 'invitationId']?: ProfileRecord[Field] | undefined
}

/** A profile that is about to be created, with a seal key of its own. */
export function newProfile(
  fields: ProfileFields,
  into: {
    readonly organizationId: OrganizationId
    readonly profileId: ProfileId
    readonly language: Language
    readonly now: string
  },
): ProfileRecord {
  const { organizationId, profileId, language, now } = into
  return {
    ...fields,
    salutation: fields.salutation ?? 'none',
    language: fields.language ?? language,
    permissionGroups: fields.permissionGroups ?? {},
    groups: fields.groups ?? {},
    organizationId,
    profileId,
    sealKey: newSealKey(),
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
}

/** The values of a profile that an activity may seal: what a person or an administrator typed, and nothing of ours. */
export function personalValues(profile: ProfileRecord): Readonly<Record<string, string>> {
  const { email, salutation, language, firstName, lastName, displayName, jobTitle, department, phone, externalId } =
    profile
  return stored({
    email,
    salutation,
    language,
    firstName,
    lastName,
    displayName,
    jobTitle,
    department,
    phone,
    externalId,
  })
}
