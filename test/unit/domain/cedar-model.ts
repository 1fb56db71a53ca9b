import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import {
  ownerOnlyPermissions,
  personalPermissions,
  portalRoles,
  predefinedRoles,
  providerOnlyPermissions,
  type Right,
  services,
  systemPermissionGroups,
} from '../../../shared/domain/catalog.ts'
import type { Definitions } from '../../../shared/domain/definitions.ts'
import type { RoleGrant, Situation, Standing, Validity } from '../../../shared/domain/evaluator.ts'
import type { GroupId } from '../../../shared/domain/ids.ts'

/**
 * The rules of access as policies of Cedar, whose engine then decides: a second opinion of other people's making. What is given to
 * somebody becomes a policy, as a policy template is linked; what a role or a permission group consists of becomes the hierarchy of
 * actions, in which a definition that was replaced contains its replacement.
 */
export function heldByCedar(situation: Situation, at: string): (right: Right, group: GroupId | undefined) => boolean {
  const { organization } = situation
  const acting = (situation.actingFrom ?? []).some(
    (there) =>
      organization.kind === 'customer' &&
      (there.organization.kind === 'provider' || there.organization.organizationId === organization.parentId) &&
      heldByCedar(there, at)('customers:administer', undefined),
  )
  const actions = actionsOf(situation)
  const roles = rolesOf(situation.definitions)
  const actionsFor = new Map<Right, cedar.Entities>()
  const policySet = `situation-${situations++ % 2}`
  succeed(cedar.preparsePolicySet(policySet, { staticPolicies: policiesOf(situation).join('\n') }))
  return (right, group) => {
    const ofRight = actionsFor.get(right) ?? reachableFrom(['groups:access-all', right], actions)
    actionsFor.set(right, ofRight)
    const where = group === undefined ? entity('Organization', 'here') : entity('Group', group)
    const answer = cedar.statefulIsAuthorized({
      principal: entity('Person', 'asking'),
      action: entity('Action', right),
      resource: where,
      context: { at: { __extn: { fn: 'datetime', arg: at } } },
      preparsedPolicySetId: policySet,
      entities: [
        {
          uid: entity('Person', 'asking'),
          attrs: { acting, active: situation.access?.status === 'active' },
          parents: [],
        },
        {
          uid: where,
          attrs: { status: organization.status, kind: organization.kind, services: [...organization.services] },
          parents: [],
        },
        ...roles,
        ...ofRight,
      ],
    })
    if (answer.type !== 'success' || answer.response.diagnostics.errors.length > 0)
      throw new Error(JSON.stringify(answer))
    return answer.response.decision === 'allow'
  }
}

let situations = 0

const entity = (type: string, id: string) => ({ type, id })

type Hierarchy = ReadonlyMap<string, readonly string[]>

/** Every action with the sets of actions it is directly in. */
function actionsOf({ definitions }: Standing): Hierarchy {
  const sets = new Map<string, string[]>()
  const put = (set: string, ...members: readonly string[]) => {
    for (const member of members) sets.set(member, [...(sets.get(member) ?? []), set])
  }
  put('owner-only', ...ownerOnlyPermissions)
  put('provider-only', ...providerOnlyPermissions)
  put('personal', ...personalPermissions)
  for (const role of portalRoles) put(role.id, ...role.permissions)
  for (const service of services) put(service.id, ...service.applicationRoles.map(({ id }) => id))
  for (const role of predefinedRoles) put(role.roleId, ...role.permissions)
  for (const group of systemPermissionGroups)
    put(group.permissionGroupId, ...group.portalRoles, ...group.applicationRoles)
  for (const [roleId, role] of definitions.roles) {
    if (role.state === 'active') put(roleId, ...role.permissions)
    else if (role.replacedBy !== undefined && !isCircle(roleId, definitions.roles)) put(roleId, role.replacedBy)
  }
  for (const [groupId, group] of definitions.permissionGroups) {
    if (group.state === 'active') put(groupId, ...group.portalRoles, ...group.applicationRoles)
    else if (group.replacedBy !== undefined && !isCircle(groupId, definitions.permissionGroups))
      put(groupId, group.replacedBy)
  }
  return sets
}

/** Cedar refuses a hierarchy that runs in a circle; whatever is in one, or leads into one, gives nothing. */
function isCircle(
  from: string,
  definitions: ReadonlyMap<string, { readonly state: string; readonly replacedBy?: string | undefined }>,
): boolean {
  const seen = new Set<string>()
  for (let next: string | undefined = from; next !== undefined; ) {
    if (seen.has(next)) return true
    seen.add(next)
    const definition = definitions.get(next)
    next = definition?.state === 'removed' ? definition.replacedBy : undefined
  }
  return false
}

function reachableFrom(first: readonly string[], hierarchy: Hierarchy): cedar.Entities {
  const found = new Set(first)
  for (const action of found) for (const set of hierarchy.get(action) ?? []) found.add(set)
  return [...found].map((action) => ({
    uid: entity('Action', action),
    attrs: {},
    parents: (hierarchy.get(action) ?? []).map((set) => entity('Action', set)),
  }))
}

/** Every role in its level and its origin; one that was replaced is in its replacement, and so in what that is in. */
function rolesOf({ roles }: Definitions): cedar.Entities {
  const predefined = predefinedRoles
    .filter(({ roleId }) => !roles.has(roleId))
    .map(({ roleId, level }) => ({ roleId, parents: [entity('Level', level)] }))
  const custom = [...roles].map(([roleId, { state, level, replacedBy }]) => {
    if (state === 'active') return { roleId, parents: [entity('Level', level), entity('Origin', 'custom')] }
    return {
      roleId,
      parents: replacedBy === undefined || isCircle(roleId, roles) ? [] : [entity('Role', replacedBy)],
    }
  })
  return [...predefined, ...custom].map(({ roleId, parents }) => ({ uid: entity('Role', roleId), attrs: {}, parents }))
}

function policiesOf({ organization, access }: Situation): string[] {
  const policies = [
    `forbid(principal, action, resource) unless { resource.status == "active" };`,
    `permit(principal, action in Action::"users-and-permissions-full-role", resource) when { principal.acting };`,
    `forbid(principal, action in Action::"provider-only", resource) when { resource.kind == "customer" };`,
    ...services.map(
      ({ id }) =>
        `forbid(principal, action in Action::"${id}", resource) unless { resource.services.contains("${id}") };`,
    ),
  ]
  if (!access) return policies
  for (const [permissionGroupId, dates] of Object.entries(access.permissionGroups))
    policies.push(permit(`action in Action::"${permissionGroupId}"`, 'resource', during(dates)))

  if (access.key && access.key.permissions.length > 0) {
    const held = access.key.permissions.map((permission) => `Action::"${permission}"`).join(', ')
    const ofPeople = `action in [Action::"owner-only", Action::"personal"]`
    policies.push(permit(`action in [${held}]`, 'resource', `${during(access.key)} && !(${ofPeople})`))
  }
  const { defaultRole } = access
  if (defaultRole) {
    const isOfOrganization = `Role::"${defaultRole.roleId}" in Level::"organization"`
    policies.push(
      permit(
        `action in Action::"${defaultRole.roleId}"`,
        'resource is Organization',
        `${gives(defaultRole)} && ${isOfOrganization}`,
      ),
    )
  }
  const reachesAll = defaultRole ? reachesEveryGroup(defaultRole) : 'false'
  const entries = Object.entries(access.groups)
  for (const [groupId, { byHand, groupRole, ...dates }] of entries) {
    const inside = `(${byHand} && ${during(dates)})`
    const replaced = groupRole ? `(${during(dates)} && ${during(groupRole)} && (${byHand} || ${reachesAll}))` : 'false'
    const here = `resource == Group::"${groupId}"`
    if (groupRole) {
      const isOfGroup = `Role::"${groupRole.roleId}" in Level::"group"`
      policies.push(
        permit(`action in Action::"${groupRole.roleId}"`, here, `${replaced} && ${gives(groupRole)} && ${isOfGroup}`),
      )
    }
    if (defaultRole) {
      const condition = `${gives(defaultRole)} && (${inside} || ${reachesAll}) && !${replaced}`
      policies.push(permit(`action in Action::"${defaultRole.roleId}"`, here, condition))
    }
  }
  if (defaultRole) {
    const others = entries.map(([groupId]) => `resource != Group::"${groupId}"`)
    const condition = [gives(defaultRole), reachesAll, ...others].join(' && ')
    policies.push(permit(`action in Action::"${defaultRole.roleId}"`, 'resource is Group', condition))
  }
  return policies

  /** A custom role of a customer gives nothing that is owners' alone, and one of a group no way into every group. */
  function gives(grant: RoleGrant): string {
    const custom = `Role::"${grant.roleId}" in Origin::"custom"`
    const reserved = organization.kind === 'customer' ? `(${custom} && action in Action::"owner-only")` : 'false'
    return `${during(grant)} && !${reserved} && !(${custom} && Role::"${grant.roleId}" in Level::"group" && action == Action::"groups:access-all")`
  }

  function reachesEveryGroup(grant: RoleGrant): string {
    const role = `Role::"${grant.roleId}"`
    const holds = `Action::"groups:access-all" in Action::"${grant.roleId}"`
    return `(${during(grant)} && ${holds} && !(${role} in Origin::"custom" && ${role} in Level::"group"))`
  }
}

const permit = (action: string, resource: string, condition: string): string =>
  `permit(principal, ${action}, ${resource}) when { principal.active && ${condition} };`

function during({ validFrom, validUntil }: Validity): string {
  const from = validFrom === undefined ? [] : [`datetime("${validFrom}") <= context.at`]
  const until = validUntil === undefined ? [] : [`context.at < datetime("${validUntil}")`]
  return from.length + until.length === 0 ? 'true' : `(${[...from, ...until].join(' && ')})`
}

function succeed(answer: cedar.CheckParseAnswer): void {
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer))
}
