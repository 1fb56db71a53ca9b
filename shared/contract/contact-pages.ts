import * as z from 'zod'
import { type MutableCategory, mutableCategories } from '../domain/notification-categories.ts'
import type { Feature } from './route.ts'

const linkToken = z.string().max(512).meta({ description: 'The token of the link in the mail' })
const publicBecause = 'a contact may have no sign-in; the link in the mail is the proof that they read their mail'
const contactFunction = {
  function: 'contact',
  because: 'it is open to the world, and every other route of the feature is for people who are signed in',
}
const exampleToken = { token: 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2' }

/** Longer than anything that may be typed there, so that the page can say what is too long. */
const typed = z.string().max(4000).optional()
const wanted = z
  .string()
  .max(8)
  .optional()
  .meta({ description: 'There where notifications of this category are wanted' })
const categories = Object.fromEntries(mutableCategories.map((category) => [category, wanted])) as Record<
  MutableCategory,
  typeof wanted
>

/** The page behind the link of a contact: rows of contact-roles, apart for the function that serves them. */
export const contactPages = {
  showContact: {
    method: 'GET',
    path: '/contact/{token}',
    summary: 'The page behind the link of a contact: who named them, as what, and whether it is them',
    access: { public: publicBecause },
    needs: ['table:read'],
    params: z.strictObject({ token: linkToken }),
    status: 200,
    reply: 'page',
    fails: [],
    example: { params: exampleToken },
    runsIn: contactFunction,
  },
  answerContact: {
    method: 'POST',
    path: '/contact/{token}',
    summary: 'Confirm that it is me, say that it is not, correct my details, or choose what I am told',
    access: { public: publicBecause },
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ token: linkToken }),
    body: z.strictObject({
      answer: z.enum(['confirm', 'not-me', 'correct', 'preferences']),
      firstName: typed,
      lastName: typed,
      displayName: typed,
      phone: typed,
      language: typed,
      email: typed.meta({ description: 'Another address, which an administrator is asked to set' }),
      ...categories,
    }),
    status: 200,
    reply: 'page',
    alsoShows: [429],
    fails: [],
    example: { params: exampleToken, body: { answer: 'confirm' } },
    runsIn: contactFunction,
  },
} as const satisfies Feature
