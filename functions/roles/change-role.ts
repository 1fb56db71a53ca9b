import { acrossOrganization } from '../../shared/domain/access-difference.ts'
import { permissionsChosen } from '../../shared/domain/definitions.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { changeName } from '../../shared/table/definition-name.ts'
import { moveAccessVersion } from '../../shared/table/organization.ts'
import { changeRole as change, type RoleRecord } from '../../shared/table/role.ts'
import { ownRoleHere, requireHoldable, requireOwnName } from './role-here.ts'
import { roleReply } from './role-reply.ts'

/** Changes a custom role; its level never changes. Whatever its holders may do from now on, the caller must be able to give (A4). */
export const changeRole: Operation<'changeRole'> = async (request) => {
  const { params, body, caller, now, newId, expectedVersion, commit } = request
  const { organizationId, roleId } = params
  const { organization } = caller
  const before = await ownRoleHere(params)
  if (before.version !== expectedVersion) throw new Problem('stale')
  const { name = before.name, description = before.description } = body
  if (body.permissions) requireHoldable(body.permissions, before.level, organization)
  const after: RoleRecord = {
    ...before,
    name,
    description: description ?? undefined,
    permissions: body.permissions ? permissionsChosen(body.permissions) : before.permissions,
    updatedAt: now,
    version: before.version + 1,
  }
  const changed = changeable.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
  if (changed.length === 0) return commit([], roleReply(before))
  requireOwnName(name)
  const [was, is] = [new Set(before.permissions), new Set(after.permissions)]
  // Once it reaches all groups, its holders have all of it in groups where they had nothing.
  const reachesMore = is.has('groups:access-all') && !was.has('groups:access-all')
  await requireGrant(caller, definitionGained([...(reachesMore ? is : is.difference(was))]), now)

  const holders = { kind: 'holders', roleId, count: before.holders } as const
  return commit(
    [
      ...changeName({ organizationId, kind: 'role', definitionId: roleId, name: before.name }, name),
      change(before, after),
      moveAccessVersion(organization, newId('activity')),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'role.changed',
        at: now,
        by: caller,
        about: {
          roleId,
          changed: changed.join(' '),
          permissionsBefore: before.permissions.join(' '),
          permissionsAfter: after.permissions.join(' '),
        },
      }),
    ],
    roleReply(after),
    [{ who: holders, gains: acrossOrganization(is.difference(was)), loses: acrossOrganization(was.difference(is)) }],
  )
}

const changeable = ['name', 'description', 'permissions'] as const
