import * as z from 'zod'
import { portalRoles, services } from '../domain/catalog.ts'
import { tellingCoverage } from './coverage-schemas.ts'
import { nameText, permissionGroupId, profileId, timestamp, version } from './fields.ts'
import { ProfileSummary } from './profile-schemas.ts'
import { validity } from './validity-schemas.ts'

const portalRole = z.enum(portalRoles.map(({ id }) => id)).meta({ description: 'A portal role of the catalog' })
const applicationRole = z
  .enum(services.flatMap((service) => service.applicationRoles.map(({ id }) => id)))
  .meta({ description: 'An application role of the catalog: `<service>:<role>`' })

const description = z
  .string()
  .max(500)
  .transform((text) => text.normalize('NFC').trim())
  .meta({ description: 'What it is for; at most 500 characters' })

export const PermissionGroup = z
  .strictObject({
    permissionGroupId,
    name: z.string(),
    description: z.string().nullable(),
    system: z.boolean().meta({ description: 'True for those that every organization has and nobody changes' }),
    service: z
      .enum(services.map(({ id }) => id))
      .nullable()
      .meta({ description: 'The service it is the standard group of; it gives nothing while that is not active' }),
    portalRoles: z.array(portalRole),
    applicationRoles: z.array(applicationRole),
    members: z
      .int()
      .nullable()
      .meta({ description: 'How many are in it, drafts aside; null for a system group, which is not counted' }),
    createdAt: timestamp.nullable().meta({ description: 'Null for a system group' }),
    updatedAt: timestamp.nullable(),
    version,
  })
  .meta({ id: 'PermissionGroup' })

/** A permission group after a change. */
export const ChangedPermissionGroup = tellingCoverage(PermissionGroup, 'ChangedPermissionGroup')

export const given = {
  name: nameText('Its name, unique in the organization'),
  description,
  portalRoles: z.array(portalRole).max(portalRoles.length),
  applicationRoles: z.array(applicationRole).max(100),
}

export const ChangedMembership = tellingCoverage(
  z.strictObject({
    permissionGroupId,
    profileId,
    member: z.boolean().meta({ description: 'Whether the person is in the group now; for a draft: will be' }),
    ...validity,
  }),
  'PermissionGroupMembership',
)

/** Somebody in a permission group. */
export const Member = ProfileSummary.extend(validity).meta({ id: 'PermissionGroupMember' })

/** A permission group that somebody is in. */
const Joined = PermissionGroup.pick({
  permissionGroupId: true,
  name: true,
  system: true,
  portalRoles: true,
  applicationRoles: true,
})
  .extend(validity)
  .meta({ id: 'JoinedPermissionGroup' })

export const ProfilePermissionGroups = z
  .strictObject({
    items: z.array(Joined).meta({ description: 'At most 20; for a draft, those it will be in once it is confirmed' }),
    version: version.meta({ description: "The profile's version: the ETag is made from it" }),
  })
  .meta({ id: 'ProfilePermissionGroups' })

/** The same after they were chosen anew. */
export const ReplacedPermissionGroups = tellingCoverage(ProfilePermissionGroups, 'ReplacedPermissionGroups')
