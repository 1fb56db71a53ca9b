import { rightsOfRoles } from '../../shared/domain/definitions.ts'
import type { OrganizationId, PermissionGroupId } from '../../shared/domain/ids.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createPermissionGroup as create, type PermissionGroupRecord } from '../../shared/table/permission-group.ts'
import { type GroupHere, groupHere, isSystem, requireActiveServices, requireOwnName } from './group-here.ts'
import { permissionGroupReply } from './permission-group-reply.ts'
import { rolesChosen } from './roles-chosen.ts'

/** Makes a permission group; whoever does must be able to give all that it gives, even before anyone is in it (A4). */
export const createPermissionGroup: Operation<'createPermissionGroup'> = async (request) => {
  const { params, body, caller, now, newId, commit } = request
  const { organizationId } = params
  const copied = body.copyFrom && (await groupToCopy(organizationId, body.copyFrom))
  const { portalRoles = copied?.portalRoles ?? [], applicationRoles = copied?.applicationRoles ?? [] } = body
  const roles = rolesChosen({ portalRoles, applicationRoles })
  requireOwnName(body.name)
  requireActiveServices(roles.applicationRoles, caller.organization.services)
  await requireGrant(caller, definitionGained([...rightsOfRoles(roles)]), now)

  const group: PermissionGroupRecord = {
    organizationId,
    permissionGroupId: newId('permissionGroup'),
    name: body.name,
    description: body.description ?? (copied && descriptionOf(copied)),
    ...roles,
    state: 'active',
    members: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const { permissionGroupId: definitionId, name } = group
  const created = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'permission-group.created',
    at: now,
    by: caller,
    about: { permissionGroupId: definitionId, ...(body.copyFrom && { copiedFrom: body.copyFrom }) },
  })
  const named = takeName({ organizationId, kind: 'permission-group', definitionId, name })
  return commit([...named, create(group), created], permissionGroupReply(group))
}

async function groupToCopy(organizationId: OrganizationId, permissionGroupId: PermissionGroupId): Promise<GroupHere> {
  try {
    return await groupHere({ organizationId, permissionGroupId })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw invalidField('#/copyFrom', 'not-found', 'There is no such permission group here.')
  }
}

const descriptionOf = (group: GroupHere): string | undefined => (isSystem(group) ? group.sentence : group.description)
