import * as z from 'zod'
import type { Feature } from './route.ts'

/** The routes of the documentation. */
export const docs = {
  showProblem: {
    method: 'GET',
    path: '/docs/problems/{code}',
    summary: 'What a problem code means, and what to do about it: the page that a problem’s `type` leads to',
    access: {
      public: 'a problem document names this page to whoever met the problem, signed in or not; it is the same for all',
    },
    needs: [],
    params: z.strictObject({ code: z.string().max(64) }),
    status: 200,
    reply: 'page',
    fails: [],
    example: { params: { code: 'not-found' } },
  },
} as const satisfies Feature
