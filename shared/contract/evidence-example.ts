/** The evidence of the documentation's example: of a contract that was approved by its Commercial Contact. */
export const exampleEvidence = {
  schema: 'rolecall.contract-evidence/1',
  contract: {
    contractId: 'ctr_01k2r8v6m0q3s5t7w9x1y3z5c0',
    reference: '1Y3Z-5C0A',
    kind: 'csp-contract',
    organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
    term: { startsOn: '2026-12-01', months: 12 },
    replaces: null,
    requestedAt: '2026-11-26T09:00:00.000Z',
    requestedBy: 'user:idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
    requestedByProfile: 'prf_01k2r8v6m0q3s5t7w9x1y3z5b0',
  },
  document: {
    documentId: 'doc_01k2r8v6m0q3s5t7w9x1y3z5d0',
    version: 2,
    title: 'Microsoft-klantovereenkomst',
    language: 'nl',
    sha256: '44bab2e2e133fe84230700e3a6abb9f2dcc47e7ac32d6b1a9b1e22c969d6a718',
    templateId: '998b88de-aa99-4388-a42c-1b3517d49490',
  },
  customer: {
    name: 'Contoso Bakeries',
    legalName: 'Contoso Bakeries NV',
    companyNumber: 'BE0123456749',
    country: 'BE',
    address: 'Kerkstraat 1, 2000 Antwerpen',
  },
  provider: {
    name: 'Northwind Managed Services',
    legalName: null,
    companyNumber: null,
    country: null,
    address: null,
  },
  decision: {
    outcome: 'approved',
    at: '2026-11-27T10:15:00.000Z',
    reason: null,
    confirmedBy: {
      method: 'mailbox-code',
      sentTo: 'jan.peeters@contoso.example',
      sentAt: '2026-11-27T10:12:00.000Z',
    },
    statement: {
      version: '2026-11',
      language: 'en',
      text: 'I am authorised to accept legal terms on behalf of Contoso Bakeries NV, and I accept “Microsoft-klantovereenkomst” on its behalf.',
    },
    ipAddress: '192.0.2.7',
    userAgent: 'Mozilla/5.0',
    requestId: 'JKJaXmPLvHcESHA=',
  },
  approver: {
    profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
    firstName: 'Jan',
    lastName: 'Peeters',
    jobTitle: 'Managing director',
    email: 'jan.peeters@contoso.example',
    phone: '+3215000000',
    typedName: 'Jan Peeters',
  },
  authority: {
    contactRole: 'commercial',
    assignedAt: '2026-11-24T09:00:00.000Z',
    attestedAt: '2026-11-24T09:00:00.000Z',
    attestedBy: 'user:idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
    attestedByProfile: 'prf_01k2r8v6m0q3s5t7w9x1y3z5b0',
    wording: '2026-11',
  },
  trail: [
    {
      at: '2026-11-26T09:00:00.000Z',
      action: 'contract.requested',
      actor: 'user:idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
      actorProfile: 'prf_01k2r8v6m0q3s5t7w9x1y3z5b0',
    },
    {
      at: '2026-11-26T09:00:02.000Z',
      action: 'contract.sent',
      actor: 'system:approval-workflow',
      actorProfile: null,
    },
    {
      at: '2026-11-27T10:15:00.000Z',
      action: 'contract.approved',
      actor: 'link:ctr_01k2r8v6m0q3s5t7w9x1y3z5c0',
      actorProfile: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
    },
  ],
  customerAgreement: {
    primaryContact: {
      firstName: 'Jan',
      lastName: 'Peeters',
      email: 'jan.peeters@contoso.example',
      phoneNumber: '+3215000000',
    },
    dateAgreed: '2026-11-27T10:15:00.000Z',
    templateId: '998b88de-aa99-4388-a42c-1b3517d49490',
    type: 'MicrosoftCustomerAgreement',
    userId: null,
  },
} as const

/** How a compact JWS looks; this one is signed by nobody. */
export const exampleJws = 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl'
