import * as z from 'zod'
import { permissions } from '../domain/catalog.ts'
import { tellingCoverage } from './coverage-schemas.ts'
import { groupId, nameText, profileId, roleId, timestamp, version } from './fields.ts'
import { permission } from './permission.ts'
import { validity, validityAsked } from './validity-schemas.ts'

const level = z.enum(['organization', 'group']).meta({
  description: 'Whether it is used across the organization, or in the groups to which somebody has access',
})

/** What whoever makes or changes a role says of it. */
export const givenOfRole = {
  name: nameText('Its name, unique among the roles of the organization'),
  description: z
    .string()
    .max(500)
    .transform((text) => text.normalize('NFC').trim())
    .meta({ description: 'What it is for; at most 500 characters' }),
  level,
  permissions: z.array(permission).max(permissions.length),
}

/** A role as callers see it. */
export const Role = z
  .strictObject({
    roleId,
    name: z.string(),
    description: z.string().nullable(),
    predefined: z.boolean().meta({ description: 'True for those that every organization has and nobody changes' }),
    level,
    permissions: z.array(permission),
    holders: z
      .int()
      .nullable()
      .meta({ description: 'How many hold it, drafts aside; null for a predefined role, which is not counted' }),
    createdAt: timestamp.nullable().meta({ description: 'Null for a predefined role' }),
    updatedAt: timestamp.nullable(),
    version,
  })
  .meta({ id: 'Role' })

/** What became of a role that was removed. */
export const RemovedRole = z
  .strictObject({
    roleId,
    replacedBy: roleId.nullable(),
    holders: z.int().meta({ description: 'How many people it concerned' }),
  })
  .meta({ id: 'RemovedRole' })

/** Which default role somebody is given. */
export const SetDefaultRole = z
  .strictObject({
    roleId,
    groups: z.array(groupId).max(20).optional().meta({
      description: 'Groups to which access is given along with it; a role of level group needs at least one',
    }),
    ...validityAsked,
  })
  .meta({ id: 'SetDefaultRole' })

/** Somebody's default role after it was changed. */
export const ChangedDefaultRole = tellingCoverage(
  z.strictObject({
    profileId,
    defaultRole: z.strictObject({ roleId, ...validity }).nullable(),
    groups: z.array(groupId).meta({ description: 'The groups to which they have access by hand' }),
    version,
  }),
  'ChangedDefaultRole',
)
