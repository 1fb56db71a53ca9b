import type { Operation } from '../../shared/frame/operation.ts'
import { organizationReply } from './organization-reply.ts'

/** Authorising has read the organization already, strongly. */
export const getOrganization: Operation<'getOrganization'> = async ({ caller }) =>
  organizationReply(caller.organization)
