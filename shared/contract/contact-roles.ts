import * as z from 'zod'
import { contactPages } from './contact-pages.ts'
import { AssignContactRole, ContactRoleHolder, ContactRoles, RoleCoverage, SetDeputy } from './contact-role-schemas.ts'
import { contactRole, tellingCoverage } from './coverage-schemas.ts'
import { organizationId, profileId } from './fields.ts'
import type { Feature } from './route.ts'

const there = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const here = { ...there, profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' }
const read = { permission: 'contact-roles:read' } as const
const manage = { permission: 'contact-roles:manage' } as const
const readsAndWrites = ['table:read', 'table:write'] as const

const ofOrganization = z.strictObject({ organizationId })
const ofHolder = z.strictObject({ organizationId, profileId, contactRole })
const path = '/v1/organizations/{organizationId}/profiles/{profileId}/contact-roles/{contactRole}'

const holder = {
  profileId: here.profileId,
  kind: 'person',
  firstName: 'Jan',
  lastName: 'Peeters',
  displayName: null,
  email: 'jan.peeters@contoso.example',
  primary: true,
  assignedAt: '2026-11-24T09:00:00.000Z',
  attestation: null,
  globalAdministrator: null,
  deputy: null,
}
const dpo = {
  contactRole: 'dpo',
  name: 'Data Protection Officer',
  sentence: 'Answers for data protection, and is told of data breaches and audits.',
}
const deputy = 'prf_01k2r8v6m0q3s5t7w9x1y3z5b0'
const dates = { from: '2026-12-21T00:00:00.000Z', until: '2027-01-04T00:00:00.000Z' }

const Assigned = tellingCoverage(
  z.strictObject({ profileId, contactRole, holder: ContactRoleHolder.nullable() }),
  'ContactRoleOfProfile',
)
const changed = { status: 200, reply: Assigned, dryRun: true } as const

/** The routes of contact roles: who officially stands for what, and whether anything is not covered. */
export const contactRoles = {
  ...contactPages,
  assignContactRole: {
    method: 'PUT',
    path,
    summary: 'Name somebody contact, or state anew what is known of them; whoever is named is told by mail',
    access: manage,
    needs: readsAndWrites,
    params: ofHolder,
    body: AssignContactRole,
    ...changed,
    fails: ['prerequisites-missing', 'too-many-holders', 'too-many-requests'],
    example: {
      params: { ...here, contactRole: 'commercial' },
      body: { attestation: { wording: '2026-11' } },
      reply: {
        profileId: here.profileId,
        contactRole: 'commercial',
        holder: {
          ...holder,
          attestation: {
            wording: '2026-11',
            attestedAt: holder.assignedAt,
            attestedBy: 'user:idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
            attestedByProfile: 'prf_01k2r8v6m0q3s5t7w9x1y3z5b0',
          },
        },
        coverageChanges: [
          { contactRole: 'commercial', problem: 'unverified', profileId: here.profileId, change: 'opened' },
          { contactRole: 'commercial', problem: 'missing', profileId: null, change: 'closed' },
        ],
      },
    },
  },
  withdrawContactRole: {
    method: 'DELETE',
    path,
    summary: 'Take a contact role from somebody; nothing happens when they do not hold it',
    access: manage,
    needs: readsAndWrites,
    params: ofHolder,
    ...changed,
    fails: [],
    example: {
      params: { ...here, contactRole: 'dpo' },
      reply: {
        profileId: here.profileId,
        contactRole: 'dpo',
        holder: null,
        coverageChanges: [{ contactRole: 'dpo', problem: 'missing', profileId: null, change: 'opened' }],
      },
    },
  },
  setDeputy: {
    method: 'PUT',
    path: `${path}/deputy`,
    summary: 'Say who stands in for an absent holder, and when: the deputy receives in their place, and never signs',
    access: manage,
    needs: readsAndWrites,
    params: ofHolder,
    body: SetDeputy,
    ...changed,
    fails: ['not-a-holder', 'prerequisites-missing', 'too-many-requests'],
    example: {
      params: { ...here, contactRole: 'dpo' },
      body: { deputy, ...dates },
      reply: {
        profileId: here.profileId,
        contactRole: 'dpo',
        holder: { ...holder, deputy: { profileId: deputy, ...dates, attestation: null } },
        coverageChanges: [],
      },
    },
  },
  clearDeputy: {
    method: 'DELETE',
    path: `${path}/deputy`,
    summary: 'Say that nobody stands in for a holder any more; nothing happens when nobody does',
    access: manage,
    needs: readsAndWrites,
    params: ofHolder,
    ...changed,
    fails: ['not-a-holder'],
    example: {
      params: { ...here, contactRole: 'dpo' },
      reply: { profileId: here.profileId, contactRole: 'dpo', holder, coverageChanges: [] },
    },
  },
  listContactRoles: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/contact-roles',
    summary: 'List the contact roles with their holders in order, the primary first',
    access: read,
    needs: ['table:read'],
    params: ofOrganization,
    status: 200,
    reply: ContactRoles,
    etag: true,
    fails: [],
    example: { params: there, reply: { items: [{ ...dpo, holders: [holder] }], version: 2 } },
  },
  orderContactRole: {
    method: 'PUT',
    path: '/v1/organizations/{organizationId}/contact-roles/{contactRole}/order',
    summary: "Put the holders of a contact role into an order, the primary first; If-Match takes the list's ETag",
    access: manage,
    needs: readsAndWrites,
    params: z.strictObject({ organizationId, contactRole }),
    body: z
      .strictObject({
        profileIds: z.array(profileId).max(10).meta({ description: 'Every holder once, the primary first' }),
      })
      .meta({ id: 'OrderContactRole' }),
    status: 200,
    reply: ContactRoles,
    etag: true,
    ifMatch: true,
    fails: [],
    example: {
      params: { ...there, contactRole: 'dpo' },
      body: { profileIds: [here.profileId] },
      reply: { items: [{ ...dpo, holders: [holder] }], version: 3 },
    },
  },
  getRoleCoverage: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/role-coverage',
    summary: 'See which contact roles are covered, what is wrong with the others, and what that costs',
    access: read,
    needs: ['table:read'],
    params: ofOrganization,
    status: 200,
    reply: RoleCoverage,
    fails: [],
    example: {
      params: there,
      reply: {
        covered: false,
        items: [
          {
            contactRole: 'dpo',
            name: dpo.name,
            required: true,
            covered: false,
            gap: 'Critical compliance notifications are delayed.',
            holders: [{ profileId: here.profileId, coveredBy: here.profileId, deputy: null }],
            problems: [
              {
                problem: 'unverified',
                profileId: here.profileId,
                prerequisites: [],
                advice: 'They have to confirm by the link in their mail.',
              },
            ],
          },
        ],
      },
    },
  },
} as const satisfies Feature
