import * as z from 'zod'
import { activityId, organizationId, pageOf, paging, profileId, timestamp } from './fields.ts'
import type { Feature } from './route.ts'

/** One thing that happened, as callers see it. */
export const Activity = z
  .strictObject({
    activityId,
    action: z.string().meta({ description: 'What happened: noun.past-verb', examples: ['invitation.accepted'] }),
    at: timestamp,
    actor: z.string().meta({ description: 'Who did it: `user:…`, `key:…`, `link:…`, `system:…` or `deployer`' }),
    actingFor: organizationId
      .nullable()
      .meta({ description: 'The organization whose staff did it, where it was not done by this organization itself' }),
    subject: profileId.nullable().meta({ description: 'The profile it was done to, where it was done to a person' }),
    about: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .meta({ description: 'Ids of the other things concerned' }),
    changedFields: z.array(z.string()),
    ipAddress: z.string().nullable(),
  })
  .meta({ id: 'Activity' })

/** The routes of activities: who did what to whom, when and from where. */
export const activities = {
  listActivities: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/activities',
    summary: 'List what happened in an organization, newest first',
    access: { permission: 'activities:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    query: z.strictObject({ ...paging }),
    status: 200,
    reply: pageOf(Activity),
    fails: ['invalid-cursor'],
    example: {
      params: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' },
      query: { limit: '20' },
      reply: {
        items: [
          {
            activityId: 'act_01k2r8v6m0q3s5t7w9x1y3z5ab',
            action: 'invitation.created',
            at: '2026-11-23T09:00:00.000Z',
            actor: 'user:idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
            actingFor: null,
            subject: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
            about: { invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9', generation: 1 },
            changedFields: [],
            ipAddress: '203.0.113.7',
          },
        ],
        nextCursor: null,
      },
    },
  },
} as const satisfies Feature
