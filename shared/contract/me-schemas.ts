import * as z from 'zod'
import { mutableCategories } from '../domain/notification-categories.ts'
import { EffectivePermissions } from './access-schemas.ts'
import {
  identityId,
  language,
  nameText,
  organizationId,
  phoneNumber,
  profileId,
  salutation,
  version,
} from './fields.ts'

/** An organization in which somebody is a user, and what it knows of them. */
export const Membership = z
  .strictObject({
    organizationId,
    name: z.string().meta({ description: "The organization's name" }),
    kind: z.enum(['provider', 'customer']),
    organizationStatus: z
      .enum(['active', 'suspended'])
      .meta({ description: 'Nobody has access while it is suspended' }),
    profileId,
    status: z.enum(['active', 'deactivated']).meta({ description: "The person's own, in this organization" }),
    salutation,
    language,
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    jobTitle: z.string().nullable(),
    phone: z.string().nullable(),
    version: version.meta({ description: 'Of the profile: send it in If-Match, in quotes, to change it' }),
  })
  .meta({ id: 'Membership', description: 'An organization in which the person is a user' })

const Administrator = z
  .strictObject({
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string(),
    organizationId: organizationId.meta({ description: 'Where they belong: the organization itself, or its parent' }),
  })
  .meta({ id: 'Administrator', description: 'Somebody to ask for access' })

/** Who calls. */
export const Me = z
  .strictObject({
    identityId,
    email: z.string().meta({ description: 'The address the person signs in with' }),
    organizations: z
      .array(
        z
          .strictObject({
            ...Membership.shape,
            administrators: z.array(Administrator).meta({
              description: "Whom to ask, at most 5; of the organization's parent where it has none of its own",
            }),
          })
          .meta({ id: 'MyOrganization' }),
      )
      .meta({
        description:
          'The first 50 organizations in which the person is a user; all of them have a list. One that has signed the person out is told of once they sign in again',
      }),
  })
  .meta({ id: 'Me' })

/** What people change about themselves in one of their organizations. */
export const ChangeMe = z
  .strictObject({
    organizationId: organizationId.meta({
      description: 'Whose profile of the person is changed: they have one in each',
    }),
    salutation: salutation.optional(),
    language: language.optional(),
    firstName: nameText('First name').optional(),
    lastName: nameText('Last name').optional(),
    jobTitle: nameText('Job title').nullable().optional(),
    phone: phoneNumber.nullable().optional(),
  })
  .meta({ id: 'ChangeMe', description: 'What stays as it is is left out; null takes it away' })

const mutedCategories = z.array(z.enum(mutableCategories)).max(20).meta({
  description: 'Categories of notifications that the person does not want: of those alone that may be switched off',
})

/** What somebody wants to be written about in one of their organizations. */
export const MyPreferences = z
  .strictObject({
    organizationId,
    mutedCategories,
    version: version.meta({ description: 'Of the profile: send it in If-Match, in quotes, to change it' }),
  })
  .meta({ id: 'MyPreferences' })

export const ChangeMyPreferences = z.strictObject({ mutedCategories }).meta({
  id: 'ChangeMyPreferences',
  description: 'What is left out is wanted again',
})

/** What somebody may do in one of their organizations. */
export const MyPermissions = z
  .strictObject({
    ...EffectivePermissions.shape,
    nothingBecause: z
      .enum(['deactivated', 'organization-suspended'])
      .nullable()
      .meta({ description: 'Why there is nothing, where that is not because nothing was given' }),
  })
  .meta({ id: 'MyPermissions' })
