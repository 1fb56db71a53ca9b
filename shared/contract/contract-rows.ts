import * as z from 'zod'
import { contractStates } from '../domain/contract.ts'
import { CancelContract, Contract, ContractCertificate, ContractSummary, RequestContract } from './contract-schemas.ts'
import { exampleEvidence, exampleJws } from './evidence-example.ts'
import { ContractEvidence } from './evidence-schemas.ts'
import { contractId, language, organizationId, pageOf, paging } from './fields.ts'
import type { Feature } from './route.ts'

const there = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const here = { ...there, contractId: 'ctr_01k2r8v6m0q3s5t7w9x1y3z5c0' }
const ofOrganization = z.strictObject({ organizationId })
const ofContract = z.strictObject({ organizationId, contractId })
const path = '/v1/organizations/{organizationId}/contracts'
/**
 * Evidence outlives its organization (O5): whoever acts for a customer reads it in their own right, also when nobody can act there any more.
 */
const toEvidence = {
  anyOf: [
    { permission: 'contracts:evidence' },
    { permission: 'customers:administer', in: 'parent' },
    { permission: 'customers:administer', in: 'provider' },
  ],
  whileRemoved: true,
} as const

const summary = {
  contractId: here.contractId,
  kind: 'csp-contract',
  reference: 'X1Y3-Z5C0',
  state: 'requested',
  stateSince: '2026-11-26T09:00:00.000Z',
  waitingFor: 'workflow',
  document: {
    documentId: 'doc_01k2r8v6m0q3s5t7w9x1y3z5d0',
    version: 2,
    title: { en: 'Microsoft Customer Agreement', nl: 'Microsoft-klantovereenkomst' },
  },
  replaces: null,
  requestedAt: '2026-11-26T09:00:00.000Z',
  approver: null,
  agreementId: null,
  decision: null,
  endReason: null,
  attestation: null,
}
const contract = {
  organizationId: there.organizationId,
  ...summary,
  term: { startsOn: '2026-12-01', months: 12 },
  requestedBy: {
    principal: 'user:idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
    organizationId: there.organizationId,
    profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5b0',
    name: 'Mia Jansen',
  },
  questions: [],
  remindedAt: null,
  reason: null,
  endedAt: null,
  version: 1,
}
const sent = {
  ...contract,
  state: 'sent',
  stateSince: '2026-11-26T09:00:02.000Z',
  waitingFor: 'approver',
  approver: {
    profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
    name: 'Jan Peeters',
    sentAt: '2026-11-26T09:00:02.000Z',
    deadlineAt: '2026-12-10T09:00:02.000Z',
    reminders: 0,
    handedOver: false,
  },
  version: 2,
}

/** The routes by which administrators request contracts and follow them. */
export const contractRows = {
  requestContract: {
    method: 'POST',
    path,
    summary:
      'Have the Commercial Contact asked to approve a document; the service agreement comes first where none is signed',
    access: { permission: 'contracts:request' },
    needs: ['table:read', 'table:write'],
    params: ofOrganization,
    body: RequestContract,
    status: 201,
    reply: Contract,
    etag: true,
    fails: ['provider-attests', 'agreement-open', 'no-agreement-published', 'not-approved', 'too-many-requests'],
    example: {
      params: there,
      body: { documentId: contract.document.documentId, term: contract.term },
      reply: contract,
    },
  },
  listContracts: {
    method: 'GET',
    path,
    summary: 'List the contracts, the newest first: where each stands, and who it waits for',
    access: { permission: 'contracts:read' },
    needs: ['table:read'],
    params: ofOrganization,
    query: z.strictObject({
      ...paging,
      state: z.enum(contractStates).optional().meta({ description: 'Those in that state alone' }),
    }),
    status: 200,
    reply: pageOf(ContractSummary),
    fails: ['invalid-cursor'],
    example: { params: there, query: { limit: '20' }, reply: { items: [summary], nextCursor: null } },
  },
  getContract: {
    method: 'GET',
    path: `${path}/{contractId}`,
    summary: 'See where a contract stands, who it waits for, and what was asked about it',
    access: { permission: 'contracts:read' },
    needs: ['table:read'],
    params: ofContract,
    status: 200,
    reply: Contract,
    etag: true,
    fails: [],
    example: { params: here, reply: sent },
  },
  cancelContract: {
    method: 'POST',
    path: `${path}/{contractId}/cancel`,
    summary: 'Cancel a contract that nobody has decided on; its link is dead at once',
    access: { permission: 'contracts:cancel' },
    needs: ['table:read', 'table:write'],
    params: ofContract,
    body: CancelContract,
    status: 200,
    reply: Contract,
    etag: true,
    fails: ['contract-ended'],
    example: {
      params: here,
      body: { reason: 'Ordered by mistake.' },
      reply: {
        ...contract,
        state: 'cancelled',
        waitingFor: 'nobody',
        reason: 'Ordered by mistake.',
        endedAt: '2026-11-26T10:00:00.000Z',
        stateSince: '2026-11-26T10:00:00.000Z',
        version: 3,
      },
    },
  },
  remindContract: {
    method: 'POST',
    path: `${path}/{contractId}/remind`,
    summary: 'Remind the approver now, with a new link; once a day, and the deadline stays',
    access: { permission: 'contracts:request' },
    needs: ['table:read', 'table:write'],
    params: ofContract,
    status: 200,
    reply: Contract,
    etag: true,
    fails: ['contract-ended', 'not-sent', 'too-many-requests'],
    example: { params: here, reply: { ...sent, remindedAt: '2026-11-27T09:00:00.000Z', version: 3 } },
  },
  getContractEvidence: {
    method: 'GET',
    path: `${path}/{contractId}/evidence`,
    summary: 'Read everything that proves a decision, and the same signed',
    access: toEvidence,
    needs: ['table:read'],
    params: ofContract,
    status: 200,
    reply: ContractEvidence,
    fails: ['not-decided', 'evidence-pending'],
    example: { params: here, reply: { evidence: exampleEvidence, jws: exampleJws } },
  },
  getContractCertificate: {
    method: 'GET',
    path: `${path}/{contractId}/certificate`,
    summary: 'Get the certificate of a decision as a PDF that can be filed, in base64',
    access: toEvidence,
    needs: ['table:read'],
    params: ofContract,
    query: z.strictObject({
      language: language.optional().meta({ description: 'In which it is written; the organization’s when left out' }),
    }),
    status: 200,
    reply: ContractCertificate,
    fails: ['not-decided', 'evidence-pending'],
    runsIn: {
      function: 'certificate',
      because: 'it draws a PDF, with fonts and a library that no other route needs for its start',
    },
    example: {
      params: here,
      query: { language: 'nl' },
      reply: { fileName: 'X1Y3-Z5C0.pdf', mediaType: 'application/pdf', content: 'JVBERi0xLjcK', jws: exampleJws },
    },
  },
} as const satisfies Feature
