import type { EmailAddress } from './address.ts'
import {
  type Approver,
  type Contract,
  type ContractState,
  contractDays,
  type Days,
  type Decision,
  daysAfter,
  type EndReason,
  type FinalState,
  type HoldReason,
  isFinal,
  type OpenState,
} from './contract.ts'
import type { ContractId, ProfileId } from './ids.ts'

/** Somebody as far as approving goes. */
export type Signatory = {
  readonly profileId: ProfileId
  readonly email: EmailAddress
  /** `ready`: they can decide now (K7). `bounces`: mail comes back from their address. `unproved`: nobody has confirmed that address yet. */
  readonly standing: 'ready' | 'bounces' | 'unproved'
}

/** How an organization's service agreement stands, for a CSP contract (K2). */
export type AgreementStanding =
  | { readonly standing: 'signed' }
  /** One is open, or ended without being signed. */
  | { readonly standing: OpenState | Exclude<FinalState, 'approved'>; readonly contractId: ContractId }
  | { readonly standing: 'none' }

/** What the next step of a contract follows from, read afresh at every look. */
export type ContractSituation = {
  readonly organization: 'active' | 'suspended' | 'removed'
  /** Of a CSP contract. */
  readonly agreement: AgreementStanding
} & Signatories

/** The first Commercial Contact who is not gone, and whoever was asked, where they may still approve. */
export type Signatories = {
  readonly primary?: Signatory | undefined
  readonly asked?: Signatory | undefined
}

/** What is to be done for a contract, and nothing but waiting. The workflow branches on these words. */
export const contractSteps = [
  'agreement',
  'contact',
  'send',
  'remind',
  'move',
  'hold',
  'expire',
  'end-alike',
  'cancel',
] as const
/** One of them. */
export type ContractStep = (typeof contractSteps)[number]
/** What a look at a contract finds: a step that is due, that there is nothing to do but wait, or that it is over. */
export type Look = ContractStep | 'wait' | 'done'

/**
 * What is due for a contract at a moment (K2, K4, K10). Whoever does it looks again first: the same situation gives the same answer,
 * and once it is done another one.
 */
export function lookAt(contract: Contract, situation: ContractSituation, now: string, days: Days): Look {
  if (isFinal(contract.state)) return 'done'
  if (situation.organization === 'removed') return 'cancel'
  const unsigned = contract.kind === 'csp-contract' && situation.agreement.standing !== 'signed'
  if (unsigned && endsAlike(contract, situation.agreement)) return 'end-alike'
  if (situation.organization === 'suspended')
    return waitedTooLong(contract, now, days) ?? held(contract, 'organization-suspended')
  if (unsigned) {
    if (contract.state !== 'waiting-for-agreement') return 'agreement'
    return waitedTooLong(contract, now, days) ?? 'wait'
  }
  const asked = stillAsked(contract, situation)
  const signatory = asked ?? situation.primary
  if (signatory?.standing === 'bounces') return waitedTooLong(contract, now, days) ?? held(contract, 'undeliverable')
  if (signatory?.standing !== 'ready')
    return waitedTooLong(contract, now, days) ?? (contract.state === 'waiting-for-contact' ? 'wait' : 'contact')
  if (contract.state !== 'sent' || !contract.approver) return 'send'
  const { approver } = contract
  if (approver.profileId !== signatory.profileId || approver.email !== signatory.email) return 'move'
  if (now >= approver.deadlineAt) return 'expire'
  return remindersDue(approver, now, days) > approver.reminders ? 'remind' : 'wait'
}

/**
 * Whoever has the link, where it stays with them: it was handed over, or they come first all the same. It stays with somebody whose mail came back as
 * well, which holds it until that is mended.
 */
function stillAsked({ approver }: Contract, { asked, primary }: Signatories): Signatory | undefined {
  if (!approver || !asked || asked.profileId !== approver.profileId) return undefined
  if (asked.profileId === primary?.profileId) return asked
  return approver.handedOver && asked.standing !== 'unproved' ? asked : undefined
}

/** Whether the agreement that it waited for, be it before a hold, came to an end without being signed. */
const endsAlike = ({ agreementId }: Contract, agreement: AgreementStanding): boolean =>
  agreementId !== undefined && 'contractId' in agreement && isFinal(agreement.standing)

/** A contract that nobody could be asked about for long enough expires as well (K4). */
const waitedTooLong = ({ state, stateSince }: Contract, now: string, days: Days): 'expire' | undefined =>
  state !== 'sent' && now >= daysAfter(stateSince, contractDays.toWait, days) ? 'expire' : undefined

const held = ({ state, holdReason }: Contract, reason: HoldReason): Look =>
  state === 'on-hold' && holdReason === reason ? 'wait' : 'hold'

/** How many reminders should have gone since the link was sent. */
export const remindersDue = ({ sentAt }: Approver, now: string, days: Days): number =>
  contractDays.reminders.filter((after) => now >= daysAfter(sentAt, after, days)).length

/** Why it is on hold, where that is due. */
export const holdReasonIn = ({ organization }: ContractSituation): HoldReason =>
  organization === 'suspended' ? 'organization-suspended' : 'undeliverable'

/** A contract in another state. */
const into = (contract: Contract, state: ContractState, now: string): Contract => ({
  ...contract,
  state,
  stateSince: state === contract.state ? contract.stateSince : now,
  ...(state !== 'on-hold' && { holdReason: undefined }),
})

/** Sent to somebody: with a new link, and all days to answer from now on. */
export function sentTo(
  contract: Contract,
  to: {
    readonly signatory: Pick<Signatory, 'profileId' | 'email'>
    readonly handedOver: boolean
    readonly nonce: string
  },
  now: string,
  days: Days,
): Contract & { readonly approver: Approver } {
  const { profileId, email } = to.signatory
  return {
    ...into(contract, 'sent', now),
    generation: contract.generation + 1,
    nonce: to.nonce,
    approver: {
      profileId,
      email,
      sentAt: now,
      deadlineAt: daysAfter(now, contractDays.toAnswer, days),
      reminders: 0,
      handedOver: to.handedOver,
    },
  }
}

/** With another link to the same person at the same deadline: the ones before are dead. */
export const withNewLink = (contract: Contract, nonce: string): Contract => ({
  ...contract,
  generation: contract.generation + 1,
  nonce,
})

/** With another link, and as many reminders as are due at that moment. */
export const remindedOf = (
  contract: Contract & { readonly approver: Approver },
  nonce: string,
  now: string,
  days: Days,
): Contract => ({
  ...withNewLink(contract, nonce),
  approver: { ...contract.approver, reminders: remindersDue(contract.approver, now, days) },
})

/** Nobody can be asked: whoever was has a dead link. */
export const waitingForContact = (contract: Contract, now: string): Contract =>
  into(withDeadLinks(contract), 'waiting-for-contact', now)
/** The service agreement comes first (K2). */
export const waitingForAgreement = (contract: Contract, agreementId: ContractId, now: string): Contract => ({
  ...into(withDeadLinks(contract), 'waiting-for-agreement', now),
  agreementId,
})
/** Nothing goes on until what holds it is over (K10); whoever was asked is remembered, since it may have been handed over to them. */
export const onHold = (contract: Contract, holdReason: HoldReason, now: string): Contract => ({
  ...into(contract, 'on-hold', now),
  generation: contract.generation + 1,
  holdReason,
})

/** Ended without an approval: by nobody's answer, or by somebody who gave a reason. */
export const endedAs = (
  contract: Contract,
  state: Exclude<FinalState, 'approved'>,
  why: { readonly endReason?: EndReason | undefined; readonly reason?: string | undefined },
  now: string,
): Contract => ({ ...into(contract, state, now), endedAt: now, ...why })

/** Decided by its approver, once and for all (K8). */
export const decided = (contract: Contract, decision: Decision, reason: string | undefined): Contract => ({
  ...into(contract, decision.outcome, decision.at),
  endedAt: decision.at,
  decision,
  ...(reason !== undefined && { reason }),
})

const withDeadLinks = (contract: Contract): Contract => ({
  ...contract,
  generation: contract.generation + 1,
  approver: undefined,
})

/** How a link of a contract stands at a moment: of which a page tells each (I12). */
export type ApprovalLinkStanding = 'open' | 'replaced' | 'moved' | 'expired' | FinalState

/** How a link that was sent to somebody with a number stands; once another contact comes first it is dead, also before that one has theirs (K10). */
export function approvalLinkStanding(
  contract: Contract,
  link: { readonly generation: number; readonly profileId: ProfileId },
  signatories: Signatories,
  now: string,
): ApprovalLinkStanding {
  if (isFinal(contract.state)) return contract.state
  const { approver } = contract
  if (contract.state !== 'sent' || !approver || approver.profileId !== link.profileId) return 'moved'
  if (contract.generation !== link.generation) return 'replaced'
  const signatory = stillAsked(contract, signatories)
  if (signatory?.standing !== 'ready' || signatory.email !== approver.email) return 'moved'
  return now < approver.deadlineAt ? 'open' : 'expired'
}
