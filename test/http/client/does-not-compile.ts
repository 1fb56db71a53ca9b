import type { components } from './.state/rolecall.ts'
import { problemOf, programOf, replyOf } from './program.ts'

/*
 * Nobody runs this: it stands here to be compiled. Each line below a mark is wrong, and the compiler has to say so; a mark above a line
 * that does compile is an error itself.
 */

const client = programOf('')
const path = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const invitations = '/v1/organizations/{organizationId}/invitations'
const profiles = '/v1/organizations/{organizationId}/profiles'

/** What a program may not ask for. */
export const asked = [
  () => client.POST(invitations, { params: { path }, body: { addresses: ['jan@contoso.example'] } }),
  // @ts-expect-error: there is no such route
  () => client.GET('/v1/organisations'),
  // @ts-expect-error: that route has no such method
  () => client.PUT(invitations, { params: { path } }),
  // @ts-expect-error: the path is not complete
  () => client.GET(invitations),
  // @ts-expect-error: this filter takes three words alone
  () => client.GET(profiles, { params: { path, query: { status: 'asleep' } } }),
  // @ts-expect-error: no such filter
  () => client.GET(profiles, { params: { path, query: { colour: 'red' } } }),
  // @ts-expect-error: a body is required
  () => client.POST(profiles, { params: { path } }),
  () =>
    client.POST(profiles, {
      params: { path },
      // @ts-expect-error: `lastName` is required of a person
      body: { kind: 'person', user: true, email: 'jan@contoso.example', firstName: 'Jan' },
    }),
  () =>
    client.POST(profiles, {
      params: { path },
      // @ts-expect-error: a shared mailbox has one name, which is required, in place of two
      body: { kind: 'shared-mailbox', email: 'it@contoso.example', firstName: 'Jan', lastName: 'Peeters' },
    }),
  () =>
    client.POST(invitations, {
      params: { path },
      // @ts-expect-error: no such field. openapi-fetch lets further fields through, which the service then refuses; `satisfies` does not.
      body: { addresses: ['jan@contoso.example'], colour: 'red' } satisfies components['schemas']['InviteUsers'],
    }),
  () =>
    client.POST(invitations, {
      params: { path },
      // @ts-expect-error: nobody is written to in Spanish
      body: { addresses: ['jan@contoso.example'], language: 'es' },
    }),
  () =>
    client.PATCH('/v1/organizations/{organizationId}/profiles/{profileId}', {
      // @ts-expect-error: a change names the version that it was made of
      params: { path: { ...path, profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' } },
      body: { jobTitle: 'Baker' },
    }),
]

/** What a program may not expect of an answer. */
export async function expected(): Promise<void> {
  const page = await replyOf(client.GET(profiles, { params: { path } }))
  const [person] = page.items
  const name: string | null | undefined = person?.firstName
  // @ts-expect-error: no such field
  const colour = person?.colour
  // @ts-expect-error: it may be null
  const cursor: string = page.nextCursor

  const answer = await client.GET(profiles, { params: { path } })
  // @ts-expect-error: it may be a problem instead
  const items = answer.data.items

  const problem = await problemOf(client.POST(invitations, { params: { path }, body: {} }))
  if (problem.code === 'cannot-grant') return
  // @ts-expect-error: inviting never answers this
  if (problem.code === 'last-owner') return
  // @ts-expect-error: nor does it ever answer this status
  if (problem.status === 410) return
  if (problem.status === 409) {
    // @ts-expect-error: that code comes with another status
    if (problem.code === 'forbidden') return
  }

  const done = await replyOf(client.POST(invitations, { params: { path, query: { dryRun: 'true' } }, body: {} }))
  // @ts-expect-error: it is either what a dry run says or what was done
  const outcomes = done.items
  if ('dryRun' in done && done.refusal) {
    // @ts-expect-error: no rule of that name can forbid it
    if (done.refusal.code === 'last-owner') return
  }
  void [name, colour, cursor, items, outcomes]
}
