import * as z from 'zod'
import { organizationId, profileId, timestamp } from './fields.ts'
import type { Feature } from './route.ts'

const Step = z
  .strictObject({
    kind: z
      .enum(['permission-group', 'default-role', 'group-role', 'group-access', 'acting'])
      .meta({ description: 'What was given' }),
    id: z.string().meta({ description: 'Which one' }),
    through: z.string().nullable().meta({ description: 'The portal role or application role of a permission group' }),
    validFrom: timestamp.nullable(),
    validUntil: timestamp.nullable(),
  })
  .meta({ id: 'GrantStep', description: 'One grant that leads to a permission' })

const EffectivePermissions = z
  .strictObject({
    items: z.array(
      z.strictObject({
        permission: z.string().meta({ description: 'A permission in the portal, or an application role' }),
        path: z.array(Step).meta({ description: 'Every grant that leads to it; one would do' }),
      }),
    ),
  })
  .meta({ id: 'EffectivePermissions' })

/** The routes of access: what may someone do, and why. */
export const access = {
  getEffectivePermissions: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}/permissions',
    summary: 'List what a person may do across the organization, with the way each permission came to them',
    access: { permission: 'access:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId, profileId }),
    status: 200,
    reply: EffectivePermissions,
    fails: [],
    example: {
      params: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7', profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' },
      reply: {
        items: [
          {
            permission: 'profiles:read',
            path: [
              {
                kind: 'permission-group',
                id: 'pgr_full-role',
                through: 'users-and-permissions-full-role',
                validFrom: null,
                validUntil: null,
              },
            ],
          },
        ],
      },
    },
  },
} as const satisfies Feature
