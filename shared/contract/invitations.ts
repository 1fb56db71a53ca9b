import * as z from 'zod'
import { invitationId, organizationId, pageOf, paging } from './fields.ts'
import { importRows } from './import-rows.ts'
import { invitationPages } from './invitation-pages.ts'
import {
  ChangedInvitation,
  Invitation,
  InvitationOutcomes,
  InvitationSummary,
  InviteUsers,
  invitationStatus,
} from './invitation-schemas.ts'
import type { Feature } from './route.ts'

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
    inParts: 'to-the-end',
    status: 200,
    reply: InvitationOutcomes,
    fails: [
      'cannot-grant',
      'owner-only',
      'has-owner',
      'service-not-active',
      'role-needs-group',
      'too-many-permission-groups',
      'too-many-groups',
      'prerequisites-missing',
      'too-many-holders',
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
        coverageChanges: [],
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
    reply: ChangedInvitation,
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
      'too-many-groups',
      'prerequisites-missing',
      'too-many-holders',
      'too-many-requests',
    ],
    example: {
      params: examplePlace,
      reply: { ...exampleInvitation, timesSent: 2, delivery: 'queued', version: 3, coverageChanges: [] },
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
    reply: ChangedInvitation,
    etag: true,
    fails: ['cannot-grant', 'owner-only', 'has-owner', 'invitation-accepted', 'invitation-revoked'],
    example: {
      params: examplePlace,
      reply: { ...exampleInvitation, status: 'revoked', revokedBecause: 'by-hand', version: 3, coverageChanges: [] },
    },
  },
  ...importRows,
  ...invitationPages,
} as const satisfies Feature
