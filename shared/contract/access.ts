import * as z from 'zod'
import { permissions, services } from '../domain/catalog.ts'
import { groupId, organizationId, pageOf, paging, profileId, timestamp } from './fields.ts'
import { ProfileSummary } from './profile-schemas.ts'
import type { Feature } from './route.ts'

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

const right = z
  .enum([
    ...permissions.map(({ id }) => id),
    ...services.flatMap(({ applicationRoles }) => applicationRoles.map(({ id }) => id)),
  ])
  .meta({ description: 'A permission in the portal, or a role in an application: `service:role`' })

const Obstacle = z
  .strictObject({
    kind: z
      .enum([
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
      ])
      .meta({ description: 'Decide by it' }),
    detail: z.string().meta({ description: 'In words' }),
    grant: GrantStep.nullable().meta({ description: 'The grant that would give it, if nothing stood in its way' }),
  })
  .meta({ id: 'Obstacle', description: 'Something that keeps somebody from a permission' })

const Explanation = z
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

const exampleStep = {
  kind: 'permission-group',
  id: 'pgr_full-role',
  becomes: null,
  through: 'users-and-permissions-full-role',
  validFrom: null,
  validUntil: null,
} as const

/** The routes of access: what may someone do, and why. */
export const access = {
  getEffectivePermissions: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}/permissions',
    summary:
      'List what a person may do across the organization or in a group, with the way each permission came to them',
    access: { permission: 'access:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId, profileId }),
    query: z.strictObject({ groupId: inGroup }),
    status: 200,
    reply: EffectivePermissions,
    fails: [],
    example: {
      params: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7', profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' },
      query: {},
      reply: { items: [{ permission: 'profiles:read', path: [exampleStep] }] },
    },
  },
  explainAccess: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/access/explain',
    summary: 'Ask whether a person may do something, and why, or everything that stands in the way',
    access: { permission: 'access:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    body: z
      .strictObject({
        profileId,
        permission: right,
        groupId: inGroup,
        at: timestamp
          .optional()
          .meta({ description: 'Judge at this moment, with what is given now; now when left out' }),
      })
      .meta({ id: 'ExplainAccess' }),
    status: 200,
    reply: Explanation,
    asks: true,
    fails: [],
    example: {
      params: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' },
      body: { profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8', permission: 'profiles:read' },
      reply: { allowed: true, path: [exampleStep], obstacles: [], beside: [] },
    },
  },
  whoCan: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/access/who-can',
    summary: 'List who of the organization may do something, across it or in a group, with the way it came to each',
    access: { permission: 'access:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    query: z.strictObject({ ...paging, permission: right, groupId: inGroup }),
    status: 200,
    reply: pageOf(
      ProfileSummary.extend({
        path: z.array(GrantStep).meta({ description: 'Every grant that leads to it; one would do' }),
      }).meta({ id: 'WhoCan' }),
    ),
    fails: ['invalid-cursor'],
    example: {
      params: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' },
      query: { limit: '20', permission: 'profiles:manage' },
      reply: {
        items: [
          {
            profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
            kind: 'person',
            user: true,
            status: 'active',
            email: 'jan.peeters@contoso.example',
            firstName: 'Jan',
            lastName: 'Peeters',
            displayName: null,
            jobTitle: 'IT manager',
            department: 'IT',
            defaultRole: null,
            path: [exampleStep],
          },
        ],
        nextCursor: null,
      },
    },
  },
} as const satisfies Feature
