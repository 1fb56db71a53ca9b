import * as z from 'zod'
import { contractKinds, contractStates } from '../domain/contract.ts'
import { contractId, documentId, organizationId, profileId, sentences, timestamp, version } from './fields.ts'

const day = z.iso.date().meta({ description: 'A day, ISO 8601', examples: ['2026-12-01'] })

const term = z
  .strictObject({
    startsOn: day.meta({ description: 'The first day on which it holds' }),
    months: z
      .int()
      .min(1)
      .max(120)
      .optional()
      .meta({ description: 'For how long; without it, until somebody ends it' }),
  })
  .meta({ id: 'Term', description: 'From when the contract is to hold, and for how long' })

/** What is said when a contract is requested. */
export const RequestContract = z
  .strictObject({
    documentId: documentId.meta({ description: 'The document to be approved: its newest published version' }),
    term: term.optional(),
    replaces: contractId
      .optional()
      .meta({ description: 'The approved contract of the same kind that this one takes the place of' }),
  })
  .meta({ id: 'RequestContract' })

/** Why somebody ends a contract. */
export const CancelContract = z
  .strictObject({
    reason: sentences('Why; the approver is told that it was cancelled, and the reason stands in its history'),
  })
  .meta({ id: 'CancelContract' })

/** Who has a contract at this moment. */
const Approver = z
  .strictObject({
    profileId,
    name: z.string().nullable(),
    sentAt: timestamp.meta({ description: 'When it was sent to them; the deadline counts from then' }),
    deadlineAt: timestamp.meta({ description: 'From then on their link decides nothing' }),
    reminders: z.int().meta({ description: 'How many of the three reminders went' }),
    handedOver: z.boolean().meta({ description: 'Whether another Commercial Contact handed it over to them' }),
  })
  .meta({ id: 'ContractApprover' })

/** Who requested something: a principal, and the profile it acted with. */
const Requester = z
  .strictObject({
    principal: z.string().meta({ description: 'Such as `user:…`' }),
    organizationId: organizationId.nullable().meta({ description: 'Where their profile belongs' }),
    profileId: profileId.nullable(),
    name: z.string().nullable(),
  })
  .meta({ id: 'ContractRequester' })

const title = z
  .strictObject({
    en: z.string(),
    nl: z.string().optional(),
    fr: z.string().optional(),
    de: z.string().optional(),
  })
  .meta({ id: 'DocumentTitle', description: 'In each language in which it was published' })

const whatItIs = {
  contractId,
  kind: z.enum(contractKinds),
  reference: z
    .string()
    .meta({ description: 'Its number as people read it to each other: it stands in the mail and on the page' }),
  state: z.enum(contractStates).meta({
    description: 'Where it stands; `approved`, `declined`, `expired` and `cancelled` are final',
  }),
  stateSince: timestamp,
  waitingFor: z.enum(['approver', 'contact', 'agreement', 'workflow', 'mailbox', 'organization', 'nobody']).meta({
    description:
      'Who or what it waits for: its approver; somebody who can approve; the service agreement; a moment, until it is sent; an address at which mail arrives; the organization, which is suspended; or nobody, once it has ended',
  }),
  document: z.strictObject({ documentId, version: z.int(), title }).meta({ id: 'DocumentOfContract' }),
  replaces: contractId.nullable(),
  requestedAt: timestamp,
  approver: Approver.nullable(),
  agreementId: contractId.nullable().meta({ description: 'The service agreement that it waits for, or waited for' }),
  decision: z
    .strictObject({ outcome: z.enum(['approved', 'declined']), at: timestamp, profileId, name: z.string().nullable() })
    .nullable()
    .meta({ id: 'ContractDecision' }),
  endReason: z
    .enum(['agreement-not-signed', 'organization-removed', 'unanswered', 'nobody-to-send-to'])
    .nullable()
    .meta({ description: 'Why it ended where nobody decided' }),
  attestation: z.enum(['current', 'outdated']).nullable().meta({
    description: 'Of an approved one: `outdated` once its signatory has another name, address or phone number',
  }),
}

/** A contract in a list. */
export const ContractSummary = z.strictObject(whatItIs).meta({ id: 'ContractSummary' })

/** A contract with everything that is known of it, save the evidence. */
export const Contract = z
  .strictObject({
    organizationId,
    ...whatItIs,
    term: term.nullable(),
    requestedBy: Requester,
    questions: z.array(
      z
        .strictObject({ at: timestamp, profileId, name: z.string().nullable(), text: z.string() })
        .meta({ id: 'ContractQuestion' }),
    ),
    remindedAt: timestamp.nullable().meta({ description: 'When somebody last had a reminder sent by hand' }),
    reason: z.string().nullable().meta({ description: 'What whoever declined or cancelled it says' }),
    endedAt: timestamp.nullable(),
    version,
  })
  .meta({ id: 'Contract' })

/** The certificate as a file, with its evidence signed. */
export const ContractCertificate = z
  .strictObject({
    fileName: z.string(),
    mediaType: z.literal('application/pdf'),
    content: z.string().meta({ description: 'The PDF in base64; the signed evidence is attached to it' }),
    jws: z.string().meta({ description: 'The evidence as a compact JWS (RFC 7515), signed with ES256' }),
  })
  .meta({ id: 'ContractCertificate' })
