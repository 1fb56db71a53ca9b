import type { EmailAddress } from './address.ts'
import type { ContractId, DocumentId, OrganizationId, Principal, ProfileId } from './ids.ts'
import type { Language } from './language.ts'

/** What a contract is about: the agreement with the provider, or Microsoft's Cloud Solution Provider terms. */
export const contractKinds = ['service-agreement', 'csp-contract'] as const
/** One of them. */
export type ContractKind = (typeof contractKinds)[number]

/** Where a contract can stand while it waits (K3). */
export const openStates = ['requested', 'waiting-for-contact', 'waiting-for-agreement', 'sent', 'on-hold'] as const
/** Where it ends (K3); nothing follows, but a new contract that replaces it. */
export const finalStates = ['approved', 'declined', 'expired', 'cancelled'] as const
/** Every state of a contract. */
export const contractStates = [...openStates, ...finalStates] as const
/** Where a contract waits. */
export type OpenState = (typeof openStates)[number]
/** How a contract ended. */
export type FinalState = (typeof finalStates)[number]
/** Where a contract stands. */
export type ContractState = OpenState | FinalState

/** True where nothing follows any more. */
export const isFinal = (state: ContractState): state is FinalState => finalStates.some((one) => one === state)

/** Why a contract is on hold (K10). */
export type HoldReason = 'undeliverable' | 'organization-suspended'

/** Why a contract ended without an approval, where no person gave a reason of their own. */
export type EndReason = 'agreement-not-signed' | 'organization-removed' | 'unanswered' | 'nobody-to-send-to'

/** Who was asked to approve, and until when they can (K4). */
export type Approver = {
  readonly profileId: ProfileId
  /** The address that the link went to: at another one it is another link. */
  readonly email: EmailAddress
  /** When the deadline began to count: a hand-over, a move and the end of a hold begin it anew, a reminder does not. */
  readonly sentAt: string
  readonly deadlineAt: string
  /** Of the reminders that are due by themselves, how many went. */
  readonly reminders: number
  /** A request that was handed over stays with that person while they qualify. */
  readonly handedOver: boolean
}

/** What a person decided, and when; everything else about it stands in the evidence. */
export type Decision = {
  readonly outcome: 'approved' | 'declined'
  readonly at: string
  readonly profileId: ProfileId
}

/** From when a contract is to hold, and for how long; without months, until somebody ends it. */
export type Term = { readonly startsOn: string; readonly months?: number | undefined }

/** The document as a contract names it: one published version, in all its languages. */
export type NamedDocument = {
  readonly documentId: DocumentId
  readonly version: number
  readonly title: { readonly en: string } & { readonly [In in Language]?: string | undefined }
}

/** A question of the approver to whoever requested the contract (K6). */
export type Question = { readonly at: string; readonly profileId: ProfileId; readonly text: string }

/** A contract, as its lifecycle sees it. */
export type Contract = {
  readonly organizationId: OrganizationId
  readonly contractId: ContractId
  readonly kind: ContractKind
  readonly state: ContractState
  /** When it came into that state. */
  readonly stateSince: string
  readonly document: NamedDocument
  readonly term?: Term | undefined
  readonly replaces?: ContractId | undefined
  readonly requestedAt: string
  readonly requestedBy: Principal
  /** Whose profile that is: of this organization, or of the one whose staff acted. */
  readonly requestedByProfile?: { readonly organizationId: OrganizationId; readonly profileId: ProfileId } | undefined
  /** Rises with every link that is sent; older ones are dead (I3). */
  readonly generation: number
  /** 32 random bytes in base64url from which links are derived. */
  readonly nonce: string
  readonly approver?: Approver | undefined
  readonly holdReason?: HoldReason | undefined
  /** The service agreement that a CSP contract waits for. */
  readonly agreementId?: ContractId | undefined
  readonly questions: readonly Question[]
  /** When somebody last had a reminder sent by hand: once a day. */
  readonly remindedAt?: string | undefined
  readonly decision?: Decision | undefined
  readonly endedAt?: string | undefined
  readonly endReason?: EndReason | undefined
  /** What whoever declined or cancelled says. */
  readonly reason?: string | undefined
  /** Of an approved one: when its signatory came to have another name, address or phone number, until that is attested anew (K12). */
  readonly outdatedAt?: string | undefined
}

/** How many days of what (K4). They are days of `daySeconds`, which is 86,400 everywhere but on a local cloud. */
export const contractDays = { toAnswer: 14, reminders: [3, 7, 12], toWait: 180 } as const
/** How many questions an approver may ask of one contract (K6). */
export const mostQuestions = 3

/** How long a day is. */
export type Days = { readonly daySeconds: number }

/** So many days after a moment. */
export const daysAfter = (at: string, days: number, { daySeconds }: Days): string =>
  new Date(Date.parse(at) + days * daySeconds * 1000).toISOString()

/** A contract's number as people read it to each other by phone: the end of its id, in two groups. */
export const referenceOf = (contractId: ContractId): string => {
  const end = contractId.slice(-8).toUpperCase()
  return `${end.slice(0, 4)}-${end.slice(4)}`
}

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
  /** The first Commercial Contact who is not gone, and whoever was asked, where they may still approve. */
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
  if (contract.kind === 'csp-contract' && situation.agreement.standing !== 'signed')
    return withoutAgreement(contract, situation.agreement, now, days)
  if (situation.organization === 'suspended')
    return waitedTooLong(contract, now, days) ?? held(contract, 'organization-suspended')
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

/** Whoever has the link, where it stays with them: it was handed over, or they come first all the same. */
function stillAsked({ approver }: Contract, { asked, primary }: ContractSituation): Signatory | undefined {
  if (!approver || !asked || asked.profileId !== approver.profileId) return undefined
  if (asked.profileId === primary?.profileId) return asked
  return approver.handedOver && asked.standing === 'ready' ? asked : undefined
}

function withoutAgreement(contract: Contract, agreement: AgreementStanding, now: string, days: Days): Look {
  const awaited = contract.state === 'waiting-for-agreement' && contract.agreementId !== undefined
  if (awaited && 'contractId' in agreement && isFinal(agreement.standing)) return 'end-alike'
  if (!awaited) return 'agreement'
  return waitedTooLong(contract, now, days) ?? 'wait'
}

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

/** With a new link to the same person at the same deadline; `byHand` is somebody's wish, and leaves the reminders of its own as they are. */
export function remindedOf(
  contract: Contract & { readonly approver: Approver },
  { nonce, byHand }: { readonly nonce: string; readonly byHand: boolean },
  now: string,
  days: Days,
): Contract {
  const { approver } = contract
  return {
    ...contract,
    generation: contract.generation + 1,
    nonce,
    ...(byHand && { remindedAt: now }),
    approver: byHand ? approver : { ...approver, reminders: remindersDue(approver, now, days) },
  }
}

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

/** How a link that was sent to somebody with a number stands. `signatory` is that person as they are now. */
export function approvalLinkStanding(
  contract: Contract,
  link: { readonly generation: number; readonly profileId: ProfileId },
  signatory: Signatory | undefined,
  now: string,
): ApprovalLinkStanding {
  if (isFinal(contract.state)) return contract.state
  const { approver } = contract
  if (contract.state !== 'sent' || !approver || approver.profileId !== link.profileId) return 'moved'
  if (contract.generation !== link.generation) return 'replaced'
  if (signatory?.standing !== 'ready' || signatory.email !== approver.email) return 'moved'
  return now < approver.deadlineAt ? 'open' : 'expired'
}
