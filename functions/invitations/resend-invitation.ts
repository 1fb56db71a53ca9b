import { Problem } from '../../shared/domain/problems.ts'
import { confirmed, profileStanding } from '../../shared/domain/profile.ts'
import { inviterOf } from '../../shared/frame/caller.ts'
import { changePeople, type PeopleChange } from '../../shared/frame/change-people.ts'
import { intentionsInForce } from '../../shared/frame/intentions.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import type { InvitationRecord } from '../../shared/table/invitation.ts'
import { type InvitationNamed, invitationSentAgain } from '../../shared/table/inviting.ts'
import { countToday } from '../../shared/table/limit.ts'
import { type ProfileRecord, whileProfile } from '../../shared/table/profile.ts'
import { Moved } from '../../shared/table/transaction.ts'
import { invitationReply } from './invitation-reply.ts'
import { invitedProfile, requireMayGive, unacceptedInvitation } from './invitation-to-act-upon.ts'

type Request = OperationRequest<'resendInvitation'>

const secondsApart = 60

/**
 * Sends an invitation again (I3), whether it is pending, has expired or was revoked: its older links die, and the caller is the inviter
 * from now on, who must be able to give all of it (A4, A5). A minute apart, and five times a day.
 */
export const resendInvitation: Operation<'resendInvitation'> = async (request) => {
  const { params, caller, now, commit } = request
  const invitation = await unacceptedInvitation(params)
  const profile = await invitedProfile(invitation)
  const held = await requireMayGive(caller, invitation, profile, now)
  requireApart(invitation, now)

  const inviter = { ...inviterOf(caller), ...reasonOf(invitation) }
  const { invitationDays } = caller.organization
  const sent = invitationSentAgain({ invitation, profile, invitationDays, inviter, now })
  const { writes, affected, coverageChanges } =
    invitation.state === 'pending'
      ? stillInvited(request, profile, sent.named)
      : await invitedAnew(request, profile, sent.named)
  const counted = countToday(
    'invitation-resends',
    invitation.invitationId,
    now,
    'This invitation was sent again five times today; the next day begins at 00:00 UTC.',
  )
  const reply = { ...(await invitationReply(sent.after, now)), coverageChanges: [...coverageChanges] }
  return commit([...held, counted, ...sent.writes, ...writes], reply, affected)
}

/** For somebody who is invited nothing changes but the link. */
function stillInvited({ caller, now, newId }: Request, profile: ProfileRecord, named: InvitationNamed): PeopleChange {
  const activity = recordActivity({
    activityId: newId('activity'),
    organizationId: profile.organizationId,
    action: 'invitation.sent-again',
    at: now,
    by: caller,
    subject: profile.profileId,
    about: named,
  })
  return { writes: [whileProfile(profile), activity], affected: [], coverageChanges: [] }
}

/** Whoever became a draft when it was revoked is invited to what can be given now. */
async function invitedAnew(
  { caller, now, newId }: Request,
  before: ProfileRecord,
  named: InvitationNamed,
): Promise<PeopleChange> {
  const standing = confirmed(profileStanding({ ...before, accepted: false }))
  // The invitation was read before the profile: somebody else has sent it again in between.
  if (typeof standing === 'string') throw new Moved(`a revoked invitation of a profile that is ${before.status}`)
  const { grants, gone } = await intentionsInForce(caller.organization, before)
  if (gone.length > 0)
    throw new Problem('intentions-gone', {
      detail: `What the draft was to be given is gone, or its service is paused: ${gone.join(', ')}. Take the draft out of it, and send it again.`,
    })
  const after = { ...before, ...standing, ...grants, updatedAt: now }
  return changePeople({ caller, now, newId }, [{ before, after, action: 'invitation.sent-again', about: named }])
}

/** The reason that owners were told holds for as long as the invitation is not withdrawn (O3). */
export const reasonOf = ({ inviter: { reasonGiven } }: InvitationRecord) => (reasonGiven ? { reasonGiven } : {})

/** How long it takes until an invitation may be sent again. */
export const secondsUntilApart = ({ sentAt }: InvitationRecord, now: string): number =>
  secondsApart - (Date.parse(now) - Date.parse(sentAt)) / 1000

function requireApart(invitation: InvitationRecord, now: string): void {
  const left = secondsUntilApart(invitation, now)
  if (left <= 0) return
  const detail = 'It was sent less than a minute ago.'
  throw new Problem('too-many-requests', { detail, retryAfterSeconds: Math.ceil(left) })
}
