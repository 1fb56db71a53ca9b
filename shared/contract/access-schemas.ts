import * as z from 'zod'
import { permissions, services } from '../domain/catalog.ts'
import { groupId, timestamp } from './fields.ts'

/** One grant that leads to a permission. */
export const GrantStep = z
  .strictObject({
    kind: z
      .enum(['permission-group', 'default-role', 'group-role', 'group-access', 'api-key', 'acting'])
      .meta({ description: 'What was given; `acting` is the right of whoever administers the parent organization' }),
    id: z.string().meta({ description: 'Which one' }),
    becomes: z.string().nullable().meta({ description: 'The definition that has replaced it since, if one has' }),
    through: z.string().nullable().meta({ description: 'The portal role or application role of a permission group' }),
    validFrom: timestamp.nullable(),
    validUntil: timestamp.nullable(),
  })
  .meta({ id: 'GrantStep', description: 'One grant that leads to a permission' })

/** Everything somebody may do in one place. */
export const EffectivePermissions = z
  .strictObject({
    items: z.array(
      z.strictObject({
        permission: z.string().meta({ description: 'A permission in the portal, or an application role' }),
        path: z.array(GrantStep).meta({ description: 'Every grant that leads to it; one would do' }),
      }),
    ),
  })
  .meta({ id: 'EffectivePermissions' })

/** The group in which it is asked; without it, across the organization. */
export const inGroup = groupId
  .optional()
  .meta({ description: 'Ask about this group; when left out, about the organization' })

/** What may be asked about: a permission, or an application role. */
export const right = z
  .enum([
    ...permissions.map(({ id }) => id),
    ...services.flatMap(({ applicationRoles }) => applicationRoles.map(({ id }) => id)),
  ])
  .meta({ description: 'A permission in the portal, or a role in an application: `service:role`' })

/** What can stand in the way of a permission. */
export const obstacleKinds = [
  'draft',
  'not-accepted',
  'not-a-user',
  'nothing-grants-it',
  'organization-suspended',
  'organization-removed',
  'deactivated',
  'not-yet',
  'ended',
  'service-not-active',
  'out-of-reach',
  'replaced-by-group-role',
] as const

const Obstacle = z
  .strictObject({
    kind: z.enum(obstacleKinds).meta({ description: 'Decide by it' }),
    detail: z.string().meta({ description: 'In words' }),
    grant: GrantStep.nullable().meta({ description: 'The grant that would give it, if nothing stood in its way' }),
  })
  .meta({ id: 'Obstacle', description: 'Something that keeps somebody from a permission' })

/** A decision about access, and why it is so. */
export const Explanation = z
  .strictObject({
    allowed: z.boolean(),
    path: z.array(GrantStep).meta({ description: 'Every grant that leads to it; none when it is not allowed' }),
    obstacles: z.array(Obstacle).meta({ description: 'Everything that stands in the way; none when it is allowed' }),
    beside: z.array(Obstacle).meta({
      description:
        'Where it is allowed: grants that name it and do not count here, each with what takes its place or keeps it from counting',
    }),
  })
  .meta({ id: 'Explanation', description: 'A decision about access, and why it is so' })
