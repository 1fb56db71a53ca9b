import { roles } from '../../shared/contract/roles.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { changeRole } from './change-role.ts'
import { clearDefaultRole } from './clear-default-role.ts'
import { createRole } from './create-role.ts'
import { getRole } from './get-role.ts'
import { listRoles } from './list-roles.ts'
import { removeRole } from './remove-role.ts'
import { setDefaultRole } from './set-default-role.ts'

export const handler = httpFunction(roles, {
  changeRole,
  clearDefaultRole,
  createRole,
  getRole,
  listRoles,
  removeRole,
  setDefaultRole,
})
