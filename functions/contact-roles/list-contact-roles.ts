import type { Operation } from '../../shared/frame/operation.ts'
import { listContacts } from '../../shared/table/contact.ts'
import { contactRolesReply } from './holder-reply.ts'

/** The contact roles with their holders in order: one Query at any size. */
export const listContactRoles: Operation<'listContactRoles'> = async ({ params, now }) =>
  contactRolesReply(await listContacts(params.organizationId), now)
