import * as z from 'zod'
import type { Feature } from './route.ts'

/** The files that the page of the documentation is made of. */
export const docsFiles = [
  'docs.css',
  'docs.js',
  'oauth2-redirect.js',
  'swagger-ui-bundle.js',
  'swagger-ui.css',
] as const
/** The name of one of them. */
export type DocsFile = (typeof docsFiles)[number]

/** The routes of the documentation. */
export const docs = {
  showDocs: {
    method: 'GET',
    path: '/docs',
    summary: 'The documentation of every route, on which each can be tried with a sign-in of one’s own',
    access: {
      public: 'it shows what stands in the public source; whoever tries a call has to sign in for it like anyone else',
    },
    needs: [],
    status: 200,
    reply: 'page',
    runsScripts: { because: 'Swagger UI, which is our own copy, draws the page from openapi.json and makes the calls' },
    fails: [],
    example: {},
  },
  showDocsSignIn: {
    method: 'GET',
    path: '/docs/oauth2-redirect.html',
    summary: 'Where the hosted sign-in leads back to when somebody signs in from the documentation',
    access: {
      public: 'the browser has just come from the sign-in page; it hands its code to the documentation that opened it',
    },
    needs: [],
    status: 200,
    reply: 'page',
    runsScripts: { because: 'the code of the sign-in is handed to the page of the documentation, and to nobody else' },
    fails: [],
    example: {},
  },
  getDocsFile: {
    method: 'GET',
    path: '/docs/assets/{file}',
    summary: 'A script or a style of the documentation',
    access: { public: 'the page of the documentation is open to anyone, and this is what it is made of' },
    needs: [],
    params: z.strictObject({ file: z.enum(docsFiles) }),
    status: 200,
    reply: 'file',
    file: { 'text/css; charset=utf-8': z.string(), 'text/javascript; charset=utf-8': z.string() },
    fails: ['not-found'],
    example: { params: { file: 'docs.css' } },
  },
  showOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document: every route of this deployment, in OpenAPI 3.1',
    access: { public: 'it says what stands in the public source, and the addresses that everybody who signs in sees' },
    needs: [],
    status: 200,
    reply: 'file',
    file: { 'application/json': z.looseObject({ openapi: z.literal('3.1.0') }) },
    fails: [],
    example: {},
  },
  showProblems: {
    method: 'GET',
    path: '/docs/problems',
    summary: 'Every problem code with its status, and what to do about it',
    access: { public: 'it lists the pages that problem documents name, and is the same for all' },
    needs: [],
    status: 200,
    reply: 'page',
    fails: [],
    example: {},
  },
  showProblem: {
    method: 'GET',
    path: '/docs/problems/{code}',
    summary: 'What a problem code means, and what to do about it: the page to which its type leads',
    access: {
      public: 'a problem document names this page to whoever met the problem, signed in or not; it is the same for all',
    },
    needs: [],
    params: z.strictObject({ code: z.string().max(64) }),
    status: 200,
    reply: 'page',
    alsoShows: [404],
    fails: [],
    example: { params: { code: 'not-found' } },
  },
} as const satisfies Feature
