import { type Affected, acrossOrganization } from '../../shared/domain/access-difference.ts'
import { systemPermissionGroup } from '../../shared/domain/catalog.ts'
import { permissionGroupInForce, rightsOfRoles } from '../../shared/domain/definitions.ts'
import type { PermissionGroupId } from '../../shared/domain/ids.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { definitionsWith, gapsChangedIn } from '../../shared/frame/coverage.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import { requireActiveService } from '../../shared/frame/named-permission-groups.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { freeName } from '../../shared/table/definition-name.ts'
import { definitionsAmong } from '../../shared/table/definitions.ts'
import { moveAccessVersion } from '../../shared/table/organization.ts'
import {
  listPermissionGroups,
  type PermissionGroupRecord,
  removePermissionGroup as remove,
  replacePermissionGroup,
  whilePermissionGroup,
} from '../../shared/table/permission-group.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { type GroupHere, isSystem } from './group-here.ts'

/**
 * Removes a permission group that nobody is in, or puts another in its place: its members are in that one from the next request
 * on, since the evaluator follows; `move-members` then rewrites them at leisure (D5).
 */
export const removePermissionGroup: Operation<'removePermissionGroup'> = async (request) => {
  const { params, query, caller, now, newId, commit } = request
  const { organizationId, permissionGroupId } = params
  if (systemPermissionGroup(permissionGroupId)) throw new Problem('system-permission-group')
  // Read after the access version that the change is held to: a replacement by this one that is made meanwhile moves it.
  const { organization } = caller
  const own = await listPermissionGroups(organizationId)
  const group = own.find((one) => one.permissionGroupId === permissionGroupId && one.state === 'active')
  if (!group) throw new Problem('not-found')

  const members = membersOf(group, own)
  const replacement = query.replaceWith && replacementHere(query.replaceWith, group, own)
  if (!replacement && members > 0)
    throw new Problem('in-use', { detail: `It has ${members} ${members === 1 ? 'member' : 'members'}.` })
  if (replacement) requireActiveService(organization, replacement.permissionGroupId)
  const [was, is] = [rightsOfRoles(group), replacement ? rightsOfRoles(replacement) : new Set<never>()]
  await requireGrant(caller, definitionGained([...is.difference(was)]), now)

  const who = { kind: 'members', permissionGroupId, count: members } as const
  const affected: Affected[] =
    members > 0
      ? [{ who, gains: acrossOrganization(is.difference(was)), loses: acrossOrganization(was.difference(is)) }]
      : []
  const removed = { ...group, state: 'removed' as const, replacedBy: replacement?.permissionGroupId }
  const coverageChanges = await gapsChangedIn(
    organization,
    ({ definitions }) => ({
      definitions: definitionsWith(
        definitions,
        removed,
        ...(replacement && !isSystem(replacement) ? [replacement] : []),
      ),
    }),
    now,
  )
  return commit(
    [
      ...freeName({ organizationId, kind: 'permission-group', definitionId: permissionGroupId, name: group.name }),
      ...(replacement ? inPlaceOf(group, replacement, now) : [remove(group)]),
      moveAccessVersion(organization, newId('activity')),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'permission-group.removed',
        at: now,
        by: caller,
        about: {
          permissionGroupId,
          ...(replacement && {
            replacedBy: replacement.permissionGroupId,
            applicationRolesBefore: group.applicationRoles.join(' '),
            applicationRolesAfter: replacement.applicationRoles.join(' '),
          }),
        },
      }),
    ],
    { permissionGroupId, replacedBy: replacement ? replacement.permissionGroupId : null, members, coverageChanges },
    affected,
  )
}

/** How many are in it, those included who are in a group that was replaced by it and have not been rewritten yet. */
function membersOf(group: PermissionGroupRecord, own: readonly PermissionGroupRecord[]): number {
  const definitions = definitionsAmong(own)
  return own
    .filter(
      ({ permissionGroupId }) =>
        permissionGroupInForce(permissionGroupId, definitions)?.permissionGroupId === group.permissionGroupId,
    )
    .reduce((sum, { members }) => sum + members, 0)
}

function replacementHere(
  replaceWith: PermissionGroupId,
  group: PermissionGroupRecord,
  own: readonly PermissionGroupRecord[],
): GroupHere {
  if (replaceWith === group.permissionGroupId)
    throw invalidField('query#/replaceWith', 'invalid', 'A permission group cannot take its own place.')
  const replacement =
    systemPermissionGroup(replaceWith) ??
    own.find((one) => one.permissionGroupId === replaceWith && one.state === 'active')
  if (!replacement) throw invalidField('query#/replaceWith', 'not-found', 'There is no such permission group here.')
  return replacement
}

/** What takes its place must be there at that moment; so no chain of replacements ever comes back to where it began. */
const inPlaceOf = (group: PermissionGroupRecord, replacement: GroupHere, now: string): Write[] => [
  ...(isSystem(replacement) ? [] : [whilePermissionGroup(replacement)]),
  replacePermissionGroup(group, replacement.permissionGroupId, now),
]
