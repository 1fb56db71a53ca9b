import * as z from 'zod'
import type { Feature } from './route.ts'

/** Where the standard's questions are asked: its own default paths (AuthZEN 10.1), which its configuration names. */
export const decisionPaths = {
  evaluation: '/access/v1/evaluation',
  evaluations: '/access/v1/evaluations',
  searchSubject: '/access/v1/search/subject',
  searchResource: '/access/v1/search/resource',
  searchAction: '/access/v1/search/action',
} as const

/** The parameters of the standard that have a value here (AuthZEN 9.1.1). */
const AccessConfiguration = z
  .strictObject({
    policy_decision_point: z.url().meta({ description: 'What decides: the address before every path' }),
    access_evaluation_endpoint: z.url(),
    access_evaluations_endpoint: z.url(),
    search_subject_endpoint: z.url(),
    search_resource_endpoint: z.url(),
    search_action_endpoint: z.url(),
  })
  .meta({ id: 'AccessConfiguration' })

/** The row of access by which a program finds the others that follow AuthZEN: apart, for the function that serves it to anyone. */
export const accessConfiguration = {
  getAccessConfiguration: {
    method: 'GET',
    path: '/.well-known/authzen-configuration',
    summary: 'Where access decisions are asked for, as AuthZEN Authorization API 1.0 describes it',
    access: {
      public:
        'a program that is about to ask finds here where, before it has a key; it says what the documentation says',
    },
    needs: [],
    status: 200,
    reply: 'file',
    file: { 'application/json': AccessConfiguration },
    fails: [],
    runsIn: {
      function: 'configuration',
      because: 'it is open to the world, and the other routes of the feature are not',
    },
    example: {},
  },
} as const satisfies Feature
