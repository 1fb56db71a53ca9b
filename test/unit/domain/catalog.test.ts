import { describe, expect, it } from 'vitest'
import {
  activityActions,
  fullRoleGroupId,
  ownerOnlyPermissions,
  type Permission,
  permissions,
  permissionsOfPortalRole,
  portalRoles,
  predefinedRole,
  predefinedRoles,
  providerOnlyPermissions,
  serviceOf,
  services,
  systemPermissionGroup,
  systemPermissionGroups,
} from '../../../shared/domain/catalog.ts'
import { id } from '../../../shared/domain/ids.ts'

const applicationRoles = services.flatMap((service) => service.applicationRoles.map((role) => ({ service, role })))
const held = (word: string): readonly string[] => predefinedRole(id('role', `rol_${word}`))?.permissions ?? []
const permissionIds = permissions.map((permission) => permission.id)

describe('the catalog', () => {
  it('names everything once, with a sentence', () => {
    const lists: { readonly id: string; readonly sentence: string }[][] = [
      [...permissions],
      [...portalRoles],
      [...services],
      applicationRoles.map(({ role }) => role),
      predefinedRoles.map(({ roleId, sentence }) => ({ id: roleId, sentence })),
      systemPermissionGroups.map(({ permissionGroupId, sentence }) => ({ id: permissionGroupId, sentence })),
      [...activityActions],
    ]
    for (const list of lists) {
      expect(new Set(list.map((entry) => entry.id)).size).toBe(list.length)
      for (const { sentence } of list) expect(sentence.length).toBeGreaterThan(8)
    }
  })

  it('forms ids alike: noun:verb, service:role, noun.past-verb', () => {
    for (const permission of permissionIds) expect(permission).toMatch(/^[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*$/)
    for (const { service, role } of applicationRoles) expect(role.id.split(':')[0]).toBe(service.id)
    for (const action of activityActions) expect(action.id).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/)
  })

  it('never uses one text for a permission and for an application role', () => {
    const names = new Set<string>(permissionIds)
    expect(applicationRoles.filter(({ role }) => names.has(role.id))).toEqual([])
    for (const { service, role } of applicationRoles) expect(serviceOf(role.id)).toBe(service.id)
    for (const permission of permissionIds) expect(serviceOf(permission)).toBeUndefined()
  })

  it('gives no owner-only, provider-only or all-groups permission through a permission group (A6, A9)', () => {
    const kept: ReadonlySet<string> = new Set([
      ...ownerOnlyPermissions,
      ...providerOnlyPermissions,
      'groups:access-all',
    ])
    for (const role of portalRoles) expect(permissionsOfPortalRole(role.id).filter((one) => kept.has(one))).toEqual([])
  })

  it('has Full Role in every organization, and one group per application role of a service', () => {
    expect(systemPermissionGroup(fullRoleGroupId)).toMatchObject({
      name: 'Users & Permissions – Full Role',
      service: undefined,
      portalRoles: ['users-and-permissions-full-role'],
      applicationRoles: [],
    })
    expect(systemPermissionGroups.map((group) => group.permissionGroupId)).toEqual([
      'pgr_full-role',
      'pgr_service-desk-requester',
      'pgr_service-desk-ticket-handler',
      'pgr_service-desk-it-administrator',
      'pgr_service-desk-security-administrator',
      'pgr_microsoft-365-subscription-manager',
      'pgr_microsoft-365-viewer',
      'pgr_reports-viewer',
      'pgr_secwise-watch-analyst',
      'pgr_secwise-watch-viewer',
      'pgr_secwise-care-analyst',
      'pgr_secwise-care-viewer',
      'pgr_device-fleet-operator',
      'pgr_device-fleet-viewer',
    ])
  })
})

describe('the predefined roles', () => {
  it('are these, of these levels', () => {
    expect(predefinedRoles.map((role) => `${role.roleId} ${role.level}`)).toEqual([
      'rol_owner organization',
      'rol_admin organization',
      'rol_viewer organization',
      'rol_analyst organization',
      'rol_content-developer organization',
      'rol_device-setup-user organization',
      'rol_group-admin group',
      'rol_group-operator group',
      'rol_group-viewer group',
      'rol_group-device-setup-user group',
    ])
  })

  it('Owner holds everything, Admin everything but owner-only, Viewer everything that only reads', () => {
    expect(held('owner')).toEqual(permissionIds)
    expect(permissionIds.filter((permission) => !held('admin').includes(permission))).toEqual([
      'organization:remove',
      'customers:administer',
      'billing:manage',
      'roles:manage',
    ])
    const viewer = held('viewer').filter((permission) => permission !== 'groups:access-all')
    expect(viewer).toEqual(permissionIds.filter((permission) => permission.endsWith(':read')))
  })

  it('reach all groups as the rules say', () => {
    const reaching = predefinedRoles.filter((role) => role.permissions.includes('groups:access-all'))
    expect(reaching.map((role) => role.name)).toEqual(['Owner', 'Admin', 'Viewer', 'Analyst', 'Device Setup User'])
  })

  it('that do less change nothing more', () => {
    const changing = (word: string) => held(word).filter((permission) => !/:(read|access-all)$/.test(permission))
    expect(changing('viewer')).toEqual([])
    expect(changing('analyst')).toEqual([])
    expect(changing('content-developer')).toEqual(['content:manage'])
    expect(changing('device-setup-user')).toEqual(['devices:enrol'])
    expect(changing('group-viewer')).toEqual([])
    expect(changing('group-device-setup-user')).toEqual(['devices:enrol'])
    expect(changing('group-operator')).toEqual(['devices:manage', 'devices:enrol', 'content:manage'])
    expect(changing('group-admin')).toEqual([...changing('group-operator'), 'group-access:manage'])
  })

  it('of a group form a ladder: a Group Admin holds all that the others hold', () => {
    const admin: ReadonlySet<string> = new Set(held('group-admin'))
    for (const word of ['group-operator', 'group-viewer', 'group-device-setup-user']) {
      expect(held(word).filter((permission) => !admin.has(permission))).toEqual([])
    }
  })
})

describe('Full Role', () => {
  it('holds what an administrator of people needs, and no more', () => {
    const expected: Permission[] = [
      'organization:read',
      'access:grant-any',
      'access:read',
      'profiles:read',
      'profiles:manage',
      'invitations:read',
      'permission-groups:read',
      'permission-groups:manage',
      'roles:read',
      'groups:read',
      'groups:manage',
      'group-access:read',
      'group-access:manage',
      'contact-roles:read',
      'contact-roles:manage',
      'activities:read',
      'activities:export',
      'contracts:read',
      'contracts:request',
      'contracts:cancel',
      'contracts:evidence',
    ]
    expect(permissionsOfPortalRole('users-and-permissions-full-role')).toEqual(expected)
  })
})
