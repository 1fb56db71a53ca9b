import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { requireMayActUpon } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { changedDetails, requireFieldsOfKind } from './changed-details.ts'
import { changedReply, profileReply } from './profile-reply.ts'
import { stepOf } from './step.ts'

/**
 * Changes a profile (P2), and with it where the person stands: a contact becomes a user or a user a contact (P4), a draft is
 * confirmed (I1), a user's address is replaced (P8). All of it is one change, whose activity bears the name of the largest step.
 */
export const changeProfile: Operation<'changeProfile'> = async (request) => {
  const { params, body, caller, expectedVersion, now, newId, commit } = request
  const before = await getProfile(params)
  if (!before) throw new Problem('not-found')
  if (before.version !== expectedVersion) throw new Problem('stale')
  requireFieldsOfKind(before, body)

  const details = changedDetails(before, body, { language: caller.organization.language, now })
  const step = await stepOf(before, details, request)
  if (isSame(before, step.after)) return commit([], { ...profileReply(before), coverageChanges: [] })
  if (step.actsUpon) await requireMayActUpon(caller, before, now)

  const { action, about } = step
  const after = { ...step.after, updatedAt: now }
  const refusals = { addressTaken: new Problem('address-taken'), externalIdTaken: new Problem('external-id-taken') }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId, refusals }, [
    { before, after, action, ...(about && { about }) },
  ])
  const reply = { ...changedReply(after), coverageChanges: [...coverageChanges] }
  return commit([...writes, ...step.writes], reply, affected)
}

const isSame = (one: ProfileRecord, other: ProfileRecord): boolean => {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof ProfileRecord>
  return [...keys].every((key) => JSON.stringify(one[key]) === JSON.stringify(other[key]))
}
