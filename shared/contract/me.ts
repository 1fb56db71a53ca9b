import * as z from 'zod'
import { inGroup } from './access-schemas.ts'
import { emailAddress, invitationId, organizationId, pageOf, paging, timestamp } from './fields.ts'
import { ChangeMe, ChangeMyPreferences, Me, Membership, MyPermissions, MyPreferences } from './me-schemas.ts'
import { AcceptInvitation, DecidedInvitation, MyInvitation } from './my-invitation-schemas.ts'
import type { Feature } from './route.ts'

const exampleMembership = {
  organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
  name: 'Contoso Bakeries',
  kind: 'customer',
  organizationStatus: 'active',
  profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
  status: 'active',
  salutation: 'ms',
  language: 'nl',
  firstName: 'Mia',
  lastName: 'Jansen',
  jobTitle: 'Office manager',
  phone: '+3215000000',
  version: 3,
} as const

const linkToken = z.string().max(512).meta({ description: 'The token of the link in the mail' })
const publicBecause = 'whoever opens the mail is not signed in there; the link is the proof that the address is theirs'
const addressFunction = {
  function: 'address',
  because: 'it is open to the world, and every other route of the feature is for people who are signed in',
}

const exampleInvitation = {
  invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9',
  organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
  profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
} as const

const preferences = {
  query: z.strictObject({ organizationId }),
  status: 200,
  reply: MyPreferences,
  etag: true,
  example: {
    query: { organizationId: exampleMembership.organizationId },
    reply: {
      organizationId: exampleMembership.organizationId,
      mutedCategories: ['technical-update'],
      version: exampleMembership.version,
    },
  },
} as const

/** The routes about whoever calls. */
export const me = {
  getMe: {
    method: 'GET',
    path: '/v1/me',
    summary: 'Who am I, where am I a user, and whom do I ask there for access?',
    access: 'signed-in',
    needs: ['table:read'],
    status: 200,
    reply: Me,
    fails: [],
    example: {
      reply: {
        identityId: 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
        email: 'mia.jansen@contoso.example',
        organizations: [
          {
            ...exampleMembership,
            administrators: [
              {
                firstName: 'Jan',
                lastName: 'Peeters',
                email: 'jan.peeters@contoso.example',
                organizationId: exampleMembership.organizationId,
              },
            ],
          },
        ],
      },
    },
  },
  changeMe: {
    method: 'PATCH',
    path: '/v1/me',
    summary: 'Change what one of my organizations knows of me',
    access: 'signed-in',
    needs: ['table:read', 'table:write'],
    body: ChangeMe,
    status: 200,
    reply: Membership,
    etag: true,
    ifMatch: true,
    fails: ['forbidden'],
    example: {
      body: { organizationId: exampleMembership.organizationId, language: 'nl', phone: '+3215000000' },
      reply: exampleMembership,
    },
  },
  listMyOrganizations: {
    method: 'GET',
    path: '/v1/me/organizations',
    summary: 'List the organizations in which I am a user',
    access: 'signed-in',
    needs: ['table:read'],
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(Membership),
    fails: ['invalid-cursor'],
    example: { query: { limit: '20' }, reply: { items: [exampleMembership], nextCursor: null } },
  },
  getMyPermissions: {
    method: 'GET',
    path: '/v1/me/permissions',
    summary: 'List what I may do in an organization or in a group, with the way each permission came to me',
    access: 'signed-in',
    needs: ['table:read'],
    query: z.strictObject({ organizationId, groupId: inGroup }),
    status: 200,
    reply: MyPermissions,
    fails: ['not-found'],
    example: {
      query: { organizationId: exampleMembership.organizationId },
      reply: {
        items: [
          {
            permission: 'profiles:read',
            path: [
              {
                kind: 'default-role',
                id: 'rol_viewer',
                becomes: null,
                through: null,
                validFrom: null,
                validUntil: null,
              },
            ],
          },
        ],
        nothingBecause: null,
      },
    },
  },
  getMyPreferences: {
    method: 'GET',
    path: '/v1/me/preferences',
    summary: 'See which notifications I have switched off in an organization',
    access: 'signed-in',
    needs: ['table:read'],
    ...preferences,
    fails: ['not-found', 'forbidden'],
  },
  changeMyPreferences: {
    method: 'PUT',
    path: '/v1/me/preferences',
    summary: 'Choose which notifications I do not want in an organization',
    access: 'signed-in',
    needs: ['table:read', 'table:write'],
    ...preferences,
    body: ChangeMyPreferences,
    ifMatch: true,
    fails: ['not-found', 'forbidden'],
    example: { ...preferences.example, body: { mutedCategories: ['technical-update'] } },
  },
  changeMyEmail: {
    method: 'POST',
    path: '/v1/me/email',
    summary: 'Ask to sign in with another address; a link to it confirms that it is mine',
    access: 'signed-in',
    needs: ['table:read', 'table:write'],
    body: z.strictObject({ email: emailAddress }).meta({ id: 'ChangeMyEmail' }),
    status: 202,
    reply: z
      .strictObject({
        email: z
          .string()
          .meta({ description: 'Where the mail goes; nothing is said here of whether the address is known' }),
        expiresAt: timestamp.meta({ description: 'Until when the link in the mail works' }),
      })
      .meta({ id: 'AddressChange' }),
    fails: ['forbidden', 'too-many-requests'],
    example: {
      body: { email: 'mia.devos@contoso.example' },
      reply: { email: 'mia.devos@contoso.example', expiresAt: '2026-11-24T09:00:00.000Z' },
    },
  },
  showAddressChange: {
    method: 'GET',
    path: '/confirm-address/{token}',
    summary: 'The page behind the link to a new sign-in address: what will change',
    access: { public: publicBecause },
    needs: ['table:read'],
    params: z.strictObject({ token: linkToken }),
    status: 200,
    reply: 'page',
    fails: [],
    example: { params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' } },
    runsIn: addressFunction,
  },
  confirmAddressChange: {
    method: 'POST',
    path: '/confirm-address/{token}',
    summary: 'Sign in with the new address from now on',
    access: { public: publicBecause },
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ token: linkToken }),
    status: 200,
    reply: 'page',
    fails: [],
    example: { params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' } },
    runsIn: addressFunction,
  },
  listMyInvitations: {
    method: 'GET',
    path: '/v1/me/invitations',
    summary: 'List the invitations to the address I sign in with that I can accept or decline, newest first',
    access: 'signed-in',
    needs: ['table:read'],
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(MyInvitation),
    fails: ['invalid-cursor'],
    example: {
      query: { limit: '20' },
      reply: {
        items: [
          {
            ...exampleInvitation,
            organizationName: 'Contoso Bakeries',
            organizationStatus: 'active',
            firstName: null,
            lastName: null,
            invitedBy: { firstName: 'Jan', lastName: 'Peeters', organizationName: 'Contoso Bakeries' },
            sentAt: '2026-11-23T09:00:00.000Z',
            expiresAt: '2026-11-30T09:00:00.000Z',
          },
        ],
        nextCursor: null,
      },
    },
  },
  acceptInvitation: {
    method: 'POST',
    path: '/v1/me/invitations/{invitationId}/accept',
    summary: 'Accept an invitation with the sign-in I have; access begins at once',
    access: 'signed-in',
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ invitationId }),
    body: AcceptInvitation,
    dryRun: true,
    status: 200,
    reply: DecidedInvitation,
    fails: [
      'not-found',
      'forbidden',
      'invitation-accepted',
      'invitation-revoked',
      'invitation-expired',
      'inviter-lost-access',
      'too-many-owners',
    ],
    example: {
      params: { invitationId: exampleInvitation.invitationId },
      body: { firstName: 'Mia', lastName: 'Jansen' },
      reply: { ...exampleInvitation, status: 'accepted', coverageChanges: [] },
    },
  },
  declineInvitation: {
    method: 'POST',
    path: '/v1/me/invitations/{invitationId}/decline',
    summary: 'Decline an invitation; its link stops working',
    access: 'signed-in',
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ invitationId }),
    dryRun: true,
    status: 200,
    reply: DecidedInvitation,
    fails: [
      'not-found',
      'forbidden',
      'invitation-accepted',
      'invitation-revoked',
      'invitation-expired',
      'inviter-lost-access',
    ],
    example: {
      params: { invitationId: exampleInvitation.invitationId },
      reply: { ...exampleInvitation, status: 'declined', coverageChanges: [] },
    },
  },
} as const satisfies Feature
