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
