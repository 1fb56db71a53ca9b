import { administratorsOf } from '../../shared/frame/administrators.ts'
import { mostMemberships } from '../../shared/frame/belongings.ts'
import { takesToken } from '../../shared/frame/caller.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listAccess } from '../../shared/table/access.ts'
import { membershipReply, readMemberships } from './membership.ts'

/**
 * Who calls, where they are a user, and whom they ask there: somebody without any permission learns all of it too (A2). An
 * organization that does not take their token tells nothing (A13).
 */
export const getMe: Operation<'getMe'> = async ({ caller, now }) => {
  const { identity } = caller
  const all = await listAccess(identity.identityId, mostMemberships)
  const records = all.filter((record) => takesToken(record, caller))
  const [memberships, administrators] = await Promise.all([
    readMemberships(records),
    Promise.all(
      records.map(async ({ organizationId }) => [organizationId, await administratorsOf(organizationId, now)] as const),
    ),
  ])
  const toAsk = new Map(administrators)
  return {
    identityId: identity.identityId,
    email: identity.email,
    organizations: memberships.map((membership) => ({
      ...membershipReply(membership),
      administrators: (toAsk.get(membership.organization.organizationId) ?? []).map((administrator) => ({
        firstName: administrator.firstName ?? null,
        lastName: administrator.lastName ?? null,
        email: administrator.email,
        organizationId: administrator.organizationId,
      })),
    })),
  }
}
