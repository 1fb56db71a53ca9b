import { mutableCategories } from '../../shared/domain/notification-categories.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { doerIn, membershipIn } from './membership.ts'
import { preferencesReply } from './preferences-reply.ts'

/** Chooses which notifications the caller does not want in one of their organizations; nobody else is told instead of them. */
export const changeMyPreferences: Operation<'changeMyPreferences'> = async (request) => {
  const { query, body, caller, expectedVersion, now, newId, commit } = request
  const membership = await membershipIn(query.organizationId, caller)
  if (!membership) throw new Problem('not-found')
  const { profile, organization } = membership
  if (profile.version !== expectedVersion) throw new Problem('stale')
  const before = preferencesReply(profile).mutedCategories
  const mutedCategories = mutableCategories.filter((category) => body.mutedCategories.includes(category))
  if (String(before) === String(mutedCategories)) return commit([], preferencesReply(profile))

  const after = { ...profile, mutedCategories, updatedAt: now, version: profile.version + 1 }
  const { writes } = await changePeopleUnasked({ organization, by: doerIn(membership, caller), now, newId }, [
    { before: profile, after, action: 'preferences.changed', about: { switchedOff: mutedCategories.join(' ') } },
  ])
  return commit(writes, preferencesReply(after))
}
