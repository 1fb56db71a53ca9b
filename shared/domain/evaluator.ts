import { whyNoKeyHolds } from './api-key.ts'
import {
  type ApplicationRole,
  fullRoleGroupId,
  type OrganizationKind,
  ownerRoleId,
  type Permission,
  type PortalRole,
  permissionsOfPortalRole,
  type Right,
  type ServiceId,
  serviceOf,
  services,
  systemPermissionGroup,
} from './catalog.ts'
import { type Definitions, permissionGroupInForce, roleInForce } from './definitions.ts'
import { type GroupId, id, isId, type KeyId, type OrganizationId, type PermissionGroupId, type RoleId } from './ids.ts'

/** When a grant counts: from `validFrom` on, and no longer at `validUntil`; ISO 8601, judged at the moment of asking. */
export type Validity = { readonly validFrom?: string | undefined; readonly validUntil?: string | undefined }

/** A role given to someone: as their default role, or as their group role in one group. */
export type RoleGrant = Validity & { readonly roleId: RoleId }

/**
 * What someone has in one group. `byHand` says that access to the group was given to them; where it is false, the entry only
 * carries a group role for someone whose default role reaches every group, and means nothing once it no longer does. The dates
 * bound the group role too.
 */
export type GroupAccess = Validity & { readonly byHand: boolean; readonly groupRole?: RoleGrant | undefined }

/** Everything that was given to someone in one organization. */
export type Grants = {
  readonly defaultRole?: RoleGrant | undefined
  readonly permissionGroups: Readonly<Record<PermissionGroupId, Validity>>
  readonly groups: Readonly<Record<GroupId, GroupAccess>>
}

/** What was given to an API key, which counts at the organization and in every group, as what a permission group gives does. */
export type KeyGrant = Validity & { readonly keyId: KeyId; readonly permissions: readonly Permission[] }

/** What was given to someone whose invitation is accepted, or to an API key, which is given nothing but its permissions. */
export type AccessRecord = Grants & { readonly status: 'active' | 'deactivated'; readonly key?: KeyGrant }

/** What the evaluator wants to know of an organization; `services` are the active ones. */
export type EvaluatedOrganization = {
  readonly organizationId: OrganizationId
  readonly kind: OrganizationKind
  readonly parentId?: OrganizationId | 'none' | undefined
  readonly status: 'active' | 'suspended' | 'removed'
  readonly services: readonly ServiceId[]
}

/** Someone in one organization; without an access record they hold nothing of their own there. */
export type Standing = {
  readonly organization: EvaluatedOrganization
  readonly access: AccessRecord | undefined
  readonly definitions: Definitions
}

/** For organizations whose people hold nothing but predefined roles and system permission groups. */
export const noDefinitions: Definitions = { roles: new Map(), permissionGroups: new Map() }

/** Someone in the organization asked about, and, where it is a customer, the same person in its parent and in the provider (A12). */
export type Situation = Standing & { readonly actingFrom?: readonly Standing[] }

/** May they do this (or do they hold this application role) at the organization, or in one group, at this moment? */
export type Question = { readonly permission: Right; readonly group?: GroupId | undefined; readonly at: string }

/** One way in which a right came to somebody. `becomes` names the definition that has replaced the one that was given. */
export type Grant = Validity &
  (
    | {
        readonly kind: 'permission-group'
        readonly id: PermissionGroupId
        readonly becomes?: PermissionGroupId
        readonly through: PortalRole | ApplicationRole
      }
    | { readonly kind: 'default-role'; readonly id: RoleId; readonly becomes?: RoleId }
    | { readonly kind: 'group-role'; readonly id: RoleId; readonly becomes?: RoleId; readonly groupId: GroupId }
    | { readonly kind: 'group-access'; readonly id: GroupId }
    | { readonly kind: 'api-key'; readonly id: KeyId }
    | { readonly kind: 'acting'; readonly id: OrganizationId; readonly path: readonly Grant[] }
  )

/** Why a grant that names the right does not give it, or that there is none. */
export type Denial =
  | { readonly kind: 'nothing-grants-it' }
  | { readonly kind: 'organization-suspended' | 'organization-removed'; readonly id: OrganizationId }
  | { readonly kind: 'deactivated'; readonly grant: Grant }
  | { readonly kind: 'not-yet'; readonly grant: Grant; readonly validFrom: string }
  | { readonly kind: 'ended'; readonly grant: Grant; readonly validUntil: string }
  | { readonly kind: 'service-not-active'; readonly grant: Grant; readonly service: ServiceId }
  | { readonly kind: 'out-of-reach'; readonly grant: Grant }
  | { readonly kind: 'replaced-by-group-role'; readonly grant: Grant; readonly groupRole: RoleId }

/**
 * The answer, with every grant that leads to it, or everything that stands in its way. `beside` are those that name the right as well and do not
 * count here, with what takes their place or keeps them from it.
 */
export type Decision =
  | { readonly allowed: true; readonly path: readonly Grant[]; readonly beside: readonly Denial[] }
  | { readonly allowed: false; readonly path: readonly Denial[] }

/** Where something is held: at the organization, in a group, or in any group that the record does not name. */
export type Place = 'organization' | 'other-groups' | GroupId

/** What someone holds, in every place that there is. */
export type Holdings = {
  readonly organization: ReadonlySet<Right>
  readonly groups: ReadonlyMap<GroupId, ReadonlySet<Right>>
  readonly otherGroups: ReadonlySet<Right>
}

/** One thing that was given, what it would give here, and what keeps it from doing so at this moment. */
type Claim = { readonly grant: Grant; readonly rights: readonly Right[]; readonly obstacles: readonly Denial[] }

/** The one answer to "may they?" and to "why?" (A1). */
export function evaluate(situation: Situation, question: Question): Decision {
  const closed = statusObstacles(situation.organization)
  if (closed.length > 0) return { allowed: false, path: closed }
  const place = question.group ?? 'organization'
  const claims = claimsOf(situation, place, question.at).filter((claim) => claim.rights.includes(question.permission))
  const granted = claims.filter((claim) => claim.obstacles.length === 0).map((claim) => claim.grant)
  const denials = claims.flatMap((claim) => claim.obstacles)
  if (granted.length > 0) return { allowed: true, path: granted, beside: denials }
  return { allowed: false, path: denials.length > 0 ? denials : [{ kind: 'nothing-grants-it' }] }
}

/** Every permission and application role held at the organization, or in one group, with the grants that lead to each. */
export function effectiveRights(
  situation: Situation,
  where: { readonly group?: GroupId | undefined; readonly at: string },
): ReadonlyMap<Right, readonly Grant[]> {
  const held = new Map<Right, Grant[]>()
  for (const { grant, rights } of claimsInForce(situation, where.group ?? 'organization', where.at)) {
    for (const right of rights) held.set(right, [...(held.get(right) ?? []), grant])
  }
  return held
}

/** The application roles held, in the order of the catalog: what connected applications follow. */
export function applicationRolesHeld(situation: Situation, at: string): readonly ApplicationRole[] {
  const held = rightsIn(situation, 'organization', at)
  return services.flatMap((service) => service.applicationRoles.map((role) => role.id)).filter((role) => held.has(role))
}

/** What someone holds in one place at one moment, without the ways that lead to it. */
export function rightsIn(situation: Situation, place: Place, at: string): ReadonlySet<Right> {
  return new Set(claimsInForce(situation, place, at).flatMap((claim) => claim.rights))
}

/** What someone holds everywhere at one moment; `groups` are those that their access record names. */
export function holdingsOf(situation: Situation, at: string): Holdings {
  return {
    organization: rightsIn(situation, 'organization', at),
    groups: new Map(
      groupsNamedBy(situation.access).map((groupId) => [groupId, rightsIn(situation, groupId, at)] as const),
    ),
    otherGroups: rightsIn(situation, 'other-groups', at),
  }
}

/** True for an active owner of an active organization; whoever acts for a customer is never its owner (A12). */
export function isOwner({ organization, access, definitions }: Standing, at: string): boolean {
  if (organization.status !== 'active' || access?.status !== 'active') return false
  const { defaultRole } = access
  if (!defaultRole || timeObstacles(defaultRole, { kind: 'default-role', id: defaultRole.roleId }, at).length > 0)
    return false
  return roleInForce(defaultRole.roleId, definitions, organization.kind)?.roleId === ownerRoleId
}

/** The organizations for which someone acts here, as holders of `customers:administer` in its parent or in the provider (A12). */
export function actsFor(situation: Situation, at: string): readonly OrganizationId[] {
  return actingClaims(situation, at)
    .filter((claim) => claim.obstacles.length === 0)
    .map((claim) => claim.organizationId)
}

/** True when a default role counts in a group: it reaches all groups, or access to this one was given and is in force. */
export function reaches(
  role: { readonly permissions: readonly Permission[] },
  group: GroupAccess | undefined,
  at: string,
): boolean {
  return role.permissions.includes('groups:access-all') || (group?.byHand === true && isInForce(group, at))
}

/** True at `validFrom` and after, until just before `validUntil`. A date that cannot be read gives nothing. */
export function isInForce({ validFrom, validUntil }: Validity, at: string): boolean {
  const now = Date.parse(at)
  return (
    (validFrom === undefined || Date.parse(validFrom) <= now) &&
    (validUntil === undefined || now < Date.parse(validUntil))
  )
}

/** The groups that someone's grants name: access given by hand, or a group role. */
export function groupsNamedBy(grants: Grants | undefined): readonly GroupId[] {
  return grants ? Object.keys(grants.groups).map((key) => id('group', key)) : []
}

function claimsInForce(situation: Situation, place: Place, at: string): Claim[] {
  if (situation.organization.status !== 'active') return []
  return claimsOf(situation, place, at).filter((claim) => claim.obstacles.length === 0)
}

function claimsOf(situation: Situation, place: Place, at: string): Claim[] {
  return [...ownClaims(situation, place, at), ...actingClaims(situation, at)]
}

/**
 * At the organization: permission groups, and the default role if its level is organization.
 * In a group: permission groups, and the group role, else the default role if it reaches the group; nothing else.
 */
function ownClaims(standing: Standing, place: Place, at: string): Claim[] {
  const { access } = standing
  if (!access) return []
  const claims = [
    ...permissionGroupClaims(standing, access, at),
    ...roleClaims(standing, access, place, at),
    ...keyClaims(standing, access, at),
  ]
  if (access.status === 'active') return claims
  return claims.map((claim) => ({ ...claim, obstacles: [{ kind: 'deactivated', grant: claim.grant }] }))
}

function permissionGroupClaims({ organization, definitions }: Standing, grants: Grants, at: string): Claim[] {
  return Object.entries(grants.permissionGroups).flatMap(([key, validity]) => {
    const given = id('permissionGroup', key)
    const group = permissionGroupInForce(given, definitions)
    if (!group) return []
    const grantThrough = (through: PortalRole | ApplicationRole): Grant => ({
      kind: 'permission-group',
      ...datesOf(validity),
      ...named(given, group.permissionGroupId),
      through,
    })
    const portalClaims = group.portalRoles.map((portalRole): Claim => {
      const grant = grantThrough(portalRole)
      return { grant, rights: permissionsOfPortalRole(portalRole), obstacles: timeObstacles(validity, grant, at) }
    })
    const applicationClaims = group.applicationRoles.map((applicationRole): Claim => {
      const grant = grantThrough(applicationRole)
      const service = serviceOf(applicationRole)
      const paused: Denial[] =
        service === undefined || organization.services.includes(service)
          ? []
          : [{ kind: 'service-not-active', grant, service }]
      return { grant, rights: [applicationRole], obstacles: [...timeObstacles(validity, grant, at), ...paused] }
    })
    return [...portalClaims, ...applicationClaims]
  })
}

/** What no key may hold gives nothing either, should it stand in one: what is reserved to people may become more. */
function keyClaims({ organization }: Standing, { key }: AccessRecord, at: string): Claim[] {
  if (!key) return []
  const grant: Grant = { kind: 'api-key', ...datesOf(key), id: key.keyId }
  const rights = key.permissions.filter((permission) => whyNoKeyHolds(permission, organization.kind) === undefined)
  return [{ grant, rights, obstacles: timeObstacles(key, grant, at) }]
}

function roleClaims({ organization, definitions }: Standing, grants: Grants, place: Place, at: string): Claim[] {
  const claims: Claim[] = []
  const { defaultRole } = grants
  const ofDefault = defaultRole && roleInForce(defaultRole.roleId, definitions, organization.kind)
  const entry = isId('group', place) ? grants.groups[place] : undefined

  let replacement: RoleId | undefined
  if (entry?.groupRole && isId('group', place)) {
    const { groupRole } = entry
    const role = roleInForce(groupRole.roleId, definitions, organization.kind)
    const grant: Grant = {
      kind: 'group-role',
      ...datesOf(groupRole),
      ...named(groupRole.roleId, role?.roleId),
      groupId: place,
    }
    const reached =
      entry.byHand ||
      (defaultRole !== undefined && isInForce(defaultRole, at) && !!ofDefault && reaches(ofDefault, undefined, at))
    const obstacles: Denial[] = [
      ...timeObstacles(entry, { kind: 'group-access', ...datesOf(entry), id: place }, at),
      ...timeObstacles(groupRole, grant, at),
      ...(reached ? [] : [{ kind: 'out-of-reach', grant } as const]),
    ]
    // A group role that cannot be found, or is of the other level, still replaces the default role: less is the safe side.
    if (obstacles.length === 0) replacement = role?.roleId ?? groupRole.roleId
    claims.push({ grant, rights: role?.level === 'group' ? role.permissions : [], obstacles })
  }

  if (defaultRole && ofDefault) {
    const grant: Grant = {
      kind: 'default-role',
      ...datesOf(defaultRole),
      ...named(defaultRole.roleId, ofDefault.roleId),
    }
    const obstacles = timeObstacles(defaultRole, grant, at)
    if (place === 'organization') {
      if (ofDefault.level !== 'organization') obstacles.push({ kind: 'out-of-reach', grant })
    } else if (replacement !== undefined) {
      obstacles.push({ kind: 'replaced-by-group-role', grant, groupRole: replacement })
    } else if (!reaches(ofDefault, entry, at)) {
      const missed: Denial[] =
        entry?.byHand && isId('group', place)
          ? timeObstacles(entry, { kind: 'group-access', ...datesOf(entry), id: place }, at)
          : [{ kind: 'out-of-reach', grant }]
      obstacles.push(...missed)
    }
    claims.push({ grant, rights: ofDefault.permissions, obstacles })
  }
  return claims
}

/** The permissions of Full Role, never as an owner, and only from the customer's parent or the provider (A12). */
function actingClaims(
  { organization, actingFrom = [] }: Situation,
  at: string,
): (Claim & { readonly organizationId: OrganizationId })[] {
  if (organization.kind !== 'customer') return []
  return actingFrom.flatMap((there) => {
    const { organizationId, kind } = there.organization
    if (kind !== 'provider' && organizationId !== organization.parentId) return []
    const claims = ownClaims(there, 'organization', at).filter((claim) => claim.rights.includes('customers:administer'))
    if (claims.length === 0) return []
    const path = claims.filter((claim) => claim.obstacles.length === 0).map((claim) => claim.grant)
    const obstacles = [
      ...statusObstacles(there.organization),
      ...(path.length > 0 ? [] : claims.flatMap((claim) => claim.obstacles)),
    ]
    return [{ grant: { kind: 'acting', id: organizationId, path }, rights: actingRights, obstacles, organizationId }]
  })
}

const actingRights: readonly Right[] = (systemPermissionGroup(fullRoleGroupId)?.portalRoles ?? []).flatMap(
  (portalRole) => permissionsOfPortalRole(portalRole),
)

/** Whether somebody may come by a right by acting for this organization: whoever asks about any other need not look elsewhere (A12). */
export const isActingRight = (right: Right, { kind }: Pick<EvaluatedOrganization, 'kind'>): boolean =>
  kind === 'customer' && actingRights.includes(right)

/** A suspended or removed organization denies everything, to its own people and to whoever acts for it or from it. */
function statusObstacles({ status, organizationId }: EvaluatedOrganization): Denial[] {
  return status === 'active' ? [] : [{ kind: `organization-${status}`, id: organizationId }]
}

function timeObstacles(validity: Validity, grant: Grant, at: string): Denial[] {
  const { validFrom, validUntil } = validity
  if (isInForce(validity, at)) return []
  const begun = isInForce({ validFrom }, at)
  if (!begun && validFrom !== undefined) return [{ kind: 'not-yet', grant, validFrom }]
  return validUntil === undefined ? [] : [{ kind: 'ended', grant, validUntil }]
}

const datesOf = ({ validFrom, validUntil }: Validity): Validity => ({
  ...(validFrom !== undefined && { validFrom }),
  ...(validUntil !== undefined && { validUntil }),
})

const named = <Id>(given: Id, inForce: Id | undefined): { readonly id: Id; readonly becomes?: Id } =>
  inForce === undefined || inForce === given ? { id: given } : { id: given, becomes: inForce }
