import { describe, expect, it } from 'vitest'
import {
  ownerOnlyPermissions,
  type Permission,
  permissions,
  personalPermissions,
  predefinedRoles,
} from '../../../shared/domain/catalog.ts'
import type { PermissionGroupDefinition, RoleDefinition } from '../../../shared/domain/definitions.ts'
import {
  type AccessRecord,
  actsFor,
  applicationRolesHeld,
  type EvaluatedOrganization,
  effectiveRights,
  evaluate,
  type GroupAccess,
  isOwner,
  noDefinitions,
  type Situation,
  type Standing,
  type Validity,
} from '../../../shared/domain/evaluator.ts'
import { type GroupId, id, type RoleId } from '../../../shared/domain/ids.ts'
import { allRights } from './random-organizations.ts'

const now = '2026-06-15T12:00:00.000Z'
const before = '2026-06-15T11:59:59.999Z'
const after = '2026-06-15T12:00:00.001Z'

const providerId = id('organization', 'org_01k00000000000000000000001')
const resellerId = id('organization', 'org_01k00000000000000000000002')
const customerId = id('organization', 'org_01k00000000000000000000003')
const siteA = id('group', 'grp_01k00000000000000000000001')
const siteB = id('group', 'grp_01k00000000000000000000002')
const customRole = id('role', 'rol_01k00000000000000000000001')
const otherRole = id('role', 'rol_01k00000000000000000000002')
const customGroup = id('permissionGroup', 'pgr_01k00000000000000000000001')
const role = (word: string): RoleId => id('role', `rol_${word}`)

const provider: EvaluatedOrganization = { organizationId: providerId, kind: 'provider', status: 'active', services: [] }
const reseller: EvaluatedOrganization = {
  organizationId: resellerId,
  kind: 'customer',
  parentId: providerId,
  status: 'active',
  services: [],
}
const customer: EvaluatedOrganization = {
  organizationId: customerId,
  kind: 'customer',
  parentId: resellerId,
  status: 'active',
  services: ['service-desk'],
}

const nothing: AccessRecord = { status: 'active', permissionGroups: {}, groups: {} }
const withRole = (roleId: RoleId, groups: Record<GroupId, GroupAccess> = {}): AccessRecord => ({
  ...nothing,
  defaultRole: { roleId },
  groups,
})
const withGroups = (...words: string[]): AccessRecord => ({
  ...nothing,
  permissionGroups: Object.fromEntries(words.map((word) => [id('permissionGroup', `pgr_${word}`), {}])),
})
const inCustomer = (access: AccessRecord | undefined, more: Partial<Situation> = {}): Situation => ({
  organization: customer,
  access,
  definitions: noDefinitions,
  ...more,
})
const may = (where: Situation, permission: Permission, group?: GroupId, at = now): boolean =>
  evaluate(where, { permission, group, at }).allowed
const why = (where: Situation, permission: Permission, group?: GroupId, at = now) =>
  evaluate(where, { permission, group, at }).path
const customRoles = (...roles: RoleDefinition[]) => ({
  definitions: { ...noDefinitions, roles: new Map(roles.map((one) => [one.roleId, one])) },
})
const customGroups = (...groups: PermissionGroupDefinition[]) => ({
  definitions: { ...noDefinitions, permissionGroups: new Map(groups.map((one) => [one.permissionGroupId, one])) },
})

describe('evaluate', () => {
  it('denies everything to someone without any grant, and to someone unknown (A2)', () => {
    for (const access of [nothing, undefined]) {
      const held = effectiveRights(inCustomer(access), { at: now })
      expect([...held]).toEqual([])
      expect(why(inCustomer(access), 'profiles:read')).toEqual([{ kind: 'nothing-grants-it' }])
    }
  })

  it('counts permission groups at the organization and in every group', () => {
    const member = inCustomer(withGroups('full-role'))
    for (const group of [undefined, siteA, siteB]) {
      expect(why(member, 'profiles:manage', group)).toEqual([
        { kind: 'permission-group', id: 'pgr_full-role', through: 'users-and-permissions-full-role' },
      ])
    }
  })

  it('names every grant that leads to a permission', () => {
    const both = inCustomer({ ...withGroups('full-role'), defaultRole: { roleId: role('viewer') } })
    expect(why(both, 'profiles:read').map((grant) => grant.kind)).toEqual(['permission-group', 'default-role'])
  })

  describe('an API key', () => {
    const keyId = id('key', 'key_01k00000000000000000000001')
    const withKey = (permissions: readonly Permission[], dates: Validity = {}): AccessRecord => ({
      ...nothing,
      key: { keyId, permissions, ...dates },
    })

    it('counts at the organization and in every group, and says that it is the key', () => {
      const program = inCustomer(withKey(['profiles:read']))
      for (const group of [undefined, siteA, siteB])
        expect(why(program, 'profiles:read', group)).toEqual([{ kind: 'api-key', id: keyId }])
      expect(why(program, 'profiles:manage')).toEqual([{ kind: 'nothing-grants-it' }])
      expect([...effectiveRights(program, { at: now }).keys()]).toEqual(['profiles:read'])
    })

    it('counts from its first date until just before its end', () => {
      const limited = inCustomer(withKey(['profiles:read'], { validFrom: now, validUntil: after }))
      expect([before, now, after].map((at) => may(limited, 'profiles:read', undefined, at))).toEqual([
        false,
        true,
        false,
      ])
      const grant = { kind: 'api-key', id: keyId, validFrom: now, validUntil: after }
      expect(why(limited, 'profiles:read', siteA, before)).toEqual([{ kind: 'not-yet', grant, validFrom: now }])
      expect(why(limited, 'profiles:read', siteA, after)).toEqual([{ kind: 'ended', grant, validUntil: after }])
    })

    it('gives nothing once it was revoked, nor while its organization is suspended or removed', () => {
      const revoked = inCustomer({ ...withKey(['profiles:read']), status: 'deactivated' })
      expect(why(revoked, 'profiles:read')).toEqual([{ kind: 'deactivated', grant: { kind: 'api-key', id: keyId } }])
      for (const status of ['suspended', 'removed'] as const) {
        const closed = inCustomer(withKey(['profiles:read']), { organization: { ...customer, status } })
        expect(why(closed, 'profiles:read')).toEqual([{ kind: `organization-${status}`, id: customerId }])
      }
    })

    it('gives nothing that no key may hold, should it stand in it, and makes nobody an owner', () => {
      const never: readonly Permission[] = [...ownerOnlyPermissions, ...personalPermissions] as Permission[]
      const everything = withKey(permissions.map((one) => one.id))
      for (const permission of never) {
        expect(may(inCustomer(everything), permission), permission).toBe(false)
        expect(may({ ...inCustomer(everything), organization: provider }, permission), permission).toBe(false)
      }
      expect(may(inCustomer(everything), 'services:manage')).toBe(false)
      expect(may({ ...inCustomer(everything), organization: provider }, 'services:manage')).toBe(true)
      expect(isOwner(inCustomer(everything), now)).toBe(false)
    })

    it('never acts for another organization', () => {
      const there: Standing = {
        organization: provider,
        access: withKey(['customers:administer']),
        definitions: noDefinitions,
      }
      const acting = inCustomer(undefined, { actingFrom: [there] })
      expect(actsFor(acting, now)).toEqual([])
      expect(may(acting, 'profiles:manage')).toBe(false)
    })
  })

  describe('a default role', () => {
    it('of level organization counts at the organization, and in groups only where it reaches', () => {
      const contentDeveloper = inCustomer(withRole(role('content-developer'), { [siteA]: { byHand: true } }))
      expect(may(contentDeveloper, 'content:manage')).toBe(true)
      expect(may(contentDeveloper, 'content:manage', siteA)).toBe(true)
      expect(may(contentDeveloper, 'content:manage', siteB)).toBe(false)
      expect(why(contentDeveloper, 'content:manage', siteB)).toEqual([
        { kind: 'out-of-reach', grant: { kind: 'default-role', id: 'rol_content-developer' } },
      ])
    })

    it('of level group counts only in groups with access', () => {
      const operator = inCustomer(withRole(role('group-operator'), { [siteA]: { byHand: true } }))
      expect(may(operator, 'devices:manage')).toBe(false)
      expect(may(operator, 'devices:manage', siteA)).toBe(true)
      expect(may(operator, 'devices:manage', siteB)).toBe(false)
    })

    it.each(['owner', 'admin', 'viewer', 'analyst', 'device-setup-user'])('%s reaches every group', (word) => {
      expect(may(inCustomer(withRole(role(word))), 'groups:read', siteB)).toBe(true)
    })
  })

  describe('a group role', () => {
    const admin = (group: GroupAccess): Situation => inCustomer(withRole(role('admin'), { [siteA]: group }))

    it('replaces the default role inside its group, also where that makes less of it, and nowhere else', () => {
      const restricted = admin({ byHand: true, groupRole: { roleId: role('group-viewer') } })
      expect(may(restricted, 'devices:read', siteA)).toBe(true)
      expect(may(restricted, 'devices:manage', siteA)).toBe(false)
      expect(may(restricted, 'devices:manage', siteB)).toBe(true)
      expect(may(restricted, 'devices:manage')).toBe(true)
      expect(why(restricted, 'devices:manage', siteA)).toEqual([
        {
          kind: 'replaced-by-group-role',
          grant: { kind: 'default-role', id: 'rol_admin' },
          groupRole: 'rol_group-viewer',
        },
      ])
    })

    it('leaves permission groups as they are', () => {
      const access = {
        ...withGroups('full-role'),
        groups: { [siteA]: { byHand: true, groupRole: { roleId: role('group-viewer') } } },
      }
      expect(may(inCustomer(access), 'profiles:manage', siteA)).toBe(true)
    })

    it('gives way to the default role when it ends, or when the access it belongs to ends', () => {
      const roleEnded = admin({ byHand: true, groupRole: { roleId: role('group-viewer'), validUntil: now } })
      const accessEnded = admin({ byHand: true, validUntil: now, groupRole: { roleId: role('group-viewer') } })
      for (const [where, at, allowed] of [
        [roleEnded, before, false],
        [roleEnded, now, true],
        [accessEnded, before, false],
        [accessEnded, now, true],
      ] as const) {
        expect(may(where, 'devices:manage', siteA, at)).toBe(allowed)
      }
    })

    it('without access by hand counts while the default role reaches every group, and no longer', () => {
      const entry = { byHand: false, groupRole: { roleId: role('group-operator') } }
      const reaching = inCustomer({ ...nothing, defaultRole: { roleId: role('viewer') }, groups: { [siteA]: entry } })
      const demoted = inCustomer(withRole(role('content-developer'), { [siteA]: entry }))
      const ended = inCustomer({
        ...nothing,
        defaultRole: { roleId: role('viewer'), validUntil: now },
        groups: { [siteA]: entry },
      })
      expect(may(reaching, 'devices:manage', siteA)).toBe(true)
      expect(may(demoted, 'devices:manage', siteA)).toBe(false)
      expect(why(demoted, 'devices:manage', siteA).map((denial) => denial.kind)).toEqual(['out-of-reach'])
      expect(may(ended, 'devices:manage', siteA, before)).toBe(true)
      expect(may(ended, 'devices:manage', siteA, now)).toBe(false)
    })

    it('that cannot be found, or is of level organization, gives nothing and still replaces', () => {
      for (const roleId of [customRole, role('admin')]) {
        const held = effectiveRights(admin({ byHand: true, groupRole: { roleId } }), { group: siteA, at: now })
        expect([...held]).toEqual([])
      }
    })
  })

  describe('dates', () => {
    const from = inCustomer({ ...nothing, defaultRole: { roleId: role('viewer'), validFrom: now } })
    const until = inCustomer({ ...nothing, defaultRole: { roleId: role('viewer'), validUntil: now } })

    it('begin at validFrom and end just before validUntil', () => {
      expect([before, now, after].map((at) => may(from, 'profiles:read', undefined, at))).toEqual([false, true, true])
      expect([before, now, after].map((at) => may(until, 'profiles:read', undefined, at))).toEqual([true, false, false])
    })

    it('that have passed, or are still to come, are named', () => {
      expect(why(from, 'profiles:read', undefined, before)).toEqual([
        {
          kind: 'not-yet',
          grant: { kind: 'default-role', id: 'rol_viewer', validFrom: now },
          validFrom: now,
        },
      ])
      expect(why(until, 'profiles:read')).toEqual([
        { kind: 'ended', grant: { kind: 'default-role', id: 'rol_viewer', validUntil: now }, validUntil: now },
      ])
    })

    it('of group access are named when the default role no longer reaches the group', () => {
      const left = inCustomer(withRole(role('group-viewer'), { [siteA]: { byHand: true, validUntil: now } }))
      expect(may(left, 'devices:read', siteA, before)).toBe(true)
      expect(why(left, 'devices:read', siteA)).toEqual([
        { kind: 'ended', grant: { kind: 'group-access', id: siteA, validUntil: now }, validUntil: now },
      ])
    })

    it('compare moments, not texts', () => {
      const access = { ...nothing, defaultRole: { roleId: role('viewer'), validUntil: '2026-06-15T12:00:00Z' } }
      expect(may(inCustomer(access), 'profiles:read', undefined, now)).toBe(false)
      expect(may(inCustomer(access), 'profiles:read', undefined, before)).toBe(true)
    })

    it('that cannot be read give nothing', () => {
      for (const dates of [{ validUntil: 'soon' }, { validFrom: 'once' }]) {
        expect(
          may(inCustomer({ ...nothing, defaultRole: { roleId: role('viewer'), ...dates } }), 'profiles:read'),
        ).toBe(false)
      }
    })
  })

  describe('services', () => {
    it('give their application roles while they are active', () => {
      const member = inCustomer(withGroups('service-desk-requester', 'reports-viewer'))
      expect(applicationRolesHeld(member, now)).toEqual(['service-desk:requester'])
      expect(evaluate(member, { permission: 'reports:viewer', at: now })).toEqual({
        allowed: false,
        path: [
          {
            kind: 'service-not-active',
            grant: { kind: 'permission-group', id: 'pgr_reports-viewer', through: 'reports:viewer' },
            service: 'reports',
          },
        ],
      })
    })

    it('that pause give back what they gave when they are active again', () => {
      const member = withGroups('service-desk-requester')
      const paused = inCustomer(member, { organization: { ...customer, services: [] } })
      expect(applicationRolesHeld(paused, now)).toEqual([])
      expect(applicationRolesHeld(inCustomer(member), now)).toEqual(['service-desk:requester'])
    })
  })

  describe('owners', () => {
    it('hold everything, save what only the provider does', () => {
      const all = allRights.filter(
        (right) => evaluate(inCustomer(withRole(role('owner'))), { permission: right, at: now }).allowed,
      )
      const atProvider: Situation = {
        organization: provider,
        access: withRole(role('owner')),
        definitions: noDefinitions,
      }
      const permissionsAtProvider = allRights.filter(
        (right) => evaluate(atProvider, { permission: right, at: now }).allowed,
      )
      const owner = predefinedRoles.find((one) => one.roleId === role('owner'))
      expect(permissionsAtProvider).toEqual(owner?.permissions)
      expect(all).toEqual(
        owner?.permissions.filter(
          (one) => !['services:manage', 'documents:manage', 'notifications:send'].includes(one),
        ),
      )
    })

    it('are those whose default role is Owner, active, in an active organization', () => {
      const owner = withRole(role('owner'))
      expect(isOwner(inCustomer(owner), now)).toBe(true)
      expect(isOwner(inCustomer({ ...owner, status: 'deactivated' }), now)).toBe(false)
      expect(isOwner(inCustomer(withRole(role('admin'))), now)).toBe(false)
      expect(isOwner(inCustomer(owner, { organization: { ...customer, status: 'suspended' } }), now)).toBe(false)
      expect(isOwner(inCustomer(undefined), now)).toBe(false)
    })
  })

  describe('custom definitions', () => {
    const active = (over: Partial<RoleDefinition>): RoleDefinition => ({
      roleId: customRole,
      level: 'organization',
      permissions: [],
      state: 'active',
      ...over,
    })

    it('of a customer never hold owner-only permissions, of the provider they may (A6)', () => {
      const definitions = customRoles(
        active({ permissions: ['customers:administer', 'services:manage', 'webhooks:read'] }),
      )
      const access = withRole(customRole)
      expect([...effectiveRights(inCustomer(access, definitions), { at: now }).keys()]).toEqual(['webhooks:read'])
      const atProvider: Situation = { organization: provider, access, ...definitions }
      expect([...effectiveRights(atProvider, { at: now }).keys()]).toEqual([
        'customers:administer',
        'services:manage',
        'webhooks:read',
      ])
    })

    it('of level group never reach all groups (A9)', () => {
      const permissions: Permission[] = ['groups:access-all', 'devices:read']
      const access = withRole(customRole)
      const asGroup = customRoles(active({ level: 'group', permissions }))
      const asOrganization = customRoles(active({ permissions }))
      expect(may(inCustomer(access, asGroup), 'devices:read', siteA)).toBe(false)
      expect(may(inCustomer(access, asOrganization), 'devices:read', siteA)).toBe(true)
    })

    it('that were removed stand for their replacement from the next question on', () => {
      const definitions = customRoles(
        active({ state: 'removed', permissions: ['webhooks:manage'], replacedBy: role('viewer') }),
      )
      const holder = inCustomer(withRole(customRole), definitions)
      expect(may(holder, 'webhooks:manage')).toBe(false)
      expect(why(holder, 'webhooks:read')).toEqual([{ kind: 'default-role', id: customRole, becomes: 'rol_viewer' }])
    })

    it('that were removed without a replacement, or replace each other in a circle, give nothing', () => {
      const held = { permissions: ['webhooks:read'], state: 'removed' } as const
      const gone = customRoles(active(held))
      const circle = customRoles(
        active({ ...held, replacedBy: otherRole }),
        active({ ...held, roleId: otherRole, replacedBy: customRole }),
      )
      for (const definitions of [gone, circle]) {
        expect(may(inCustomer(withRole(customRole), definitions), 'webhooks:read')).toBe(false)
      }
    })

    it('of permission groups follow their replacement too', () => {
      const member = inCustomer(
        { ...nothing, permissionGroups: { [customGroup]: {} } },
        customGroups({
          permissionGroupId: customGroup,
          portalRoles: ['activities-viewer'],
          applicationRoles: [],
          state: 'removed',
          replacedBy: id('permissionGroup', 'pgr_full-role'),
        }),
      )
      expect(why(member, 'activities:read')).toEqual([
        {
          kind: 'permission-group',
          id: customGroup,
          becomes: 'pgr_full-role',
          through: 'users-and-permissions-full-role',
        },
      ])
    })
  })

  it('denies everything in a suspended or removed organization, and to a deactivated person', () => {
    for (const status of ['suspended', 'removed'] as const) {
      const where = inCustomer(withRole(role('owner')), { organization: { ...customer, status } })
      expect(why(where, 'profiles:read')).toEqual([{ kind: `organization-${status}`, id: customerId }])
      expect([...effectiveRights(where, { at: now })]).toEqual([])
    }
    const away = inCustomer({ ...withRole(role('owner')), status: 'deactivated' })
    expect(why(away, 'profiles:read')).toEqual([
      { kind: 'deactivated', grant: { kind: 'default-role', id: 'rol_owner' } },
    ])
    expect([...effectiveRights(away, { at: now })]).toEqual([])
  })

  describe('acting for a customer (A12)', () => {
    const ownerThere = (organization: EvaluatedOrganization): Standing => ({
      organization,
      access: withRole(role('owner')),
      definitions: noDefinitions,
    })
    const acting = (...actingFrom: Standing[]): Situation => inCustomer(undefined, { actingFrom })

    it('gives the permissions of Full Role, from the parent and from the provider, with the way there', () => {
      const fullRole = [...effectiveRights(inCustomer(withGroups('full-role')), { at: now }).keys()]
      for (const from of [reseller, provider]) {
        expect([...effectiveRights(acting(ownerThere(from)), { at: now }).keys()]).toEqual(fullRole)
        expect(why(acting(ownerThere(from)), 'profiles:manage')).toEqual([
          { kind: 'acting', id: from.organizationId, path: [{ kind: 'default-role', id: 'rol_owner' }] },
        ])
      }
      expect(may(acting(ownerThere(provider)), 'group-access:manage', siteA)).toBe(true)
    })

    it('never makes an owner, and gives no owner-only permission', () => {
      const owner = acting(ownerThere(provider))
      expect(isOwner(owner, now)).toBe(false)
      for (const permission of [
        'organization:remove',
        'roles:manage',
        'billing:manage',
        'customers:administer',
      ] as const) {
        expect(may(owner, permission)).toBe(false)
      }
    })

    it('takes customers:administer there: an Admin of the parent has no say here', () => {
      const admin: Standing = { ...ownerThere(provider), access: withRole(role('admin')) }
      expect(may(acting(admin), 'profiles:read')).toBe(false)
      expect(actsFor(acting(admin), now)).toEqual([])
      expect(actsFor(acting(admin, ownerThere(reseller)), now)).toEqual([resellerId])
    })

    it('is refused from a customer that is not the parent, and within the provider', () => {
      const stranger = { ...reseller, organizationId: id('organization', 'org_01k00000000000000000000009') }
      expect(may(acting(ownerThere(stranger)), 'profiles:read')).toBe(false)
      const atProvider: Situation = { ...ownerThere(provider), access: undefined, actingFrom: [ownerThere(provider)] }
      expect(may(atProvider, 'profiles:read')).toBe(false)
    })

    it('is refused while either organization is suspended, and says which', () => {
      const suspendedParent = acting(ownerThere({ ...reseller, status: 'suspended' }))
      expect(why(suspendedParent, 'profiles:read')).toEqual([{ kind: 'organization-suspended', id: resellerId }])
      const suspendedHere = {
        ...acting(ownerThere(provider)),
        organization: { ...customer, status: 'suspended' as const },
      }
      expect(why(suspendedHere, 'profiles:read')).toEqual([{ kind: 'organization-suspended', id: customerId }])
    })

    it('says nothing about a suspended parent to someone who holds nothing in it', () => {
      const nobody: Standing = { ...ownerThere({ ...reseller, status: 'suspended' }), access: nothing }
      expect(why(acting(nobody), 'profiles:read')).toEqual([{ kind: 'nothing-grants-it' }])
    })

    it('is united with what the person holds here themselves', () => {
      const both = inCustomer(withRole(role('content-developer')), { actingFrom: [ownerThere(provider)] })
      expect(may(both, 'content:manage')).toBe(true)
      expect(may(both, 'profiles:manage')).toBe(true)
    })

    it('does not reach through: staff of the provider are no administrators of what a reseller administers by themselves', () => {
      const viaReseller: Standing = {
        organization: reseller,
        access: withGroups('full-role'),
        definitions: noDefinitions,
      }
      expect(may(acting(viaReseller), 'profiles:read')).toBe(false)
    })
  })
})
