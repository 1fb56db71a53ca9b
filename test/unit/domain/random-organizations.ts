import fc from 'fast-check'
import {
  type ApplicationRole,
  type OrganizationKind,
  ownerRoleId,
  type Permission,
  permissions,
  portalRoles,
  predefinedRoles,
  type Right,
  services,
  systemPermissionGroups,
} from '../../../shared/domain/catalog.ts'
import type { Definitions, PermissionGroupDefinition, RoleDefinition } from '../../../shared/domain/definitions.ts'
import type {
  AccessRecord,
  EvaluatedOrganization,
  GroupAccess,
  RoleGrant,
  Situation,
  Standing,
  Validity,
} from '../../../shared/domain/evaluator.ts'
import { id } from '../../../shared/domain/ids.ts'

const ulid = (number: number): string => `01k${String(number).padStart(23, '0')}`

export const organizationIds = [1, 2, 3, 4].map((number) => id('organization', `org_${ulid(number)}`))
export const groupIds = [1, 2, 3].map((number) => id('group', `grp_${ulid(number)}`))
const customRoleIds = [1, 2, 3, 4].map((number) => id('role', `rol_${ulid(number)}`))
const customGroupIds = [1, 2, 3].map((number) => id('permissionGroup', `pgr_${ulid(number)}`))

/** Few moments, so that dates often meet each other and the moment of asking. */
export const moments = [1, 2, 3, 4, 5].map((day) => `2026-01-0${day}T00:00:00.000Z`)

export const applicationRoles: readonly ApplicationRole[] = services.flatMap((service) =>
  service.applicationRoles.map((role) => role.id),
)
export const allRights: readonly Right[] = [...permissions.map((permission) => permission.id), ...applicationRoles]

const anyPermission: fc.Arbitrary<Permission> = fc.constantFrom(...permissions.map((permission) => permission.id))
/** The permissions that rules speak of come up more often than the others. */
const likelyPermission: fc.Arbitrary<Permission> = fc.oneof(
  anyPermission,
  fc.constantFrom<Permission>(
    'groups:access-all',
    'customers:administer',
    'roles:manage',
    'services:manage',
    'access:grant-any',
    'devices:read',
    'api-keys:manage',
  ),
)

const anyMoment = fc.constantFrom(...moments)
const validity: fc.Arbitrary<Validity> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record({ validFrom: anyMoment }) },
  { weight: 1, arbitrary: fc.record({ validUntil: anyMoment }) },
  { weight: 1, arbitrary: fc.record({ validFrom: anyMoment, validUntil: anyMoment }) },
)

const anyRoleId = fc.oneof(
  fc.constantFrom(...predefinedRoles.map((role) => role.roleId)),
  fc.constantFrom(...customRoleIds),
  fc.constant(ownerRoleId),
)
const anyPermissionGroupId = fc.oneof(
  fc.constantFrom(...systemPermissionGroups.map((group) => group.permissionGroupId)),
  fc.constantFrom(...customGroupIds),
)
const state = fc.oneof(
  { weight: 3, arbitrary: fc.constant('active' as const) },
  { weight: 2, arbitrary: fc.constant('removed' as const) },
)

/** Any subset of the custom definitions, some removed, some replaced: by a predefined one, by each other in circles, by nothing. */
const definitions: fc.Arbitrary<Definitions> = fc
  .record({
    roles: fc.uniqueArray(
      fc.record({
        roleId: fc.constantFrom(...customRoleIds),
        level: fc.constantFrom('organization' as const, 'group' as const),
        permissions: fc.uniqueArray(likelyPermission, { maxLength: 6 }),
        state,
        replacedBy: fc.option(anyRoleId, { nil: undefined }),
      }),
      { selector: (role) => role.roleId },
    ),
    groups: fc.uniqueArray(
      fc.record({
        permissionGroupId: fc.constantFrom(...customGroupIds),
        portalRoles: fc.uniqueArray(fc.constantFrom(...portalRoles.map((role) => role.id)), { maxLength: 2 }),
        applicationRoles: fc.uniqueArray(fc.constantFrom(...applicationRoles), { maxLength: 3 }),
        state,
        replacedBy: fc.option(anyPermissionGroupId, { nil: undefined }),
      }),
      { selector: (group) => group.permissionGroupId },
    ),
  })
  .map(({ roles, groups }) => ({
    roles: new Map(roles.map((role): [typeof role.roleId, RoleDefinition] => [role.roleId, role])),
    permissionGroups: new Map(
      groups.map((group): [typeof group.permissionGroupId, PermissionGroupDefinition] => [
        group.permissionGroupId,
        group,
      ]),
    ),
  }))

const roleGrant: fc.Arbitrary<RoleGrant> = fc
  .tuple(anyRoleId, validity)
  .map(([roleId, dates]) => ({ roleId, ...dates }))
const groupAccess: fc.Arbitrary<GroupAccess> = fc
  .tuple(fc.boolean(), validity, fc.option(roleGrant, { nil: undefined }))
  .map(([byHand, dates, groupRole]) => ({ byHand, groupRole, ...dates }))

/** What an API key holds, now and then more than any key may. */
const key: fc.Arbitrary<NonNullable<AccessRecord['key']>> = fc
  .tuple(fc.uniqueArray(likelyPermission, { maxLength: 6 }), validity)
  .map(([permissions, dates]) => ({ keyId: id('key', `key_${ulid(1)}`), permissions, ...dates }))

export const access: fc.Arbitrary<AccessRecord> = fc
  .record({
    status: fc.oneof(
      { weight: 5, arbitrary: fc.constant('active' as const) },
      { weight: 1, arbitrary: fc.constant('deactivated' as const) },
    ),
    defaultRole: fc.option(roleGrant, { nil: undefined, freq: 4 }),
    permissionGroups: fc.uniqueArray(fc.tuple(anyPermissionGroupId, validity), {
      maxLength: 3,
      selector: ([permissionGroupId]) => permissionGroupId,
    }),
    groups: fc.uniqueArray(fc.tuple(fc.constantFrom(...groupIds), groupAccess), {
      maxLength: 3,
      selector: ([groupId]) => groupId,
    }),
    // A key holds nothing else; here anything comes with anything.
    key: fc.option(key, { nil: undefined, freq: 1 }),
  })
  .map(({ status, defaultRole, permissionGroups, groups, key }) => ({
    status,
    defaultRole,
    permissionGroups: Object.fromEntries(permissionGroups),
    groups: Object.fromEntries(groups),
    ...(key && { key }),
  }))

const organizationOf = (kind: OrganizationKind): fc.Arbitrary<EvaluatedOrganization> =>
  fc.record({
    organizationId: fc.constantFrom(...organizationIds),
    kind: fc.constant(kind),
    parentId: kind === 'provider' ? fc.constant('none' as const) : fc.constantFrom(...organizationIds),
    status: fc.oneof(
      { weight: 6, arbitrary: fc.constant('active' as const) },
      { weight: 1, arbitrary: fc.constantFrom('suspended' as const, 'removed' as const) },
    ),
    services: fc.uniqueArray(fc.constantFrom(...services.map((service) => service.id))),
  })
const organization = fc.oneof(organizationOf('provider'), organizationOf('customer'), organizationOf('customer'))

export const standing: fc.Arbitrary<Standing> = fc.record({
  organization,
  access: fc.option(access, { nil: undefined, freq: 8 }),
  definitions,
})

/** Someone in an organization, and the same person in up to two others, of which some are its parent or the provider. */
export const situation: fc.Arbitrary<Situation> = fc
  .tuple(standing, fc.array(standing, { maxLength: 2 }))
  .map(([own, actingFrom]) => ({ ...own, actingFrom }))

export const question = fc.record({
  at: anyMoment,
  group: fc.option(fc.constantFrom(...groupIds), { nil: undefined, freq: 2 }),
})
