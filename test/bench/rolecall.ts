import './environment.ts'
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { handler as decisions } from '../../functions/access/decisions.ts'
import { handler as invitations } from '../../functions/invitations/index.ts'
import { handler as organizations } from '../../functions/organizations/index.ts'
import { handler as profiles } from '../../functions/profiles/index.ts'
import type { HttpResult } from '../../shared/frame/event.ts'
import { answerOrders, type Contestant, type Task } from './contestant.ts'
import { call, type Said } from './rolecall-calls.ts'
import { decisionFor } from './rolecall-decision.ts'
import { type House, seed } from './rolecall-house.ts'
import { takeCalls } from './rolecall-table.ts'

/**
 * Rolecall as it is deployed, without Amazon's network: real handlers are given events as the gateway makes them, for a caller whose
 * token or key the authorizer has judged, which it remembers for a minute.
 */
const OrganizationSeen = z.object({ organizationId: z.string() })
const Page = z.object({ items: z.array(z.unknown()) })
const Invited = z.object({ items: z.array(z.object({ outcome: z.string() })) })
const Created = z.object({ organization: OrganizationSeen })
const Decided = z.object({ decision: z.boolean() })

const house = await seed()
const decision = decisionFor(house)
let made = 0

const acts: Readonly<Record<Task, (house: House) => Promise<string>>> = {
  'access decision': async () => {
    const { routeKey, authorized, body } = decision
    const { decision: is } = Decided.parse(read(await call(decisions, routeKey, authorized, { body })))
    return is ? 'allowed' : 'denied'
  },
  // Answered from what the frame has read to judge that its caller holds `organizations:read` there, and from nothing else.
  'permission check': async ({ customerId, owner }) => {
    const answer = await ask(organizations, 'GET /v1/organizations/{organizationId}', owner, customerId, {})
    return OrganizationSeen.parse(answer).organizationId === customerId ? 'allowed' : 'denied'
  },
  'list 50 members': async ({ customerId, owner }) => {
    const query = { limit: '50' }
    const answer = await ask(profiles, 'GET /v1/organizations/{organizationId}/profiles', owner, customerId, { query })
    return String(Page.parse(answer).items.length)
  },
  // One after the other in several customers, since each may send 500 mails a day.
  invite: async ({ inviting }) => {
    const { customerId, owner } = inviting[made % inviting.length] ?? house
    const body = { addresses: [`person-${++made}@contoso.example`] }
    const answer = await ask(invitations, 'POST /v1/organizations/{organizationId}/invitations', owner, customerId, {
      body,
    })
    const [item] = Invited.parse(answer).items
    return item?.outcome === 'invited' ? 'pending' : String(item?.outcome)
  },
  'create organization': async ({ providerId, providerOwner }) => {
    const firstOwner = { email: `owner-${++made}@adatum.example`, firstName: 'Noor', lastName: 'Maes' }
    const body = { parentId: providerId, name: `Adatum ${made}`, firstOwner }
    const answer = await ask(organizations, 'POST /v1/organizations', providerOwner, undefined, { body })
    return Created.safeParse(answer).success ? 'created' : 'not created'
  },
}

const contestant: Contestant = { act: (task) => acts[task](house), takeCalls }

/** Asks as a person with an organization in the path, and reads what is no error. Each is a call of its own, with its own Idempotency-Key. */
async function ask(
  handler: Parameters<typeof call>[0],
  routeKey: string,
  principal: string,
  organizationId: string | undefined,
  { query, body }: { readonly query?: Readonly<Record<string, string>>; readonly body?: unknown },
): Promise<unknown> {
  const seconds = Math.floor(Date.now() / 1000)
  const authorized = { principal, issuedAt: seconds - 60, expiresAt: seconds + 600 }
  const said: Said = {
    ...(organizationId !== undefined && {
      path: routeKey.split(' ')[1]?.replace('{organizationId}', organizationId) ?? '',
      pathParameters: { organizationId },
    }),
    ...(query && { query }),
    ...(routeKey.startsWith('POST') && { headers: { 'idempotency-key': randomUUID() } }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
  return read(await call(handler, routeKey, authorized, said))
}

function read({ statusCode = 200, body = '' }: HttpResult): unknown {
  if (statusCode >= 300) throw new Error(body)
  return JSON.parse(body)
}

answerOrders(contestant)
