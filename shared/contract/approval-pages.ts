import * as z from 'zod'
import type { Feature } from './route.ts'

const linkToken = z.string().max(512).meta({ description: 'The token of the link in the mail' })
const publicBecause =
  'whoever approves has no sign-in: the link in the mail and the code that is mailed to the same address are the proof'
const approvalFunction = {
  function: 'approval',
  because:
    'it is open to the world and mails codes, and every other route of the feature is for people who are signed in',
}
const ofLink = z.strictObject({ token: linkToken })
const exampleToken = { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' }
const exampleShown = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'

/** Longer than anything that may be typed there, so that the page can say what is too long. */
const typed = z.string().max(4000).optional()

/** One form with a button for each way to go on: all of them send all of its fields. */
const form = z.strictObject({
  code: z.string().max(64).optional().meta({ description: 'The six digits that were mailed' }),
  name: typed.meta({ description: 'Who approves, as they type their name' }),
  authority: typed.meta({ description: 'There where the statement is ticked' }),
  reason: typed.meta({ description: 'Why it is declined' }),
  question: typed.meta({ description: 'What is asked of whoever requested it' }),
  to: z.string().max(64).optional().meta({ description: 'To whom it is handed over: a profile id' }),
  shown: z.string().max(64).optional().meta({
    description: 'What the page has shown, as it has filled it in: a decision about anything else does not count',
  }),
})

const page = {
  params: ofLink,
  access: { public: publicBecause },
  status: 200,
  reply: 'page',
  fails: [],
  runsIn: approvalFunction,
} as const

/** The pages behind the link of a contract: rows of contracts, apart for the function that serves them. */
export const approvalPages = {
  showApproval: {
    method: 'GET',
    path: '/approve/{token}',
    summary: 'The page behind the link of a contract: who asks for what, the document, and how to go on',
    needs: ['table:read'],
    ...page,
    example: { params: exampleToken },
  },
  sendApprovalCode: {
    method: 'POST',
    path: '/approve/{token}/code',
    summary: 'Have a six-digit code mailed to the address that the link went to',
    needs: ['table:read', 'table:write', 'email:send'],
    ...page,
    alsoShows: [429],
    example: { params: exampleToken },
  },
  decideApproval: {
    method: 'POST',
    path: '/approve/{token}/decision',
    summary: 'Approve the contract, or decline it with a reason, once and for all',
    needs: ['table:read', 'table:write'],
    ...page,
    body: form.extend({ decision: z.enum(['approve', 'decline']) }),
    example: {
      params: exampleToken,
      body: { code: '123456', decision: 'approve', name: 'Jan Peeters', authority: 'on', shown: exampleShown },
    },
  },
  askQuestion: {
    method: 'POST',
    path: '/approve/{token}/question',
    summary: 'Ask whoever requested the contract something; the deadline stays',
    needs: ['table:read', 'table:write'],
    ...page,
    body: form,
    example: {
      params: exampleToken,
      body: { code: '123456', question: 'Does this replace the contract of last year?' },
    },
  },
  handOverApproval: {
    method: 'POST',
    path: '/approve/{token}/hand-over',
    summary: 'Hand the contract over to another Commercial Contact, who gets a link of their own',
    needs: ['table:read', 'table:write'],
    ...page,
    body: form,
    example: { params: exampleToken, body: { code: '123456', to: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' } },
  },
} as const satisfies Feature

/** The document behind the same link, apart for the function that draws it. */
export const approvalDocument = {
  getApprovalDocument: {
    method: 'GET',
    path: '/approve/{token}/document',
    summary: 'The document that is to be approved, as a PDF to keep',
    needs: ['table:read'],
    ...page,
    reply: 'file',
    file: { 'application/pdf': z.string().meta({ format: 'binary' }) },
    example: { params: exampleToken },
    runsIn: {
      function: 'approval-document',
      because: 'it draws a PDF, with fonts and a library that no page needs for its start',
    },
  },
} as const satisfies Feature
