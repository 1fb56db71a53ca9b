import { mayCustomRoleHold, permissionsChosen } from '../../shared/domain/definitions.ts'
import type { OrganizationId, RoleId } from '../../shared/domain/ids.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createRole as create, type RoleRecord } from '../../shared/table/role.ts'
import { isPredefined, type RoleHere, requireHoldable, requireOwnName, roleHere } from './role-here.ts'
import { roleReply } from './role-reply.ts'

/** Makes a role (A10); what is copied and what a custom role cannot hold is left out of it. */
export const createRole: Operation<'createRole'> = async ({ params, body, caller, now, newId, commit }) => {
  const { organizationId } = params
  const { organization } = caller
  const copied = body.copyFrom && (await roleToCopy(organizationId, body.copyFrom))
  const level = body.level ?? (copied ? copied.level : undefined)
  if (!level) throw invalidField('#/level', 'required', 'Say of which level it is, or name a role to copy.')
  const holdable = (copied ? copied.permissions : []).filter((one) => mayCustomRoleHold(one, level, organization.kind))
  const permissions = body.permissions ?? holdable
  requireHoldable(permissions, level, organization)
  requireOwnName(body.name)
  await requireGrant(caller, definitionGained(permissions), now)

  const role: RoleRecord = {
    organizationId,
    roleId: newId('role'),
    name: body.name,
    description: body.description ?? (copied && descriptionOf(copied)),
    level,
    permissions: permissionsChosen(permissions),
    state: 'active',
    holders: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const { roleId, name } = role
  const created = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'role.created',
    at: now,
    by: caller,
    about: { roleId, ...(body.copyFrom && { copiedFrom: body.copyFrom }) },
  })
  const named = takeName({ organizationId, kind: 'role', definitionId: roleId, name })
  return commit([...named, create(role), created], roleReply(role))
}

async function roleToCopy(organizationId: OrganizationId, roleId: RoleId): Promise<RoleHere> {
  try {
    return await roleHere({ organizationId, roleId })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw invalidField('#/copyFrom', 'not-found', 'There is no such role here.')
  }
}

const descriptionOf = (role: RoleHere): string | undefined => (isPredefined(role) ? role.sentence : role.description)
