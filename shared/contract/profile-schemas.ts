import * as z from 'zod'
import { addressStates } from '../domain/address-state.ts'
import { contactRole, tellingCoverage } from './coverage-schemas.ts'
import {
  emailAddress,
  externalId,
  groupId,
  language,
  nameText,
  organizationId,
  paging,
  permissionGroupId,
  phoneNumber,
  profileId,
  roleId,
  salutation,
  timestamp,
  version,
} from './fields.ts'

/** How far somebody is in one organization. */
export const profileStatus = z.enum(['draft', 'invited', 'active', 'deactivated'])

/** A profile as callers see it. */
export const Profile = z
  .strictObject({
    profileId,
    organizationId,
    kind: z.enum(['person', 'shared-mailbox']),
    user: z.boolean().meta({ description: 'Whether the profile may sign in once it is active' }),
    status: profileStatus,
    email: z.string().meta({ description: 'As it was typed; mail goes there' }),
    addressState: z.enum(addressStates).meta({
      description:
        '`verified`: whoever reads it has accepted or confirmed; `undeliverable`: mail comes back, or was complained of; `disowned`: whoever reads it says that it is not them',
    }),
    salutation,
    language,
    firstName: z
      .string()
      .nullable()
      .meta({ description: 'Null for a shared mailbox, or until the person has given it' }),
    lastName: z.string().nullable(),
    displayName: z.string().nullable().meta({ description: 'The one name of a shared mailbox' }),
    jobTitle: z.string().nullable(),
    department: z.string().nullable(),
    phone: z.string().nullable(),
    externalId: z.string().nullable(),
    defaultRole: roleId.nullable(),
    permissionGroups: z.array(permissionGroupId),
    contactRoles: z
      .array(contactRole)
      .meta({ description: 'What they stand for; of a draft it is an intention, judged when it is confirmed' }),
    createdAt: timestamp,
    updatedAt: timestamp,
    lastSignInAt: timestamp.nullable(),
    version,
  })
  .meta({ id: 'Profile' })

/** A profile after a change. */
export const ChangedProfile = tellingCoverage(Profile, 'ChangedProfile')

/** A profile as a list shows it. */
export const ProfileSummary = Profile.pick({
  profileId: true,
  kind: true,
  user: true,
  status: true,
  email: true,
  firstName: true,
  lastName: true,
  displayName: true,
  jobTitle: true,
  department: true,
  defaultRole: true,
}).meta({ id: 'ProfileSummary' })

/** What people are looked for by; whoever meets all of it is listed. */
export const ListProfiles = z.strictObject({
  ...paging,
  q: z.string().min(1).max(200).optional().meta({
    description:
      'Beginnings of words of the name or of the address, or the whole address; capitals and accents do not count',
  }),
  email: emailAddress.optional(),
  externalId: externalId.optional(),
  kind: z.enum(['person', 'shared-mailbox']).optional(),
  user: z.enum(['true', 'false']).optional().meta({ description: 'Users, or those who are none' }),
  status: profileStatus.optional(),
  permissionGroupId: permissionGroupId.optional(),
  department: nameText('The whole name of a department; capitals do not count').optional(),
  contactRole: contactRole.optional().meta({ description: 'Who holds this contact role; drafts do not, yet' }),
})

/** A person who is added. */
export const CreatePerson = z
  .strictObject({
    kind: z.literal('person'),
    user: z.boolean().meta({ description: 'True for someone who may sign in; false for a contact' }),
    confirm: z.boolean().default(false).meta({ description: 'Invite the user at once instead of keeping a draft' }),
    email: emailAddress,
    firstName: nameText('First name'),
    lastName: nameText('Last name'),
    salutation: salutation.optional(),
    language: language.optional().meta({ description: "The organization's when left out" }),
    jobTitle: nameText('Job title').optional(),
    department: nameText('Department').optional(),
    phone: phoneNumber.optional(),
    externalId: externalId.optional(),
    defaultRole: roleId
      .optional()
      .meta({ description: 'The one role of a user; of a draft it is an intention, judged when it is confirmed' }),
    permissionGroups: z
      .array(permissionGroupId)
      .max(20)
      .optional()
      .meta({ description: 'For users; of a draft they are intentions, judged when it is confirmed' }),
    groups: z.array(groupId).max(20).optional().meta({
      description:
        'The groups a user gets access to; of a draft they are intentions, judged when it is confirmed. A role of level group needs at least one',
    }),
  })
  .meta({ id: 'CreatePerson' })

/** A shared mailbox that is added. */
export const CreateSharedMailbox = z
  .strictObject({
    kind: z.literal('shared-mailbox'),
    email: emailAddress,
    displayName: nameText('The name of the mailbox'),
    language: language.optional().meta({ description: "The organization's when left out" }),
    externalId: externalId.optional(),
  })
  .meta({ id: 'CreateSharedMailbox' })

/** What is changed of a profile. */
export const ChangeProfile = z
  .strictObject({
    email: emailAddress.optional().meta({
      description:
        "A user's address is replaced: whoever has not accepted yet is sent a new link there, and whoever has loses their access and is invited there",
    }),
    firstName: nameText('First name').optional(),
    lastName: nameText('Last name').optional(),
    displayName: nameText('The name of a shared mailbox').optional(),
    salutation: salutation.optional(),
    language: language.nullable().optional().meta({ description: "Null for the organization's" }),
    jobTitle: nameText('Job title').nullable().optional(),
    department: nameText('Department').nullable().optional(),
    phone: phoneNumber.nullable().optional(),
    externalId: externalId.nullable().optional(),
    user: z.boolean().optional().meta({
      description: 'True makes a contact a user: a draft, or invited with `confirm`. False ends access and memberships',
    }),
    confirm: z.boolean().optional().meta({ description: 'True invites a draft' }),
  })
  .meta({ id: 'ChangeProfile', description: 'What is left out stays as it is; null clears' })

/** Who takes over the contact roles of whoever leaves. */
export const Successor = z.strictObject({
  successor: profileId.optional().meta({
    description:
      'Who takes over their contact roles, with their place among the holders, and must qualify; it takes `contact-roles:manage` as well',
  }),
  attestation: z.string().max(20).optional().meta({
    description: 'States signing authority of a successor who becomes Commercial Contact: the version of its wording',
  }),
})
