import { type Affected, acrossOrganization } from '../../shared/domain/access-difference.ts'
import { ownerRoleId, predefinedRole } from '../../shared/domain/catalog.ts'
import { roleInForce } from '../../shared/domain/definitions.ts'
import type { RoleId } from '../../shared/domain/ids.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { freeName } from '../../shared/table/definition-name.ts'
import { definitionsAmong } from '../../shared/table/definitions.ts'
import { moveAccessVersion } from '../../shared/table/organization.ts'
import { listRoles, type RoleRecord, removeRole as remove, replaceRole, whileRole } from '../../shared/table/role.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { isPredefined, type RoleHere } from './role-here.ts'

/**
 * Removes a role that nobody holds, or puts another in its place: its holders hold that one from the next request on, since the evaluator
 * follows; `move-holders` then rewrites them at leisure (D5).
 */
export const removeRole: Operation<'removeRole'> = async ({ params, query, caller, now, newId, commit }) => {
  const { organizationId, roleId } = params
  if (predefinedRole(roleId)) throw new Problem('predefined-role')
  // Read after the access version that the change is held to: a replacement by this one that is made meanwhile moves it.
  const { organization } = caller
  const own = await listRoles(organizationId)
  const role = own.find((one) => one.roleId === roleId && one.state === 'active')
  if (!role) throw new Problem('not-found')

  const holders = holdersOf(role, own, organization.kind)
  const replacement = query.replaceWith && replacementHere(query.replaceWith, role, own)
  if (!replacement && holders > 0)
    throw new Problem('in-use', { detail: `It has ${holders} ${holders === 1 ? 'holder' : 'holders'}.` })
  const [was, is] = [new Set(role.permissions), new Set(replacement ? replacement.permissions : [])]
  await requireGrant(caller, definitionGained([...is.difference(was)]), now)

  const who = { kind: 'holders', roleId, count: holders } as const
  const affected: Affected[] =
    holders > 0
      ? [{ who, gains: acrossOrganization(is.difference(was)), loses: acrossOrganization(was.difference(is)) }]
      : []
  return commit(
    [
      ...freeName({ organizationId, kind: 'role', definitionId: roleId, name: role.name }),
      ...(replacement ? inPlaceOf(role, replacement, now) : [remove(role)]),
      moveAccessVersion(organization, newId('activity')),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'role.removed',
        at: now,
        by: caller,
        about: { roleId, ...(replacement && { replacedBy: replacement.roleId }) },
      }),
    ],
    { roleId, replacedBy: replacement ? replacement.roleId : null, holders },
    affected,
  )
}

/** How many hold it, those included who were given a role that it has replaced and have not been rewritten yet. */
function holdersOf(role: RoleRecord, own: readonly RoleRecord[], kind: Parameters<typeof roleInForce>[2]): number {
  const definitions = definitionsAmong([], own)
  return own
    .filter(({ roleId }) => roleInForce(roleId, definitions, kind)?.roleId === role.roleId)
    .reduce((sum, { holders }) => sum + holders, 0)
}

function replacementHere(replaceWith: RoleId, role: RoleRecord, own: readonly RoleRecord[]): RoleHere {
  const refused = (code: string, detail: string) => invalidField('query#/replaceWith', code, detail)
  if (replaceWith === role.roleId) throw refused('invalid', 'A role cannot take its own place.')
  if (replaceWith === ownerRoleId) throw refused('invalid', 'Nobody becomes an owner by that: make them owners first.')
  const replacement =
    predefinedRole(replaceWith) ?? own.find((one) => one.roleId === replaceWith && one.state === 'active')
  if (!replacement) throw refused('not-found', 'There is no such role here.')
  if (replacement.level !== role.level) throw refused('another-level', `It has to be of level ${role.level}.`)
  return replacement
}

/** What takes its place must be there at that moment; so no chain of replacements ever comes back to where it began. */
const inPlaceOf = (role: RoleRecord, replacement: RoleHere, now: string): Write[] => [
  ...(isPredefined(replacement) ? [] : [whileRole(replacement)]),
  replaceRole(role, replacement.roleId, now),
]
