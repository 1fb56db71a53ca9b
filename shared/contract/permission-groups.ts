import * as z from 'zod'
import { tellingCoverage } from './coverage-schemas.ts'
import { organizationId, pageOf, paging, permissionGroupId, profileId } from './fields.ts'
import {
  ChangedMembership,
  ChangedPermissionGroup,
  given,
  Member,
  PermissionGroup,
  ProfilePermissionGroups,
  ReplacedPermissionGroups,
} from './permission-group-schemas.ts'
import type { Feature } from './route.ts'
import { validityAsked } from './validity-schemas.ts'

const groups = '/v1/organizations/{organizationId}/permission-groups'
const read = { permission: 'permission-groups:read' } as const
const manage = { permission: 'permission-groups:manage' } as const
const readsAndWrites = ['table:read', 'table:write'] as const

const ofOrganization = z.strictObject({ organizationId })
const ofGroup = z.strictObject({ organizationId, permissionGroupId })
const ofMember = z.strictObject({ organizationId, permissionGroupId, profileId })
const ofProfile = z.strictObject({ organizationId, profileId })

const example = {
  permissionGroupId: 'pgr_01k2r8v6m0q3s5t7w9x1y3z5c1',
  name: 'Security desk',
  description: 'Follows incidents and sees what people may do.',
  system: false,
  service: null,
  portalRoles: ['users-and-permissions-viewer'],
  applicationRoles: ['service-desk:requester'],
  members: 0,
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T09:00:00.000Z',
  version: 1,
}
const there = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const thisGroup = { ...there, permissionGroupId: example.permissionGroupId }
const person = 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'
const noDates = { validFrom: null, validUntil: null }
const { permissionGroupId: exampleId, name, system, portalRoles: portal, applicationRoles: application } = example
const joined = { permissionGroupId: exampleId, name, system, portalRoles: portal, applicationRoles: application }

/** The routes of permission groups: named sets of portal and application roles, and who is in them. */
export const permissionGroups = {
  createPermissionGroup: {
    method: 'POST',
    path: groups,
    summary: 'Make a permission group from roles of the catalog; `copyFrom` gives whatever is left out',
    access: manage,
    needs: readsAndWrites,
    params: ofOrganization,
    body: z
      .strictObject({
        name: given.name,
        description: given.description.optional(),
        copyFrom: permissionGroupId.optional().meta({ description: 'A permission group to copy, a system one too' }),
        portalRoles: given.portalRoles.optional(),
        applicationRoles: given.applicationRoles.optional(),
      })
      .meta({ id: 'CreatePermissionGroup' }),
    status: 201,
    reply: PermissionGroup,
    etag: true,
    fails: ['name-taken', 'too-many-permission-groups-here', 'service-not-active', 'cannot-grant'],
    example: {
      params: there,
      body: { name: example.name, description: example.description, portalRoles: example.portalRoles },
      reply: { ...example, applicationRoles: [] },
    },
  },
  listPermissionGroups: {
    method: 'GET',
    path: groups,
    summary: "List permission groups: those of the system and of active services first, then the organization's own",
    access: read,
    needs: ['table:read'],
    params: ofOrganization,
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(PermissionGroup),
    fails: ['invalid-cursor'],
    example: { params: there, query: { limit: '20' }, reply: { items: [example], nextCursor: null } },
  },
  getPermissionGroup: {
    method: 'GET',
    path: `${groups}/{permissionGroupId}`,
    summary: 'Read a permission group',
    access: read,
    needs: ['table:read'],
    params: ofGroup,
    status: 200,
    reply: PermissionGroup,
    etag: true,
    fails: [],
    example: { params: thisGroup, reply: example },
  },
  changePermissionGroup: {
    method: 'PATCH',
    path: `${groups}/{permissionGroupId}`,
    summary: 'Change a permission group; its members have what it gives from their next request on',
    access: manage,
    needs: readsAndWrites,
    params: ofGroup,
    body: z
      .strictObject({
        name: given.name.optional(),
        description: given.description.nullable().optional(),
        portalRoles: given.portalRoles.optional(),
        applicationRoles: given.applicationRoles.optional(),
      })
      .meta({ id: 'ChangePermissionGroup' }),
    status: 200,
    reply: ChangedPermissionGroup,
    etag: true,
    ifMatch: true,
    dryRun: true,
    fails: ['name-taken', 'service-not-active', 'system-permission-group', 'cannot-grant'],
    example: {
      params: thisGroup,
      body: { portalRoles: ['activities-viewer'] },
      reply: { ...example, portalRoles: ['activities-viewer'], version: 2, coverageChanges: [] },
    },
  },
  removePermissionGroup: {
    method: 'DELETE',
    path: `${groups}/{permissionGroupId}`,
    summary: 'Remove a permission group; `replaceWith` names the one that its members are in from then on',
    access: manage,
    needs: readsAndWrites,
    params: ofGroup,
    query: z.strictObject({
      replaceWith: permissionGroupId.optional().meta({ description: 'Needed while somebody is in the group' }),
    }),
    status: 200,
    reply: tellingCoverage(
      z.strictObject({
        permissionGroupId,
        replacedBy: permissionGroupId.nullable(),
        members: z.int().meta({ description: 'How many people it concerned' }),
      }),
      'RemovedPermissionGroup',
    ),
    dryRun: true,
    fails: ['in-use', 'system-permission-group', 'service-not-active', 'cannot-grant'],
    example: {
      params: thisGroup,
      query: { replaceWith: 'pgr_full-role' },
      reply: { permissionGroupId: exampleId, replacedBy: 'pgr_full-role', members: 3, coverageChanges: [] },
    },
  },
  listPermissionGroupMembers: {
    method: 'GET',
    path: `${groups}/{permissionGroupId}/members`,
    summary: 'List who is in a permission group; drafts are not, until they are confirmed',
    access: read,
    needs: ['table:read'],
    params: ofGroup,
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(Member),
    fails: ['invalid-cursor'],
    example: {
      params: thisGroup,
      query: { limit: '20' },
      reply: {
        items: [
          {
            profileId: person,
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
            ...noDates,
          },
        ],
        nextCursor: null,
      },
    },
  },
  replacePermissionGroupMembers: {
    method: 'PUT',
    path: `${groups}/{permissionGroupId}/members`,
    summary: 'Say who is in a permission group, and nobody else is; If-Match takes the ETag of the group itself',
    access: manage,
    needs: readsAndWrites,
    params: ofGroup,
    body: z
      .strictObject({
        profileIds: z.array(profileId).max(5000).meta({ description: 'Everyone who is in it; 1,000 changes a call' }),
      })
      .meta({ id: 'ReplacePermissionGroupMembers' }),
    status: 200,
    reply: tellingCoverage(
      z.strictObject({
        permissionGroupId,
        members: z.int().meta({ description: 'How many different people were named' }),
      }),
      'ReplacedMembers',
    ),
    ifMatch: true,
    dryRun: true,
    fails: ['not-a-user', 'service-not-active', 'too-many-permission-groups', 'cannot-grant'],
    example: {
      params: thisGroup,
      body: { profileIds: [person] },
      reply: { permissionGroupId: exampleId, members: 1, coverageChanges: [] },
    },
  },
  addPermissionGroupMember: {
    method: 'PUT',
    path: `${groups}/{permissionGroupId}/members/{profileId}`,
    summary:
      'Put somebody into a permission group, from a date on or until one where that is said; whoever is in it already is in it between these dates from then on',
    access: manage,
    needs: readsAndWrites,
    params: ofMember,
    query: z.strictObject(validityAsked),
    status: 200,
    reply: ChangedMembership,
    dryRun: true,
    fails: ['not-a-user', 'service-not-active', 'too-many-permission-groups', 'cannot-grant'],
    example: {
      params: { ...thisGroup, profileId: person },
      query: {},
      reply: { permissionGroupId: exampleId, profileId: person, member: true, ...noDates, coverageChanges: [] },
    },
  },
  removePermissionGroupMember: {
    method: 'DELETE',
    path: `${groups}/{permissionGroupId}/members/{profileId}`,
    summary: 'Take somebody out of a permission group; nothing happens when they are not in it',
    access: manage,
    needs: readsAndWrites,
    params: ofMember,
    status: 200,
    reply: ChangedMembership,
    dryRun: true,
    fails: [],
    example: {
      params: { ...thisGroup, profileId: person },
      reply: { permissionGroupId: exampleId, profileId: person, member: false, ...noDates, coverageChanges: [] },
    },
  },
  listProfilePermissionGroups: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}/permission-groups',
    summary: 'List the permission groups somebody is in',
    access: read,
    needs: ['table:read'],
    params: ofProfile,
    status: 200,
    reply: ProfilePermissionGroups,
    etag: true,
    fails: [],
    example: { params: { ...there, profileId: person }, reply: { items: [{ ...joined, ...noDates }], version: 4 } },
  },
  replaceProfilePermissionGroups: {
    method: 'PUT',
    path: '/v1/organizations/{organizationId}/profiles/{profileId}/permission-groups',
    summary: "Say which permission groups somebody is in, and no other; If-Match takes the profile's ETag",
    access: manage,
    needs: readsAndWrites,
    params: ofProfile,
    body: z
      .strictObject({ permissionGroups: z.array(permissionGroupId).max(100) })
      .meta({ id: 'ReplaceProfilePermissionGroups' }),
    status: 200,
    reply: ReplacedPermissionGroups,
    etag: true,
    ifMatch: true,
    dryRun: true,
    fails: ['not-a-user', 'service-not-active', 'too-many-permission-groups', 'cannot-grant'],
    example: {
      params: { ...there, profileId: person },
      body: { permissionGroups: [exampleId] },
      reply: { items: [{ ...joined, ...noDates }], version: 5, coverageChanges: [] },
    },
  },
} as const satisfies Feature
