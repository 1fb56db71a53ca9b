import { contactRoles } from '../../shared/contract/contact-roles.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { assignContactRole } from './assign-contact-role.ts'
import { clearDeputy } from './clear-deputy.ts'
import { getRoleCoverage } from './get-role-coverage.ts'
import { listContactRoles } from './list-contact-roles.ts'
import { orderContactRole } from './order-contact-role.ts'
import { setDeputy } from './set-deputy.ts'
import { withdrawContactRole } from './withdraw-contact-role.ts'

export const handler = httpFunction(contactRoles, {
  assignContactRole,
  clearDeputy,
  getRoleCoverage,
  listContactRoles,
  orderContactRole,
  setDeputy,
  withdrawContactRole,
})
