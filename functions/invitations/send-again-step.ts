import type { ProfileRecord } from '../../shared/table/profile.ts'
import { requireMayGive } from './invitation-to-act-upon.ts'
import type { LastInvitation } from './known-people.ts'
import { secondsUntilApart } from './resend-invitation.ts'
import { type Inviting, inWords, isRuleOfOne, nothingDone, type Step } from './step.ts'

/**
 * Sends a pending invitation again, expired or not, where the caller could give what it gives (A4), a minute after the last time and five
 * times a day; else it stays as it is, and the answer says why.
 */
export async function sendAgainStep(
  { invitation, resendsLeft }: LastInvitation,
  profile: ProfileRecord,
  { caller, now }: Inviting,
): Promise<Step> {
  const stays = (why: string) =>
    nothingDone('already-invited', `It was not sent again. ${why}`, { profileId: profile.profileId })
  if (secondsUntilApart(invitation, now) > 0) return stays('It was sent less than a minute ago.')
  if (resendsLeft < 1) return stays('This invitation was sent again five times today.')
  try {
    const held = await requireMayGive(caller, invitation, profile, now)
    return { does: 'send-again', invitation, profile, held }
  } catch (error) {
    if (!isRuleOfOne(error)) throw error
    return stays(inWords(error))
  }
}
