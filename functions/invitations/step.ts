import type { invitationOutcomes } from '../../shared/contract/invitation-schemas.ts'
import type { InvitationId, ProfileId } from '../../shared/domain/ids.ts'
import { Problem, problems } from '../../shared/domain/problems.ts'
import { becameUser, confirmed, profileStanding } from '../../shared/domain/profile.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import { intentionsInForce } from '../../shared/frame/intentions.ts'
import type { NewId } from '../../shared/frame/operation.ts'
import type { InvitationRecord } from '../../shared/table/invitation.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'
import type { LastInvitation } from './known-people.ts'
import { sendAgainStep } from './send-again-step.ts'

/** What came of one whom a call wants to be invited. */
export type Settled = {
  readonly outcome: (typeof invitationOutcomes)[number]
  readonly detail: string | null
  readonly profileId: ProfileId | null
  readonly invitationId: InvitationId | null
}

/** What is to be done for one: nothing, or somebody is invited, or an invitation is sent again. */
export type Step =
  | { readonly does: 'nothing'; readonly settled: Settled }
  | {
      readonly does: 'invite'
      readonly before: ProfileRecord | undefined
      readonly after: ProfileRecord & { readonly invitationId: InvitationId }
      readonly outcome: 'invited' | 'became-user'
    }
  | {
      readonly does: 'send-again'
      readonly invitation: InvitationRecord
      readonly profile: ProfileRecord
      /** The conditions under which the caller may. */
      readonly held: readonly Write[]
    }

/** Whose call it is, and what holds for everybody in it. */
export type Inviting = {
  readonly caller: OrganizationCaller
  readonly now: string
  readonly newId: NewId
  readonly requestKey: string
  readonly resendPending: boolean
  /** Why somebody is to be an owner (O3). */
  readonly reason: string | undefined
}

type Grants = Pick<ProfileRecord, 'defaultRole' | 'permissionGroups' | 'groups'>

/** For whom there is nothing to do. */
export const nothingDone = (
  outcome: Settled['outcome'],
  detail: string | null,
  { profileId = null, invitationId = null }: Partial<Pick<Settled, 'profileId' | 'invitationId'>> = {},
): Step => ({ does: 'nothing', settled: { outcome, detail, profileId, invitationId } })

/** Somebody whom the organization did not know is invited. */
export function inviteNew(profile: ProfileRecord, { newId }: Inviting): Step {
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
  if (made?.madeBy?.requestKey === requestKey)
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
    permissionGroups: { ...intended.permissionGroups, ...grants.permissionGroups },
    groups: { ...intended.groups, ...grants.groups },
    invitationId: newId('invitation'),
    updatedAt: now,
  }
  return { does: 'invite', before, after, outcome: before.user ? 'invited' : 'became-user' }
}

/** Somebody whom a rule forbids to be invited, where others are invited along with them. */
export const refused = (rule: Problem, profileId: ProfileId | null): Settled => ({
  outcome: 'invalid',
  detail: inWords(rule),
  profileId,
  invitationId: null,
})

/** A rule, and what can be done about it. */
export const inWords = ({ code, detail }: Problem): string =>
  `${problems[code].title}. ${detail ?? problems[code].advice}`

/** A rule that one person meets, and not a failure. */
export const isRuleOfOne = (error: unknown): error is Problem =>
  error instanceof Problem && (error.status === 403 || error.status === 409)

/** What is said where the mail of an invitation waits for the organization's next day. */
export const mailWaits = 'The mail goes tomorrow: the organization has had 500 mails with a link sent today.'

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
