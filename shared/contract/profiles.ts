import * as z from 'zod'
import {
  emailAddress,
  externalId,
  language,
  nameText,
  organizationId,
  pageOf,
  paging,
  permissionGroupId,
  phoneNumber,
  profileId,
  roleId,
  salutation,
  timestamp,
  version,
} from './fields.ts'
import type { Feature } from './route.ts'

const profileStatus = z.enum(['draft', 'invited', 'active', 'deactivated'])

/** A profile as callers see it. */
export const Profile = z
  .strictObject({
    profileId,
    organizationId,
    kind: z.enum(['person', 'shared-mailbox']),
    user: z.boolean().meta({ description: 'Whether the profile may sign in once it is active' }),
    status: profileStatus,
    email: z.string().meta({ description: 'As it was typed; mail goes there' }),
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
    createdAt: timestamp,
    updatedAt: timestamp,
    lastSignInAt: timestamp.nullable(),
    version,
  })
  .meta({ id: 'Profile' })

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

const CreatePerson = z
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
  })
  .meta({ id: 'CreatePerson' })

const CreateSharedMailbox = z
  .strictObject({
    kind: z.literal('shared-mailbox'),
    email: emailAddress,
    displayName: nameText('The name of the mailbox'),
    language: language.optional().meta({ description: "The organization's when left out" }),
    externalId: externalId.optional(),
  })
  .meta({ id: 'CreateSharedMailbox' })

const ChangeProfile = z
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

const one = z.strictObject({ organizationId, profileId })

const exampleProfile = {
  profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
  organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
  kind: 'person',
  user: true,
  status: 'draft',
  email: 'jan.peeters@contoso.example',
  salutation: 'mr',
  language: 'nl',
  firstName: 'Jan',
  lastName: 'Peeters',
  displayName: null,
  jobTitle: 'IT manager',
  department: 'IT',
  phone: '+3215000000',
  externalId: null,
  defaultRole: null,
  permissionGroups: [],
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T09:00:00.000Z',
  lastSignInAt: null,
  version: 1,
}

const examplePlace = { organizationId: exampleProfile.organizationId, profileId: exampleProfile.profileId }

/** The routes of profiles: everyone an organization knows. */
export const profiles = {
  createProfile: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/profiles',
    summary: 'Add a person or a shared mailbox; a user begins as a draft unless `confirm` is true',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ organizationId }),
    body: z.discriminatedUnion('kind', [CreatePerson, CreateSharedMailbox]),
    dryRun: true,
    status: 201,
    reply: Profile,
    etag: true,
    fails: [
      'address-taken',
      'external-id-taken',
      'cannot-grant',
      'owner-only',
      'has-owner',
      'service-not-active',
      'role-needs-group',
    ],
    example: {
      params: { organizationId: exampleProfile.organizationId },
      body: {
        kind: 'person',
        user: true,
        email: 'jan.peeters@contoso.example',
        salutation: 'mr',
        language: 'nl',
        firstName: 'Jan',
        lastName: 'Peeters',
        jobTitle: 'IT manager',
        department: 'IT',
        phone: '+3215000000',
      },
      reply: exampleProfile,
    },
  },
  listProfiles: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/profiles',
    summary: 'List the profiles of an organization by name',
    access: { permission: 'profiles:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    query: z.strictObject({ ...paging, status: profileStatus.optional() }),
    status: 200,
    reply: pageOf(ProfileSummary),
    fails: ['invalid-cursor'],
    example: {
      params: { organizationId: exampleProfile.organizationId },
      query: { limit: '20', status: 'draft' },
      reply: {
        items: [
          {
            profileId: exampleProfile.profileId,
            kind: 'person',
            user: true,
            status: 'draft',
            email: 'jan.peeters@contoso.example',
            firstName: 'Jan',
            lastName: 'Peeters',
            displayName: null,
            jobTitle: 'IT manager',
            department: 'IT',
            defaultRole: null,
          },
        ],
        nextCursor: null,
      },
    },
  },
  getProfile: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}',
    summary: 'Read a profile',
    access: { permission: 'profiles:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId, profileId }),
    status: 200,
    reply: Profile,
    etag: true,
    fails: [],
    example: {
      params: { organizationId: exampleProfile.organizationId, profileId: exampleProfile.profileId },
      reply: exampleProfile,
    },
  },
  changeProfile: {
    method: 'PATCH',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}',
    summary: 'Change a profile; make a contact a user or a user a contact; confirm a draft',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: one,
    body: ChangeProfile,
    ifMatch: true,
    dryRun: true,
    status: 200,
    reply: Profile,
    etag: true,
    fails: [
      'address-taken',
      'external-id-taken',
      'last-owner',
      'not-a-user',
      'not-a-draft',
      'deactivated',
      'intentions-gone',
      'cannot-grant',
      'owner-only',
      'has-owner',
    ],
    example: {
      params: examplePlace,
      body: { jobTitle: 'Head of IT', phone: null },
      reply: { ...exampleProfile, jobTitle: 'Head of IT', phone: null, version: 2 },
    },
  },
  removeProfile: {
    method: 'DELETE',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}',
    summary: 'Remove somebody, yourself included: access ends at once, and the address is free again',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: one,
    dryRun: true,
    status: 200,
    reply: z.strictObject({ profileId, removedAt: timestamp }).meta({ id: 'RemovedProfile' }),
    fails: ['cannot-grant', 'owner-only', 'last-owner'],
    example: {
      params: examplePlace,
      reply: { profileId: exampleProfile.profileId, removedAt: '2026-11-24T09:00:00.000Z' },
    },
  },
  deactivateProfile: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}/deactivate',
    summary:
      'Deactivate somebody, yourself included: everything is kept but access, and a pending invitation is revoked',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: one,
    dryRun: true,
    status: 200,
    reply: Profile,
    etag: true,
    fails: ['cannot-grant', 'owner-only', 'last-owner', 'deactivated'],
    example: { params: examplePlace, reply: { ...exampleProfile, status: 'deactivated', version: 2 } },
  },
  reactivateProfile: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}/reactivate',
    summary: 'Give somebody their access back; a user who had never accepted becomes a draft, to be invited anew',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: one,
    dryRun: true,
    status: 200,
    reply: Profile,
    etag: true,
    fails: ['cannot-grant', 'owner-only', 'not-deactivated', 'too-many-owners'],
    example: { params: examplePlace, reply: { ...exampleProfile, version: 3 } },
  },
  signOutProfile: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}/sign-out',
    summary: 'Sign somebody out of this organization: every access token issued until now is refused in it',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: one,
    status: 200,
    reply: Profile,
    etag: true,
    fails: ['cannot-grant', 'owner-only', 'not-active'],
    example: { params: examplePlace, reply: { ...exampleProfile, status: 'active', version: 4 } },
  },
} as const satisfies Feature
