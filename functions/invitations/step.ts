import type { invitationOutcomes } from '../../shared/contract/invitation-schemas.ts'
import type { InvitationId, ProfileId } from '../../shared/domain/ids.ts'
import { Problem, problems } from '../../shared/domain/problems.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import type { NewId } from '../../shared/frame/operation.ts'
import type { InvitationRecord } from '../../shared/table/invitation.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'

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
      /** Somebody new who is a contact from now on, and is asked whether it is them (C8). */
      readonly asksContact?: boolean
      /** What of a call was left out, and why. */
      readonly note?: string
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

/** For whom there is nothing to do. */
export const nothingDone = (
  outcome: Settled['outcome'],
  detail: string | null,
  { profileId = null, invitationId = null }: Partial<Pick<Settled, 'profileId' | 'invitationId'>> = {},
): Step => ({ does: 'nothing', settled: { outcome, detail, profileId, invitationId } })

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
