import * as z from 'zod'
import { invitationId, organizationId, pageOf, paging } from './fields.ts'
import {
  Invitation,
  InvitationOutcomes,
  InvitationSummary,
  InviteUsers,
  invitationStatus,
} from './invitation-schemas.ts'
import type { Feature } from './route.ts'

/** A link's token: 256 bits in base64url. Anything else in its place leads to the page of an unknown link. */
const linkToken = z.string().max(512).meta({ description: 'The token of the link in the mail' })
const publicBecause = 'whoever has the link of the mail is not signed in yet; the link itself is the proof'
const activationFunction = {
  function: 'activation',
  because:
    'it is open to the world, administers Cognito users and opens sealed sessions, and no other route of the feature does',
}

const one = z.strictObject({ organizationId, invitationId })
const examplePlace = {
  organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
  invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9',
} as const
const exampleInvitation = {
  invitationId: examplePlace.invitationId,
  profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
  email: 'jan.peeters@contoso.example',
  firstName: 'Jan',
  lastName: 'Peeters',
  status: 'pending',
  revokedBecause: null,
  invitedBy: {
    principal: 'user:idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
    organizationId: examplePlace.organizationId,
    firstName: 'Mia',
    lastName: 'Jansen',
  },
  sentAt: '2026-11-23T09:00:00.000Z',
  timesSent: 1,
  expiresAt: '2026-11-30T09:00:00.000Z',
  delivery: 'sent',
  acceptedAt: null,
} as const

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
  listInvitations: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/invitations',
    summary: 'List who was invited by whom, newest first, and what became of it',
    access: { permission: 'invitations:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    query: z.strictObject({ ...paging, state: invitationStatus.optional() }),
    status: 200,
    reply: pageOf(InvitationSummary),
    fails: ['invalid-cursor'],
    example: {
      params: { organizationId: examplePlace.organizationId },
      query: { limit: '20', state: 'pending' },
      reply: { items: [exampleInvitation], nextCursor: null },
    },
  },
  getInvitation: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/invitations/{invitationId}',
    summary: 'Read an invitation',
    access: { permission: 'invitations:read' },
    needs: ['table:read'],
    params: one,
    status: 200,
    reply: Invitation,
    etag: true,
    fails: [],
    example: { params: examplePlace, reply: { ...exampleInvitation, version: 2 } },
  },
  resendInvitation: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/invitations/{invitationId}/resend',
    summary: 'Send an invitation again, also one that has expired or was revoked; older links stop working',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: one,
    dryRun: true,
    status: 200,
    reply: Invitation,
    etag: true,
    fails: [
      'cannot-grant',
      'owner-only',
      'has-owner',
      'invitation-accepted',
      'newer-invitation',
      'profile-removed',
      'deactivated',
      'not-a-user',
      'intentions-gone',
      'too-many-requests',
    ],
    example: {
      params: examplePlace,
      reply: { ...exampleInvitation, timesSent: 2, delivery: 'queued', version: 3 },
    },
  },
  revokeInvitation: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/invitations/{invitationId}/revoke',
    summary: 'Withdraw an invitation that is pending or has expired; the profile becomes a draft again',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params: one,
    dryRun: true,
    status: 200,
    reply: Invitation,
    etag: true,
    fails: ['cannot-grant', 'owner-only', 'has-owner', 'invitation-accepted', 'invitation-revoked'],
    example: {
      params: examplePlace,
      reply: { ...exampleInvitation, status: 'revoked', revokedBecause: 'by-hand', version: 3 },
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
  askForInvitation: {
    method: 'POST',
    path: '/activate/{token}/ask',
    summary: 'Ask for a new link, from the page of one that has expired; the inviter is told, once an hour',
    access: { public: publicBecause },
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ token: linkToken }),
    status: 200,
    reply: 'page',
    fails: [],
    example: { params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' } },
    runsIn: activationFunction,
  },
} as const satisfies Feature
