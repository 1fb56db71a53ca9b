import * as z from 'zod'
import { organizationId, pageOf, paging, profileId, roleId } from './fields.ts'
import { ChangedDefaultRole, givenOfRole, RemovedRole, Role, SetDefaultRole } from './role-schemas.ts'
import type { Feature } from './route.ts'

const ofRoles = '/v1/organizations/{organizationId}/roles'
const defaultRole = '/v1/organizations/{organizationId}/profiles/{profileId}/default-role'
const read = { permission: 'roles:read' } as const
const manage = { permission: 'roles:manage' } as const
const givesRoles = { permission: 'profiles:manage' } as const
const readsAndWrites = ['table:read', 'table:write'] as const

const ofOrganization = z.strictObject({ organizationId })
const ofRole = z.strictObject({ organizationId, roleId })
const ofProfile = z.strictObject({ organizationId, profileId })

const example = {
  roleId: 'rol_01k2r8v6m0q3s5t7w9x1y3z5d1',
  name: 'Content reviewer',
  description: 'Sees the content library and how it is used.',
  predefined: false,
  level: 'organization',
  permissions: ['content:read', 'analytics:read'],
  holders: 0,
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T09:00:00.000Z',
  version: 1,
} as const
const there = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const thisRole = { ...there, roleId: example.roleId }
const person = { ...there, profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' }
const group = 'grp_01k2r8v6m0q3s5t7w9x1y3z5e1'

/** The routes of roles: named sets of permissions, and the one that somebody has by default. */
export const roles = {
  createRole: {
    method: 'POST',
    path: ofRoles,
    summary: 'Make a custom role; `copyFrom` gives whatever is left out',
    access: manage,
    needs: readsAndWrites,
    params: ofOrganization,
    body: z
      .strictObject({
        name: givenOfRole.name,
        description: givenOfRole.description.optional(),
        copyFrom: roleId.optional().meta({ description: 'A role to copy, a predefined one too' }),
        level: givenOfRole.level.optional().meta({ description: 'Needed without `copyFrom`; it never changes' }),
        permissions: givenOfRole.permissions.optional(),
      })
      .meta({ id: 'CreateRole' }),
    status: 201,
    reply: Role,
    etag: true,
    fails: ['name-taken', 'too-many-roles-here', 'cannot-grant'],
    example: {
      params: there,
      body: {
        name: example.name,
        description: example.description,
        level: 'organization',
        permissions: example.permissions,
      },
      reply: example,
    },
  },
  listRoles: {
    method: 'GET',
    path: ofRoles,
    summary: "List roles: predefined ones first, then the organization's own by name",
    access: read,
    needs: ['table:read'],
    params: ofOrganization,
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(Role),
    fails: ['invalid-cursor'],
    example: { params: there, query: { limit: '20' }, reply: { items: [example], nextCursor: null } },
  },
  getRole: {
    method: 'GET',
    path: `${ofRoles}/{roleId}`,
    summary: 'Read a role',
    access: read,
    needs: ['table:read'],
    params: ofRole,
    status: 200,
    reply: Role,
    etag: true,
    fails: [],
    example: { params: thisRole, reply: example },
  },
  changeRole: {
    method: 'PATCH',
    path: `${ofRoles}/{roleId}`,
    summary: 'Change a custom role; its holders may do what it says from their next request on',
    access: manage,
    needs: readsAndWrites,
    params: ofRole,
    body: z
      .strictObject({
        name: givenOfRole.name.optional(),
        description: givenOfRole.description.nullable().optional(),
        permissions: givenOfRole.permissions.optional(),
      })
      .meta({ id: 'ChangeRole' }),
    status: 200,
    reply: Role,
    etag: true,
    ifMatch: true,
    dryRun: true,
    fails: ['name-taken', 'predefined-role', 'cannot-grant'],
    example: {
      params: thisRole,
      body: { permissions: ['content:read'] },
      reply: { ...example, permissions: ['content:read'], version: 2 },
    },
  },
  removeRole: {
    method: 'DELETE',
    path: `${ofRoles}/{roleId}`,
    summary: 'Remove a custom role; `replaceWith` names the one that its holders hold from then on',
    access: manage,
    needs: readsAndWrites,
    params: ofRole,
    query: z.strictObject({
      replaceWith: roleId.optional().meta({ description: 'Needed while somebody holds it; of the same level' }),
    }),
    status: 200,
    reply: RemovedRole,
    dryRun: true,
    fails: ['in-use', 'predefined-role', 'cannot-grant'],
    example: {
      params: thisRole,
      query: { replaceWith: 'rol_viewer' },
      reply: { roleId: example.roleId, replacedBy: 'rol_viewer', holders: 3 },
    },
  },
  setDefaultRole: {
    method: 'PUT',
    path: defaultRole,
    summary: 'Give somebody a default role in place of the one they have, and access to groups along with it',
    access: givesRoles,
    needs: readsAndWrites,
    params: ofProfile,
    body: SetDefaultRole,
    status: 200,
    reply: ChangedDefaultRole,
    etag: true,
    dryRun: true,
    fails: [
      'not-a-user',
      'role-needs-group',
      'too-many-groups',
      'last-owner',
      'too-many-owners',
      'cannot-grant',
      'owner-only',
      'has-owner',
    ],
    example: {
      params: person,
      body: { roleId: 'rol_group-operator', groups: [group] },
      reply: {
        profileId: person.profileId,
        defaultRole: { roleId: 'rol_group-operator', validFrom: null, validUntil: null },
        groups: [group],
        version: 5,
        coverageChanges: [],
      },
    },
  },
  clearDefaultRole: {
    method: 'DELETE',
    path: defaultRole,
    summary: 'Take the default role from somebody; nothing happens when they have none',
    access: givesRoles,
    needs: readsAndWrites,
    params: ofProfile,
    status: 200,
    reply: ChangedDefaultRole,
    etag: true,
    dryRun: true,
    fails: ['last-owner', 'cannot-grant', 'owner-only'],
    example: {
      params: person,
      reply: { profileId: person.profileId, defaultRole: null, groups: [group], version: 6, coverageChanges: [] },
    },
  },
} as const satisfies Feature
