import * as z from 'zod'
import { groupId, organizationId, pageOf, paging, profileId } from './fields.ts'
import {
  ChangedGroupAccess,
  ChangedGroupMember,
  Group,
  GroupMember,
  givenOfGroup,
  groupRole,
  ProfileGroup,
  RemovedGroup,
} from './group-schemas.ts'
import type { Feature } from './route.ts'
import { validityAsked } from './validity-schemas.ts'

const path = '/v1/organizations/{organizationId}/groups'
const one = `${path}/{groupId}` as const
const member = `${one}/members/{profileId}` as const
const ofPerson = '/v1/organizations/{organizationId}/profiles/{profileId}/groups'
const manage = { permission: 'groups:manage' } as const
const readAccess = { permission: 'group-access:read' } as const
const manageAccess = { permission: 'group-access:manage' } as const
/** The permission may be held in the organization, or in the group itself. */
const readHere = { anyOf: [{ permission: 'groups:read' }, { permission: 'groups:read', in: 'group' }] } as const
const readAccessHere = { anyOf: [readAccess, { ...readAccess, in: 'group' }] } as const
const manageAccessHere = { anyOf: [manageAccess, { ...manageAccess, in: 'group' }] } as const
const readsAndWrites = ['table:read', 'table:write'] as const

const ofOrganization = z.strictObject({ organizationId })
const ofGroup = z.strictObject({ organizationId, groupId })
const ofMember = z.strictObject({ organizationId, groupId, profileId })
const ofProfile = z.strictObject({ organizationId, profileId })

const example = {
  groupId: 'grp_01k2r8v6m0q3s5t7w9x1y3z5e1',
  name: 'Antwerp',
  description: 'Everything in the Antwerp branch.',
  members: 0,
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T09:00:00.000Z',
  version: 1,
}
const there = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const thisGroup = { ...there, groupId: example.groupId }
const person = 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'
const noDates = { validFrom: null, validUntil: null }
const standing = { access: 'by-hand', groupRole: null, ...noDates, removable: true, notRemovableBecause: null } as const
const changed = { groupId: example.groupId, profileId: person, ...noDates, coverageChanges: [] }
const refusals = ['not-a-user', 'too-many-groups', 'cannot-grant', 'owner-only'] as const

/** The routes of groups: sets of resources, and who has access to them, with which role. */
export const groups = {
  createGroup: {
    method: 'POST',
    path,
    summary: 'Make a group',
    access: manage,
    needs: readsAndWrites,
    params: ofOrganization,
    body: z
      .strictObject({ name: givenOfGroup.name, description: givenOfGroup.description.optional() })
      .meta({ id: 'CreateGroup' }),
    status: 201,
    reply: Group,
    etag: true,
    fails: ['name-taken', 'too-many-groups-here'],
    example: { params: there, body: { name: example.name, description: example.description }, reply: example },
  },
  listGroups: {
    method: 'GET',
    path,
    summary: 'List groups, in the order in which they were made',
    access: { permission: 'groups:read' },
    needs: ['table:read'],
    params: ofOrganization,
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(Group),
    fails: ['invalid-cursor'],
    example: { params: there, query: { limit: '20' }, reply: { items: [example], nextCursor: null } },
  },
  getGroup: {
    method: 'GET',
    path: one,
    summary: 'Read a group',
    access: readHere,
    needs: ['table:read'],
    params: ofGroup,
    status: 200,
    reply: Group,
    etag: true,
    fails: [],
    example: { params: thisGroup, reply: example },
  },
  changeGroup: {
    method: 'PATCH',
    path: one,
    summary: 'Rename or describe a group',
    access: manage,
    needs: readsAndWrites,
    params: ofGroup,
    body: z
      .strictObject({
        name: givenOfGroup.name.optional(),
        description: givenOfGroup.description.nullable().optional(),
      })
      .meta({ id: 'ChangeGroup' }),
    status: 200,
    reply: Group,
    etag: true,
    ifMatch: true,
    fails: ['name-taken'],
    example: {
      params: thisGroup,
      body: { description: 'Everything in the Antwerp branch, and the depot.' },
      reply: { ...example, description: 'Everything in the Antwerp branch, and the depot.', version: 2 },
    },
  },
  removeGroup: {
    method: 'DELETE',
    path: one,
    summary: 'Remove a group; with `force=true` also while people have access to it, which is withdrawn',
    access: manage,
    needs: readsAndWrites,
    params: ofGroup,
    query: z.strictObject({
      force: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'Withdraw the access of everyone who has it by hand' }),
    }),
    status: 200,
    reply: RemovedGroup,
    dryRun: true,
    fails: ['in-use'],
    example: { params: thisGroup, query: { force: 'true' }, reply: { groupId: example.groupId, members: 3 } },
  },
  listGroupMembers: {
    method: 'GET',
    path: `${one}/members`,
    summary: 'List who has access to a group: by hand first, then those whose default role reaches all groups',
    access: readAccessHere,
    needs: ['table:read'],
    params: ofGroup,
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(GroupMember),
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
            defaultRole: 'rol_group-operator',
            ...standing,
          },
        ],
        nextCursor: null,
      },
    },
  },
  grantGroupAccess: {
    method: 'POST',
    path: `${one}/members`,
    summary: 'Give people access to a group, optionally with a role in it; whoever has access keeps it',
    access: manageAccessHere,
    needs: readsAndWrites,
    params: ofGroup,
    body: z
      .strictObject({
        profileIds: z.array(profileId).min(1).max(10),
        groupRole: groupRole.optional(),
        ...validityAsked,
      })
      .meta({ id: 'GrantGroupAccess' }),
    status: 200,
    reply: ChangedGroupAccess,
    dryRun: true,
    fails: refusals,
    example: {
      params: thisGroup,
      body: { profileIds: [person] },
      reply: { profileIds: [person], groups: [example.groupId], coverageChanges: [] },
    },
  },
  revokeGroupAccess: {
    method: 'DELETE',
    path: member,
    summary: 'Withdraw the access of somebody to a group; nothing happens when they have none',
    access: manageAccessHere,
    needs: readsAndWrites,
    params: ofMember,
    status: 200,
    reply: ChangedGroupMember,
    dryRun: true,
    fails: ['access-all-groups', 'cannot-grant'],
    example: { params: { ...thisGroup, profileId: person }, reply: { ...changed, member: false, groupRole: null } },
  },
  setGroupRole: {
    method: 'PUT',
    path: `${member}/role`,
    summary: 'Give somebody a role in a group, instead of their default role, and access to it by hand',
    access: manageAccessHere,
    needs: readsAndWrites,
    params: ofMember,
    body: z.strictObject({ roleId: groupRole, ...validityAsked }).meta({ id: 'SetGroupRole' }),
    status: 200,
    reply: ChangedGroupMember,
    dryRun: true,
    fails: refusals,
    example: {
      params: { ...thisGroup, profileId: person },
      body: { roleId: 'rol_group-operator' },
      reply: { ...changed, member: true, groupRole: 'rol_group-operator' },
    },
  },
  clearGroupRole: {
    method: 'DELETE',
    path: `${member}/role`,
    summary: 'Take the role in a group from somebody, who keeps the access',
    access: manageAccessHere,
    needs: readsAndWrites,
    params: ofMember,
    status: 200,
    reply: ChangedGroupMember,
    dryRun: true,
    fails: ['cannot-grant', 'owner-only'],
    example: { params: { ...thisGroup, profileId: person }, reply: { ...changed, member: true, groupRole: null } },
  },
  listProfileGroups: {
    method: 'GET',
    path: ofPerson,
    summary: 'List the groups that somebody has access to, all of them where the default role reaches all',
    access: readAccess,
    needs: ['table:read'],
    params: ofProfile,
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(ProfileGroup),
    fails: ['invalid-cursor'],
    example: {
      params: { ...there, profileId: person },
      query: { limit: '20' },
      reply: { items: [{ groupId: example.groupId, name: example.name, ...standing }], nextCursor: null },
    },
  },
  grantProfileGroups: {
    method: 'POST',
    path: ofPerson,
    summary: 'Give somebody access to groups; what they have is kept',
    access: manageAccess,
    needs: readsAndWrites,
    params: ofProfile,
    body: z
      .strictObject({ groups: z.array(groupId).min(1).max(20), groupRole: groupRole.optional(), ...validityAsked })
      .meta({ id: 'GrantProfileGroups' }),
    status: 200,
    reply: ChangedGroupAccess,
    dryRun: true,
    fails: refusals,
    example: {
      params: { ...there, profileId: person },
      body: { groups: [example.groupId] },
      reply: { profileIds: [person], groups: [example.groupId], coverageChanges: [] },
    },
  },
} as const satisfies Feature
