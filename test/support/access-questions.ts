import { type Answer, send } from './gateway.ts'
import { callOf, type Request } from './gateway-call.ts'
import type { Person } from './world-people.ts'

/** Somebody who asks in an organization: a person, or a program with the key of one. */
export type Asker = {
  readonly organizationId: string
  readonly by?: Pick<Person, 'identityId'>
  readonly key?: string
}

/** Who asks, as a call says it. */
export const asking = ({ by, key }: Asker): Pick<Request, 'by' | 'headers'> =>
  key === undefined ? { ...(by && { by }) } : { headers: { authorization: `Bearer ${key}` } }

/** A sign-in as the subject of a question. */
export const user = ({ identityId }: Pick<Person, 'identityId'>) => ({ type: 'user', id: identityId })
/** A profile as the subject of a question. */
export const profile = ({ profileId }: { readonly profileId: string }) => ({ type: 'profile', id: profileId })
/** An organization as the resource of a question. */
export const organization = ({ organizationId }: { readonly organizationId: string }) => ({
  type: 'organization',
  id: organizationId,
})
export const group = (groupId: string) => ({ type: 'group', id: groupId })
export const service = (id: string) => ({ type: 'service', id })
export const action = (name: string) => ({ name })

/** The body of a question in an organization. */
export const about = (
  { organizationId }: Pick<Asker, 'organizationId'>,
  subject: object,
  name: string,
  resource: object,
  context = {},
) => ({ subject, action: { name }, resource, context: { organizationId, ...context } })

type Operation = 'evaluateAccess' | 'evaluateAccessBatch' | 'searchSubjects' | 'searchResources' | 'searchActions'

/** Puts a question as it is given. */
export const put = (
  operation: Operation,
  asker: Asker,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const { headers: own, ...request } = asking(asker)
  return send(callOf(operation, { ...request, headers: { ...own, ...headers }, body }))
}

/** Every result of a search, page by page, with so many on each at most. */
export async function everyResult(
  operation: Extract<Operation, `search${string}`>,
  asker: Asker,
  body: object,
  limit: number,
): Promise<readonly unknown[]> {
  const results: unknown[] = []
  let token = ''
  do {
    const page = { limit, ...(token !== '' && { token }) }
    const answer = await put(operation, asker, { ...body, page })
    if (answer.status !== 200) throw new Error(answer.body)
    const reply = JSON.parse(answer.body)
    if (reply.results.length > limit || reply.page.count !== reply.results.length) throw new Error(answer.body)
    results.push(...reply.results)
    token = reply.page.next_token
  } while (token !== '')
  return results
}
