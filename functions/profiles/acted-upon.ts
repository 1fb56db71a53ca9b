import { isProblemCode, Problem } from '../../shared/domain/problems.ts'
import { type ProfileRefusal, type ProfileStanding, profileStanding } from '../../shared/domain/profile.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import { requireMayActUpon } from '../../shared/frame/granting.ts'
import { getInvitation } from '../../shared/table/invitation.ts'
import { withdraw } from '../../shared/table/inviting.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'

/** Reads whom an act is about, and asks whether the caller may act upon them (A5). */
export async function profileToActUpon(
  params: Parameters<typeof getProfile>[0],
  caller: OrganizationCaller,
  now: string,
): Promise<ProfileRecord> {
  const profile = await getProfile(params)
  if (!profile) throw new Problem('not-found')
  await requireMayActUpon(caller, profile, now)
  return profile
}

/** Where a profile stands, for the steps of its life. */
export const standingOf = ({ user, status, identityId }: ProfileRecord): ProfileStanding =>
  profileStanding({ user, status, accepted: identityId !== undefined })

/** What a step makes of a profile; throws 409 with the code of why it cannot be taken. */
export function taken(step: ProfileStanding | ProfileRefusal): Pick<ProfileRecord, 'user' | 'status'> {
  if (typeof step !== 'string') return { user: step.user, status: step.status }
  if (isProblemCode(step)) throw new Problem(step)
  throw new Error(`no caller can be told ${step}`)
}

/** What ends the pending invitation of somebody who is invited, as an act of the caller's own; nothing for anybody else. */
export async function withdrawInvitation(
  profile: ProfileRecord,
  now: string,
): Promise<{ readonly writes: readonly Write[]; readonly about: Readonly<Record<string, string>> }> {
  const { organizationId, invitationId, status } = profile
  if (status !== 'invited' || invitationId === undefined) return { writes: [], about: {} }
  const invitation = await getInvitation({ organizationId, invitationId })
  if (!invitation) throw new Error('somebody is invited without an invitation')
  return { writes: [withdraw(invitation, 'by-hand', now).write], about: { invitationId } }
}
