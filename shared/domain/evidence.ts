import type { ActivityAction } from './catalog.ts'
import { type Contract, referenceOf } from './contract.ts'
import type { DecisionFacts } from './decision-facts.ts'
import type { Principal, ProfileId } from './ids.ts'

/** One thing that happened to a contract, as its evidence tells it. */
export type TrailEntry = {
  readonly at: string
  readonly action: ActivityAction
  readonly actor: Principal
  readonly actorProfile?: ProfileId | undefined
  /** Their name, where somebody with a profile did it. */
  readonly actorName?: string | undefined
}

/** The names of those whom evidence speaks of by their ids, as they are when it is signed: a certificate is read where no id can be looked up. */
export type NamesInEvidence = { readonly requester?: string | undefined; readonly attester?: string | undefined }

/**
 * What Microsoft's Partner Center asks of whoever attests that a customer agreed: the `agreement` resource of its API
 * (https://learn.microsoft.com/partner-center/developer/agreement-resources), under its own names.
 */
export type CustomerAgreement = {
  readonly primaryContact: {
    readonly firstName: string
    readonly lastName: string
    readonly email: string
    /** Partner Center takes an agreement without it. */
    readonly phoneNumber: string | null
  }
  /** UTC. */
  readonly dateAgreed: string
  readonly templateId: string
  readonly type: 'MicrosoftCustomerAgreement'
  /** The user of the partner who requested it and so attests, by the id they have here; null where nobody of the partner did. */
  readonly userId: string | null
}

/** What evidence consists of: another number where that changes, so that older certificates stay readable. */
export const evidenceSchema = 'rolecall.contract-evidence/1'

/**
 * How many characters of a signed one are read where it is pasted, the line breaks of mail programs included: it holds the longest of every
 * field and 150 entries of a trail, and goes into the largest body that is taken (256 KB) as a form writes it.
 */
export const longestCertificate = 240_000

/** Everything that proves a decision (K9). What it consists of is versioned by `schema`; fields that are not known are null. */
export type Evidence = {
  readonly schema: typeof evidenceSchema
  readonly contract: {
    readonly contractId: Contract['contractId']
    readonly reference: string
    readonly kind: Contract['kind']
    readonly organizationId: Contract['organizationId']
    readonly term: { readonly startsOn: string; readonly months: number | null } | null
    readonly replaces: Contract['contractId'] | null
    readonly requestedAt: string
    readonly requestedBy: Principal
    readonly requestedByProfile: ProfileId | null
    readonly requestedByName: string | null
  }
  readonly document: {
    readonly documentId: Contract['document']['documentId']
    readonly version: number
    readonly title: string
    readonly language: string
    /** Of the Markdown source. */
    readonly sha256: string
    readonly templateId: string | null
  }
  readonly customer: Party
  readonly provider: Party
  readonly decision: {
    readonly outcome: 'approved' | 'declined'
    readonly at: string
    readonly reason: string | null
    readonly confirmedBy: { readonly method: 'mailbox-code'; readonly sentTo: string; readonly sentAt: string }
    readonly statement: { readonly version: string; readonly language: string; readonly text: string } | null
    readonly ipAddress: string | null
    readonly userAgent: string | null
    readonly requestId: string
  }
  readonly approver: {
    readonly profileId: ProfileId
    readonly firstName: string | null
    readonly lastName: string | null
    readonly jobTitle: string | null
    readonly email: string
    readonly phone: string | null
    readonly typedName: string | null
  }
  /** Who made the approver Commercial Contact and stated that they may sign, and when. */
  readonly authority: {
    readonly contactRole: 'commercial'
    readonly assignedAt: string
    readonly attestedAt: string
    readonly attestedBy: Principal
    readonly attestedByProfile: ProfileId | null
    readonly attestedByName: string | null
    readonly wording: string
  }
  /** From the request to the decision, in order. */
  readonly trail: readonly {
    readonly at: string
    readonly action: ActivityAction
    readonly actor: Principal
    readonly actorProfile: ProfileId | null
    readonly actorName: string | null
  }[]
  /** Of an approved CSP contract with a template of Microsoft's; null for all others. */
  readonly customerAgreement: CustomerAgreement | null
}

type Party = {
  readonly name: string
  readonly legalName: string | null
  readonly companyNumber: string | null
  readonly country: string | null
  readonly address: string | null
}

/** The evidence of a decision: of its facts as they were written with it, and of the contract's history up to it. */
export function evidenceOf(
  contract: Contract,
  facts: DecisionFacts,
  history: readonly TrailEntry[],
  names: NamesInEvidence = {},
): Evidence {
  const { contractId, organizationId, kind, term, replaces, requestedAt, requestedBy, requestedByProfile } = contract
  const { approver, authority, document, origin, statement } = facts
  return {
    schema: evidenceSchema,
    contract: {
      contractId,
      reference: referenceOf(contractId),
      kind,
      organizationId,
      term: term ? { startsOn: term.startsOn, months: term.months ?? null } : null,
      replaces: replaces ?? null,
      requestedAt,
      requestedBy,
      requestedByProfile: requestedByProfile?.profileId ?? null,
      requestedByName: names.requester ?? null,
    },
    document: {
      documentId: contract.document.documentId,
      version: document.version,
      title: document.title,
      language: document.language,
      sha256: document.sha256,
      templateId: document.templateId ?? null,
    },
    customer: partyOf(facts.customer),
    provider: partyOf(facts.provider),
    decision: {
      outcome: facts.outcome,
      at: facts.at,
      reason: facts.reason ?? null,
      confirmedBy: facts.confirmedBy,
      statement: statement ?? null,
      ipAddress: origin.ipAddress ?? null,
      userAgent: origin.userAgent ?? null,
      requestId: origin.requestId,
    },
    approver: {
      profileId: approver.profileId,
      firstName: approver.firstName ?? null,
      lastName: approver.lastName ?? null,
      jobTitle: approver.jobTitle ?? null,
      email: approver.email,
      phone: approver.phone ?? null,
      typedName: approver.typedName ?? null,
    },
    authority: {
      contactRole: 'commercial',
      assignedAt: facts.assignedAt,
      attestedAt: authority.attestedAt,
      attestedBy: authority.attestedBy,
      attestedByProfile: authority.attestedByProfile ?? null,
      attestedByName: names.attester ?? null,
      wording: authority.wording,
    },
    trail: history
      .filter(({ at }) => at <= facts.at)
      .map(({ at, action, actor, actorProfile, actorName }) => ({
        at,
        action,
        actor,
        actorProfile: actorProfile ?? null,
        actorName: actorName ?? null,
      })),
    customerAgreement: agreementOf(contract, facts),
  }
}

const partyOf = ({ name, legalName, companyNumber, country, address }: DecisionFacts['customer']): Party => ({
  name,
  legalName: legalName ?? null,
  companyNumber: companyNumber ?? null,
  country: country ?? null,
  address: address ?? null,
})

function agreementOf(contract: Contract, { outcome, at, approver, document }: DecisionFacts) {
  const { kind, requestedBy, requestedByProfile, organizationId } = contract
  if (kind !== 'csp-contract' || outcome !== 'approved' || document.templateId === undefined) return null
  const ofPartner = requestedByProfile !== undefined && requestedByProfile.organizationId !== organizationId
  const { firstName, lastName, email, phone } = approver
  return {
    primaryContact: { firstName: firstName ?? '', lastName: lastName ?? '', email, phoneNumber: phone ?? null },
    dateAgreed: at,
    templateId: document.templateId,
    type: 'MicrosoftCustomerAgreement' as const,
    userId: ofPartner && requestedBy.startsWith('user:') ? requestedBy.slice('user:'.length) : null,
  }
}
