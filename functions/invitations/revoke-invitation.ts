import { Problem } from '../../shared/domain/problems.ts'
import { invitationRevoked, profileStanding } from '../../shared/domain/profile.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { withdraw } from '../../shared/table/inviting.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { Moved } from '../../shared/table/transaction.ts'
import { invitationReply } from './invitation-reply.ts'
import { requireMayGive, unacceptedInvitation } from './invitation-to-act-upon.ts'

/** Withdraws an invitation that is pending or has expired: its link dies, and the profile is a draft again (I3). */
export const revokeInvitation: Operation<'revokeInvitation'> = async ({ params, caller, now, newId, commit }) => {
  const invitation = await unacceptedInvitation(params)
  if (invitation.state === 'revoked') throw new Problem('invitation-revoked')
  const before = await getProfile(invitation)
  const draft = before && invitationRevoked(profileStanding({ ...before, accepted: false }))
  // The invitation was read before the profile: somebody else has withdrawn it, or it was accepted, in between.
  if (!before || typeof draft !== 'object') throw new Moved('an invitation that was pending when it was read')
  await requireMayGive(caller, invitation, before, now)

  const because = 'by-hand'
  const { invitationId, generation } = invitation
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    {
      before,
      after: { ...before, ...draft, updatedAt: now },
      action: 'invitation.revoked',
      about: { invitationId, generation, because },
    },
  ])
  const { write, after } = withdraw(invitation, because, now)
  const reply = { ...(await invitationReply(after, now)), coverageChanges: [...coverageChanges] }
  return commit([write, ...writes], reply, affected)
}
