import { administratorsOf } from '../../shared/frame/administrators.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listAccess } from '../../shared/table/access.ts'
import { membershipReply, mostMemberships, readMemberships } from './membership.ts'

/** Who calls, where they are a user, and whom they ask there: somebody without any permission learns all of it too (A2). */
export const getMe: Operation<'getMe'> = async ({ caller: { identity }, now }) => {
  const records = await listAccess(identity.identityId, mostMemberships)
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
