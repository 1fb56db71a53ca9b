import { groups } from '../../shared/contract/groups.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { changeGroup } from './change-group.ts'
import { clearGroupRole } from './clear-group-role.ts'
import { createGroup } from './create-group.ts'
import { getGroup } from './get-group.ts'
import { grantGroupAccess } from './grant-group-access.ts'
import { grantProfileGroups } from './grant-profile-groups.ts'
import { listGroupMembers } from './list-group-members.ts'
import { listGroups } from './list-groups.ts'
import { listProfileGroups } from './list-profile-groups.ts'
import { removeGroup } from './remove-group.ts'
import { revokeGroupAccess } from './revoke-group-access.ts'
import { setGroupRole } from './set-group-role.ts'

export const handler = httpFunction(groups, {
  changeGroup,
  clearGroupRole,
  createGroup,
  getGroup,
  grantGroupAccess,
  grantProfileGroups,
  listGroupMembers,
  listGroups,
  listProfileGroups,
  removeGroup,
  revokeGroupAccess,
  setGroupRole,
})
