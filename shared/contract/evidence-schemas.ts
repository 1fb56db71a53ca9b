import * as z from 'zod'
import { contractKinds } from '../domain/contract.ts'
import { evidenceSchema } from '../domain/evidence.ts'
import { contractId, documentId, organizationId, profileId, timestamp } from './fields.ts'

const text = z.string()
const maybe = z.string().nullable()
const party = z
  .strictObject({ name: text, legalName: maybe, companyNumber: maybe, country: maybe, address: maybe })
  .meta({ id: 'EvidenceParty' })

/** The evidence of a decision, as it was signed. */
const Evidence = z
  .strictObject({
    schema: z.literal(evidenceSchema),
    contract: z.strictObject({
      contractId,
      reference: text,
      kind: z.enum(contractKinds),
      organizationId,
      term: z.strictObject({ startsOn: text, months: z.int().nullable() }).nullable(),
      replaces: contractId.nullable(),
      requestedAt: timestamp,
      requestedBy: text.meta({ description: 'A principal such as `user:…`' }),
      requestedByProfile: profileId.nullable(),
      requestedByName: maybe,
    }),
    document: z.strictObject({
      documentId,
      version: z.int(),
      title: text,
      language: text,
      sha256: text.meta({ description: 'Of the Markdown source, in hexadecimal digits' }),
      templateId: maybe,
    }),
    customer: party,
    provider: party,
    decision: z.strictObject({
      outcome: z.enum(['approved', 'declined']),
      at: timestamp,
      reason: maybe,
      confirmedBy: z.strictObject({ method: z.literal('mailbox-code'), sentTo: text, sentAt: timestamp }),
      statement: z.strictObject({ version: text, language: text, text }).nullable(),
      ipAddress: maybe,
      userAgent: maybe,
      requestId: text,
    }),
    approver: z.strictObject({
      profileId,
      firstName: maybe,
      lastName: maybe,
      jobTitle: maybe,
      email: text,
      phone: maybe,
      typedName: maybe,
    }),
    authority: z.strictObject({
      contactRole: z.literal('commercial'),
      assignedAt: timestamp,
      attestedAt: timestamp,
      attestedBy: text,
      attestedByProfile: profileId.nullable(),
      attestedByName: maybe,
      wording: text,
    }),
    trail: z.array(
      z.strictObject({
        at: timestamp,
        action: text,
        actor: text,
        actorProfile: profileId.nullable(),
        actorName: maybe,
      }),
    ),
    customerAgreement: z
      .strictObject({
        primaryContact: z.strictObject({ firstName: text, lastName: text, email: text, phoneNumber: maybe }),
        dateAgreed: timestamp,
        templateId: text,
        type: z.literal('MicrosoftCustomerAgreement'),
        userId: maybe,
      })
      .nullable()
      .meta({ description: 'What Microsoft’s Partner Center asks of whoever attests that a customer agreed' }),
  })
  .meta({ id: 'Evidence', description: 'Everything that proves a decision' })

/** The evidence of a decision, and the same signed. */
export const ContractEvidence = z
  .strictObject({
    evidence: Evidence,
    jws: z.string().meta({ description: 'The evidence as a compact JWS (RFC 7515), signed with ES256' }),
  })
  .meta({ id: 'ContractEvidence' })
