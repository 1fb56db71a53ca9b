import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { stored } from '../../shared/table/schema.ts'
import { doerIn, membershipIn, membershipReply } from './membership.ts'

/** Changes the caller's own profile in one organization: what the person knows best, and nothing that gives access. */
export const changeMe: Operation<'changeMe'> = async ({ body, caller, expectedVersion, now, newId, commit }) => {
  const { organizationId, ...changes } = body
  const membership = await membershipIn(organizationId, caller)
  if (!membership)
    throw invalidField('#/organizationId', 'not-found', 'There is no such organization in which you are a user.')
  const { profile } = membership
  if (profile.version !== expectedVersion) throw new Problem('stale')

  const { salutation, language, firstName, lastName, jobTitle, phone } = { ...profile, ...stored(changes) }
  const after: ProfileRecord = {
    ...profile,
    salutation,
    language,
    firstName,
    lastName,
    jobTitle: jobTitle ?? undefined,
    phone: phone ?? undefined,
    updatedAt: now,
    version: profile.version + 1,
  }
  const { writes } = await changePeopleUnasked(
    { organization: membership.organization, by: doerIn(membership, caller), now, newId },
    [{ before: profile, after, action: 'profile.changed' }],
  )
  return commit(writes, membershipReply({ ...membership, profile: after }))
}
