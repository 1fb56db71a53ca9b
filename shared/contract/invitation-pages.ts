import * as z from 'zod'
import type { Feature } from './route.ts'

/** A link's token: 256 bits in base64url. Anything else in its place leads to the page of an unknown link. */
const linkToken = z.string().max(512).meta({ description: 'The token of the link in the mail' })
const publicBecause = 'whoever has the link of the mail is not signed in yet; the link itself is the proof'
const activationFunction = {
  function: 'activation',
  because:
    'it is open to the world, administers Cognito users and opens sealed sessions, and no other route of the feature does',
}

/** The pages behind the link of an invitation, or of a sign-in that was reset: rows of invitations, apart for the function that serves them. */
export const invitationPages = {
  showActivation: {
    method: 'GET',
    path: '/activate/{token}',
    summary: 'The page behind the link of an invitation',
    access: { public: publicBecause },
    needs: ['table:read'],
    params: z.strictObject({ token: linkToken }),
    status: 200,
    reply: 'page',
    fails: [],
    example: { params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' } },
    runsIn: activationFunction,
  },
  setPassword: {
    method: 'POST',
    path: '/activate/{token}/password',
    summary: 'Choose the password; the answer alone shows the key for the authenticator app',
    access: { public: publicBecause },
    needs: ['table:read', 'table:write', 'directory:enrol', 'session:seal'],
    params: z.strictObject({ token: linkToken }),
    // Longer than a password and a name may be, so that the page can say which of them is too long.
    body: z.strictObject({
      password: z.string().max(4000),
      username: z.string().max(254).optional().meta({ description: 'For password managers only; not read' }),
      firstName: z.string().max(4000).optional(),
      lastName: z.string().max(4000).optional(),
    }),
    status: 200,
    reply: 'page',
    fails: [],
    example: {
      params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' },
      body: { password: 'correct horse Battery 1 staple' },
    },
    runsIn: activationFunction,
  },
  enrolFactor: {
    method: 'POST',
    path: '/activate/{token}/factor',
    summary: 'Give the first code of the authenticator app; with it the invitation is accepted',
    access: { public: publicBecause },
    needs: ['table:read', 'table:write', 'directory:enrol', 'session:seal'],
    params: z.strictObject({ token: linkToken }),
    body: z.strictObject({ attempt: z.string().max(64), code: z.string().max(32) }),
    status: 200,
    reply: 'page',
    fails: [],
    example: {
      params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' },
      body: { attempt: 'att_01k2r8v6m0q3s5t7w9x1y3z5a9', code: '123456' },
    },
    runsIn: activationFunction,
  },
  askForInvitation: {
    method: 'POST',
    path: '/activate/{token}/ask',
    summary: 'Ask for a new link, from the page of one that has expired; the inviter is told, once an hour',
    access: { public: publicBecause },
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ token: linkToken }),
    status: 200,
    reply: 'page',
    fails: [],
    example: { params: { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' } },
    runsIn: activationFunction,
  },
} as const satisfies Feature
