import type { Attestation } from './contact-roles.ts'
import type { Contract } from './contract.ts'
import type { ProfileId } from './ids.ts'
import type { Language } from './language.ts'

/** A party to a contract as it was registered when it was decided. */
export type PartyFacts = {
  readonly name: string
  readonly legalName?: string | undefined
  readonly companyNumber?: string | undefined
  readonly country?: string | undefined
  readonly address?: string | undefined
}

/**
 * Everything that is known of a decision at the moment it is made (K9), written in its transaction and never changed: the evidence is made of
 * this and of the contract's history.
 */
export type DecisionFacts = {
  readonly outcome: 'approved' | 'declined'
  /** UTC. */
  readonly at: string
  /** What whoever declined says. */
  readonly reason?: string | undefined
  readonly approver: {
    readonly profileId: ProfileId
    readonly firstName?: string | undefined
    readonly lastName?: string | undefined
    readonly jobTitle?: string | undefined
    readonly email: string
    readonly phone?: string | undefined
    readonly language: Language
    /** As they typed it; of an approval. */
    readonly typedName?: string | undefined
  }
  readonly confirmedBy: {
    readonly method: 'mailbox-code'
    readonly sentTo: string
    readonly sentAt: string
  }
  /** What they ticked, word by word; of an approval. */
  readonly statement?: { readonly version: string; readonly language: Language; readonly text: string } | undefined
  /** From the request context, never from a header. */
  readonly origin: {
    readonly ipAddress?: string | undefined
    readonly userAgent?: string | undefined
    readonly requestId: string
  }
  /** By whom, when and in which wording they were stated to have signing authority (C2). */
  readonly authority: Attestation
  readonly assignedAt: string
  readonly document: {
    readonly version: number
    readonly title: string
    readonly language: Language
    /** Of the Markdown source, in hexadecimal digits. */
    readonly sha256: string
    readonly templateId?: string | undefined
  }
  readonly customer: PartyFacts
  readonly provider: PartyFacts
  readonly term?: Contract['term']
}
