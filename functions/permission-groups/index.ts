import { permissionGroups } from '../../shared/contract/permission-groups.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { addPermissionGroupMember } from './add-permission-group-member.ts'
import { changePermissionGroup } from './change-permission-group.ts'
import { createPermissionGroup } from './create-permission-group.ts'
import { getPermissionGroup } from './get-permission-group.ts'
import { listPermissionGroupMembers } from './list-permission-group-members.ts'
import { listPermissionGroups } from './list-permission-groups.ts'
import { listProfilePermissionGroups } from './list-profile-permission-groups.ts'
import { removePermissionGroup } from './remove-permission-group.ts'
import { removePermissionGroupMember } from './remove-permission-group-member.ts'
import { replacePermissionGroupMembers } from './replace-permission-group-members.ts'
import { replaceProfilePermissionGroups } from './replace-profile-permission-groups.ts'

export const handler = httpFunction(permissionGroups, {
  addPermissionGroupMember,
  changePermissionGroup,
  createPermissionGroup,
  getPermissionGroup,
  listPermissionGroupMembers,
  listPermissionGroups,
  listProfilePermissionGroups,
  removePermissionGroup,
  removePermissionGroupMember,
  replacePermissionGroupMembers,
  replaceProfilePermissionGroups,
})
