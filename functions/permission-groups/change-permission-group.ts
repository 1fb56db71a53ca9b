import { acrossOrganization } from '../../shared/domain/access-difference.ts'
import { rightsOfRoles } from '../../shared/domain/definitions.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { definitionsWith, gapsChangedIn } from '../../shared/frame/coverage.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { changeName } from '../../shared/table/definition-name.ts'
import { moveAccessVersion } from '../../shared/table/organization.ts'
import { changePermissionGroup as change, type PermissionGroupRecord } from '../../shared/table/permission-group.ts'
import { ownGroupHere, requireActiveServices, requireOwnName } from './group-here.ts'
import { permissionGroupReply } from './permission-group-reply.ts'
import { rolesChosen } from './roles-chosen.ts'

/** Changes a permission group. Whatever it gives from now on and did not give, the caller must be able to give (A4). */
export const changePermissionGroup: Operation<'changePermissionGroup'> = async (request) => {
  const { params, body, caller, now, newId, expectedVersion, commit } = request
  const { organizationId, permissionGroupId } = params
  const { organization } = caller
  const before = await ownGroupHere(params)
  if (before.version !== expectedVersion) throw new Problem('stale')

  const { name = before.name, description = before.description } = body
  const { portalRoles = before.portalRoles, applicationRoles = before.applicationRoles } = body
  const roles = rolesChosen({ portalRoles, applicationRoles })
  const after: PermissionGroupRecord = {
    ...before,
    ...roles,
    name,
    description: description ?? undefined,
    updatedAt: now,
    version: before.version + 1,
  }
  const changed = fieldsChanged(before, after)
  if (changed.length === 0) return commit([], { ...permissionGroupReply(before), coverageChanges: [] })

  requireOwnName(name)
  const isNew = (role: (typeof applicationRoles)[number]) => !before.applicationRoles.includes(role)
  requireActiveServices(roles.applicationRoles.filter(isNew), organization.services)
  const [was, is] = [rightsOfRoles(before), rightsOfRoles(after)]
  await requireGrant(caller, definitionGained([...is.difference(was)]), now)

  const coverageChanges = await gapsChangedIn(
    organization,
    ({ definitions }) => ({ definitions: definitionsWith(definitions, after) }),
    now,
  )
  const members = { kind: 'members', permissionGroupId, count: before.members } as const
  return commit(
    [
      ...changeName(
        { organizationId, kind: 'permission-group', definitionId: permissionGroupId, name: before.name },
        name,
      ),
      change(before, after),
      moveAccessVersion(organization, newId('activity')),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'permission-group.changed',
        at: now,
        by: caller,
        about: {
          permissionGroupId,
          changed: changed.join(' '),
          portalRolesBefore: before.portalRoles.join(' '),
          portalRolesAfter: after.portalRoles.join(' '),
          applicationRolesBefore: before.applicationRoles.join(' '),
          applicationRolesAfter: after.applicationRoles.join(' '),
        },
      }),
    ],
    { ...permissionGroupReply(after), coverageChanges },
    [{ who: members, gains: acrossOrganization(is.difference(was)), loses: acrossOrganization(was.difference(is)) }],
  )
}

const changeable = ['name', 'description', 'portalRoles', 'applicationRoles'] as const

const fieldsChanged = (before: PermissionGroupRecord, after: PermissionGroupRecord) =>
  changeable.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
