import * as z from 'zod'
import { accessConfiguration } from './access-configuration.ts'
import { EffectivePermissions, Explanation, GrantStep, inGroup, right } from './access-schemas.ts'
import { decisionRows } from './decision-rows.ts'
import { organizationId, pageOf, paging, profileId, timestamp } from './fields.ts'
import { ProfileSummary } from './profile-schemas.ts'
import type { Feature } from './route.ts'

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
  ...decisionRows,
  ...accessConfiguration,
} as const satisfies Feature
