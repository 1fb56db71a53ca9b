import * as z from 'zod'
import { groupId, invitationId, language, organizationId, permissionGroupId, profileId, roleId } from './fields.ts'
import type { Feature } from './route.ts'

const InviteUsers = z
  .strictObject({
    addresses: z
      .union([z.string().max(30_000), z.array(z.string().max(400)).max(100)])
      .optional()
      .meta({ description: 'E-mail addresses: a list, or one text separated by commas or new lines' }),
    profileIds: z.array(profileId).max(100).optional().meta({ description: 'Drafts to be confirmed' }),
    defaultRole: roleId.optional().meta({ description: 'The one role that all of them get' }),
    groups: z.array(groupId).max(100).optional().meta({ description: 'The groups they get access to' }),
    permissionGroups: z.array(permissionGroupId).max(20).optional(),
    language: language.optional().meta({ description: "For new people; the organization's when left out" }),
  })
  .meta({ id: 'InviteUsers' })

const InvitationOutcome = z
  .strictObject({
    address: z.string().nullable().meta({ description: 'As it was given; null where a profile was named' }),
    profileId: profileId.nullable(),
    invitationId: invitationId.nullable(),
    outcome: z
      .enum([
        'invited',
        'already-a-user',
        'already-invited',
        'became-user',
        'invalid',
        'duplicate',
        'not-found',
        'deactivated',
      ])
      .meta({ description: 'What came of this address or profile' }),
    detail: z.string().nullable().meta({ description: 'In words, where there is something to do' }),
  })
  .meta({ id: 'InvitationOutcome' })

const InvitationOutcomes = z
  .strictObject({ items: z.array(InvitationOutcome).meta({ description: 'In the order they were given' }) })
  .meta({ id: 'InvitationOutcomes' })

/** A link's token: 256 bits in base64url. Anything else in its place leads to the page of an unknown link. */
const linkToken = z.string().max(512).meta({ description: 'The token of the link in the mail' })
const publicBecause = 'whoever has the link of the mail is not signed in yet; the link itself is the proof'
const activationFunction = {
  function: 'activation',
  because:
    'it is open to the world, administers Cognito users and opens sealed sessions, and no other route of the feature does',
}

/** The routes of invitations: the offer to become a user, and the pages behind its link. */
export const invitations = {
  inviteUsers: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/invitations',
    summary: 'Invite people to become users, or confirm drafts',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ organizationId }),
    body: InviteUsers,
    dryRun: true,
    status: 200,
    reply: InvitationOutcomes,
    fails: [
      'cannot-grant',
      'owner-only',
      'has-owner',
      'service-not-active',
      'role-needs-group',
      'too-many-permission-groups',
      'too-many-requests',
    ],
    example: {
      params: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' },
      body: { addresses: ['jan.peeters@contoso.example'], permissionGroups: ['pgr_full-role'] },
      reply: {
        items: [
          {
            address: 'jan.peeters@contoso.example',
            profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
            invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9',
            outcome: 'invited',
            detail: null,
          },
        ],
      },
    },
  },
  showActivation: {
    method: 'GET',
    path: '/activate/{token}',
    summary: 'The page behind the link of an invitation',
    access: { public: publicBecause },
    needs: ['table:read'],
    params: z.strictObject({ token: linkToken }),
    status: 200,
    reply: 'page',
    fails: [],
    example: { params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' } },
    runsIn: activationFunction,
  },
  setPassword: {
    method: 'POST',
    path: '/activate/{token}/password',
    summary: 'Choose the password; the answer alone shows the key for the authenticator app',
    access: { public: publicBecause },
    needs: ['table:read', 'table:write', 'directory:enrol', 'session:seal'],
    params: z.strictObject({ token: linkToken }),
    // Longer than a password and a name may be, so that the page can say which of them is too long.
    body: z.strictObject({
      password: z.string().max(4000),
      username: z.string().max(254).optional().meta({ description: 'For password managers only; not read' }),
      firstName: z.string().max(4000).optional(),
      lastName: z.string().max(4000).optional(),
    }),
    status: 200,
    reply: 'page',
    fails: [],
    example: {
      params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' },
      body: { password: 'correct horse Battery 1 staple' },
    },
    runsIn: activationFunction,
  },
  enrolFactor: {
    method: 'POST',
    path: '/activate/{token}/factor',
    summary: 'Give the first code of the authenticator app; with it the invitation is accepted',
    access: { public: publicBecause },
    needs: ['table:read', 'table:write', 'directory:enrol', 'session:seal'],
    params: z.strictObject({ token: linkToken }),
    body: z.strictObject({ attempt: z.string().max(64), code: z.string().max(32) }),
    status: 200,
    reply: 'page',
    fails: [],
    example: {
      params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' },
      body: { attempt: 'att_01k2r8v6m0q3s5t7w9x1y3z5a9', code: '123456' },
    },
    runsIn: activationFunction,
  },
} as const satisfies Feature
