import * as z from 'zod'
import { type Principal, type ProfileId, ulidPattern } from '../domain/ids.ts'
import { activityAction } from './activity-action.ts'
import { activityId, organizationId, pageOf, paging, profileId, timestamp } from './fields.ts'
import type { Feature } from './route.ts'

const value = z.string().nullable().meta({ description: 'As text; null where there was none' })

/** One thing that happened, as callers see it. */
export const Activity = z
  .strictObject({
    activityId,
    action: activityAction.meta({ description: 'What happened: noun.past-verb', examples: ['invitation.accepted'] }),
    sentence: z.string().meta({ description: 'The same in words, as the catalog has them' }),
    at: timestamp,
    actor: z.string().meta({ description: 'Who did it: `user:…`, `key:…`, `link:…`, `system:…` or `deployer`' }),
    actorProfile: profileId
      .nullable()
      .meta({ description: 'The profile of this organization that did it, where it was one of its own people' }),
    actorName: z.string().nullable().meta({ description: 'The name of whoever did it, as far as it is known' }),
    actingFor: organizationId
      .nullable()
      .meta({ description: 'The organization whose staff did it, where it was not done by this organization itself' }),
    subject: profileId.nullable().meta({ description: 'The profile it was done to, where it was done to a person' }),
    subjectName: z.string().nullable().meta({ description: 'Their name, as far as it is known' }),
    about: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .meta({ description: 'Ids of the other things concerned' }),
    changedFields: z.array(z.string()),
    changes: z
      .array(z.strictObject({ field: z.string(), before: value, after: value }))
      .nullable()
      .meta({
        description:
          'The values before and after, for whoever may see what was changed as well (`profiles:read`, or `organization:read`); null for others, where there are none, and after the person was erased',
      }),
    applicationRoles: z
      .strictObject({ before: z.array(z.string()), after: z.array(z.string()) })
      .nullable()
      .meta({ description: 'The application roles the person held before and after, where they differ' }),
    ipAddress: z.string().nullable(),
  })
  .meta({ id: 'Activity' })

const ulid = new RegExp(
  `^(?:prf_${ulidPattern}|user:idn_${ulidPattern}|key:key_${ulidPattern}|link:(?:inv|ctr|prf)_${ulidPattern}|system:[a-z-]{1,64}|deployer)$`,
)

/** Whoever can have done something. It is given its type here, at the parsing boundary. */
const actor = z
  .string()
  .max(100)
  .regex(ulid, { error: 'is neither the id of a profile nor one that activities show as `actor`' })
  .meta({
    description:
      'Who did it: a profile of this organization, whatever it signed in as, or a principal as activities show it in `actor`. A profile is found at once; a `user:…` or `link:…` is looked for page by page',
  }) as unknown as z.ZodType<ProfileId | Principal, string>

const filters = {
  subject: profileId.optional().meta({ description: 'Only what was done to this profile' }),
  actor: actor.optional(),
  action: activityAction.optional().meta({ description: 'Only this action of the catalog' }),
  from: timestamp.optional().meta({ description: 'Only what happened at that moment or later' }),
  until: timestamp.optional().meta({ description: 'Only what happened before that moment' }),
}

/** The end of a time range comes after its beginning. */
const isForward = ({ from, until }: { readonly from?: string | undefined; readonly until?: string | undefined }) =>
  from === undefined || until === undefined || Date.parse(from) < Date.parse(until)
const forward = { path: ['until'], error: 'is not later than `from`' }

const exampleParams = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const exampleActivity = {
  activityId: 'act_01k2r8v6m0q3s5t7w9x1y3z5ab',
  action: 'profile.created',
  sentence: 'A person or a shared mailbox was added.',
  at: '2026-11-23T09:00:00.000Z',
  actor: 'user:idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
  actorProfile: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a6',
  actorName: 'Mia Jansen',
  actingFor: null,
  subject: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
  subjectName: 'Jan Peeters',
  about: {},
  changedFields: ['phone'],
  changes: [{ field: 'phone', before: null, after: '+3215000000' }],
  applicationRoles: null,
  ipAddress: '203.0.113.7',
} as const

/** The routes of activities: who did what to whom, when and from where. */
export const activities = {
  listActivities: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/activities',
    summary: 'List what happened in an organization: the newest first, or from the oldest on to follow what happens',
    access: { permission: 'activities:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    query: z
      .strictObject({
        ...paging,
        ...filters,
        order: z.enum(['newest', 'oldest']).default('newest').meta({
          description:
            'With `oldest` the list ends 60 seconds before now, and its `nextCursor` is never null: ask with it again later to follow what happens',
        }),
      })
      .refine(isForward, forward),
    status: 200,
    reply: pageOf(Activity),
    fails: ['invalid-cursor'],
    example: {
      params: exampleParams,
      query: { limit: '20' },
      reply: { items: [exampleActivity], nextCursor: null },
    },
  },

  exportActivities: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/activities/export',
    summary:
      'Export what happened, as CSV or as JSON Lines; the header `Link` leads to the next part, and parts can be joined',
    access: { permission: 'activities:export' },
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ organizationId }),
    query: z
      .strictObject({
        cursor: paging.cursor,
        ...filters,
        order: z.enum(['newest', 'oldest']).default('newest'),
        format: z.enum(['csv', 'jsonl']).default('csv').meta({
          description:
            'CSV for spreadsheets, in which no cell is run; or one activity a line, as listActivities shows it',
        }),
      })
      .refine(isForward, forward),
    status: 200,
    reply: 'export',
    fails: ['invalid-cursor'],
    example: { params: exampleParams, query: { format: 'csv', from: '2026-11-01T00:00:00.000Z' } },
  },

  listProfileActivities: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}/activities',
    summary: 'List what a person did and what was done to them, newest first; also after they were removed',
    access: { permission: 'activities:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId, profileId }),
    query: z.strictObject({ ...paging }),
    status: 200,
    reply: pageOf(Activity),
    fails: ['invalid-cursor'],
    example: {
      params: { ...exampleParams, profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' },
      query: { limit: '20' },
      reply: { items: [exampleActivity], nextCursor: null },
    },
  },
} as const satisfies Feature
