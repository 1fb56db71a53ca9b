import { becameUser, confirmed, profileStanding } from '../../shared/domain/profile.ts'
import { intentionsInForce } from '../../shared/frame/intentions.ts'
import { keptSeconds } from '../../shared/table/idempotency.ts'
import type { InvitationRecord } from '../../shared/table/invitation.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import type { LastInvitation } from './known-people.ts'
import { sendAgainStep } from './send-again-step.ts'
import { type Inviting, mailWaits, nothingDone, type Settled, type Step } from './step.ts'

type Grants = Pick<ProfileRecord, 'defaultRole' | 'permissionGroups' | 'groups'>

/** Somebody whom the organization did not know is invited. */
export function inviteNew(profile: ProfileRecord, { newId }: Inviting): Extract<Step, { does: 'invite' }> {
  const after = { ...profile, invitationId: newId('invitation') }
  return { does: 'invite', before: undefined, after, outcome: 'invited' }
}

/**
 * What can be made of someone the organization knows already: a draft is confirmed, a contact becomes a user, and both get these grants beside
 * what they were meant to be given. Whoever is invited or active is left as they are.
 */
export async function inviteKnown(
  before: ProfileRecord,
  last: LastInvitation | undefined,
  grants: Grants,
  inviting: Inviting,
): Promise<Step> {
  const { caller, newId, now, requestKey } = inviting
  const { profileId } = before
  const made = last?.invitation
  if (made?.madeBy?.requestKey === requestKey && isOfThisCall(made, now))
    return nothingDone(made.madeBy.outcome, waits(made), { profileId, invitationId: made.invitationId })
  if (last && before.status === 'invited' && inviting.resendPending) return sendAgainStep(last, before, inviting)
  const settled = settledOutcome(before)
  if (settled) return nothingDone(settled.outcome, settled.detail, { profileId })

  const standing = profileStanding({ ...before, accepted: before.identityId !== undefined })
  const next = before.user ? confirmed(standing) : becameUser(standing, { kind: before.kind, confirm: true })
  if (typeof next === 'string') return nothingDone('invalid', 'A shared mailbox cannot become a user.', { profileId })
  const { grants: intended, gone } = await intentionsInForce(caller.organization, before)
  if (gone.length > 0) return nothingDone('invalid', goneInWords(gone), { profileId })
  const after = {
    ...before,
    ...next,
    defaultRole: grants.defaultRole ?? intended.defaultRole,
    permissionGroups: { ...grants.permissionGroups, ...intended.permissionGroups },
    groups: besides(intended.groups, grants.groups),
    invitationId: newId('invitation'),
    updatedAt: now,
  }
  return { does: 'invite', before, after, outcome: before.user ? 'invited' : 'became-user' }
}

/** A key stands for a call as long as its answer would be kept: after that it is another call, which finds what stands there. */
const isOfThisCall = ({ sentAt }: InvitationRecord, now: string): boolean =>
  Date.parse(now) - Date.parse(sentAt) < keptSeconds * 1000

/** Groups beside those that somebody was meant for, of which what was said of them stays: dates, and a role. */
const besides = (intended: Grants['groups'], given: Grants['groups']): Grants['groups'] => ({
  ...given,
  ...Object.fromEntries(
    Object.entries(intended).map(([key, access]) => [
      key,
      Object.hasOwn(given, key) ? { ...access, byHand: true } : access,
    ]),
  ),
})

const waits = ({ mailFrom }: InvitationRecord): string | null => (mailFrom === undefined ? null : mailWaits)

const goneInWords = (gone: readonly string[]): string =>
  `The draft was to be given what cannot be given now: ${gone.join(', ')}. Take it out of it first.`

function settledOutcome({ user, status }: ProfileRecord): Pick<Settled, 'outcome' | 'detail'> | undefined {
  if (status === 'deactivated')
    return { outcome: 'deactivated', detail: 'The profile is deactivated; reactivate it instead.' }
  if (user && status === 'active') return { outcome: 'already-a-user', detail: 'Nothing was changed.' }
  if (status === 'invited')
    return { outcome: 'already-invited', detail: 'Nothing was changed; the invitation can be sent again.' }
  return undefined
}
