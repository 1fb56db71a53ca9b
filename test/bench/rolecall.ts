import './environment.ts'
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { handler as invitations } from '../../functions/invitations/index.ts'
import { handler as organizations } from '../../functions/organizations/index.ts'
import { handler as profiles } from '../../functions/profiles/index.ts'
import { dynamo } from '../../shared/table/client.ts'
import { answerOrders, type Contestant, type Task } from './contestant.ts'
import { type House, seed } from './rolecall-house.ts'
import { TableInProcess } from './table-in-process.ts'

/**
 * Rolecall as it is deployed, without Amazon's network: real handlers are given events as the gateway makes them, for a caller whose
 * token the authorizer has judged, which it remembers for a minute; real SDK clients write to a table in this process, or to
 * DynamoDB Local where AWS_ENDPOINT_URL_DYNAMODB names one.
 */
const table = process.env.AWS_ENDPOINT_URL_DYNAMODB === undefined ? new TableInProcess() : undefined
if (table) dynamo.config.requestHandler = { ...dynamo.config.requestHandler, handle: table.handle }
let calls = 0
dynamo.middlewareStack.add((next) => (input) => next(input).finally(() => calls++), { step: 'build', name: 'calls' })

const OrganizationSeen = z.object({ organizationId: z.string() })
const Page = z.object({ items: z.array(z.unknown()) })
const Invited = z.object({ items: z.array(z.object({ outcome: z.string() })) })
const Created = z.object({ organization: OrganizationSeen })
const Result = z.object({ statusCode: z.int(), body: z.string() })

const house = await seed()
let made = 0

const acts: Readonly<Record<Task, (house: House) => Promise<string>>> = {
  // Answered from what the frame has read to judge that its caller holds `organizations:read` there, and from nothing else.
  'permission check': async ({ customerId, owner }) => {
    const answer = await call(organizations, 'GET /v1/organizations/{organizationId}', owner, customerId, {})
    return OrganizationSeen.parse(answer).organizationId === customerId ? 'allowed' : 'denied'
  },
  'list 50 members': async ({ customerId, owner }) => {
    const query = { limit: '50' }
    const answer = await call(profiles, 'GET /v1/organizations/{organizationId}/profiles', owner, customerId, { query })
    return String(Page.parse(answer).items.length)
  },
  // One after the other in several customers, since each may send 500 mails a day.
  invite: async ({ inviting }) => {
    const { customerId, owner } = inviting[made % inviting.length] ?? house
    const body = { addresses: [`person-${++made}@contoso.example`] }
    const answer = await call(invitations, 'POST /v1/organizations/{organizationId}/invitations', owner, customerId, {
      body,
    })
    const [item] = Invited.parse(answer).items
    return item?.outcome === 'invited' ? 'pending' : String(item?.outcome)
  },
  'create organization': async ({ providerId, providerOwner }) => {
    const firstOwner = { email: `owner-${++made}@adatum.example`, firstName: 'Noor', lastName: 'Maes' }
    const body = { parentId: providerId, name: `Adatum ${made}`, firstOwner }
    const answer = await call(organizations, 'POST /v1/organizations', providerOwner, undefined, { body })
    return Created.safeParse(answer).success ? 'created' : 'not created'
  },
}

const contestant: Contestant = {
  act: (task) => acts[task](house),
  takeCalls: () => {
    const taken = calls
    calls = 0
    return taken
  },
}

type Handler = (event: never, context: never) => Promise<unknown>

/** Hands an event of the gateway to a handler, and reads its answer. Each is a call of its own, with its own Idempotency-Key. */
async function call(
  handler: Handler,
  routeKey: string,
  principal: string,
  organizationId: string | undefined,
  { query, body }: { readonly query?: Readonly<Record<string, string>>; readonly body?: unknown },
): Promise<unknown> {
  const [method = '', path = ''] = routeKey.split(' ')
  const seconds = Math.floor(Date.now() / 1000)
  const event = {
    version: '2.0',
    routeKey,
    rawPath: path.replace('{organizationId}', organizationId ?? ''),
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'bench',
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    },
    ...(query && { queryStringParameters: query }),
    ...(organizationId !== undefined && { pathParameters: { organizationId } }),
    requestContext: {
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'bench' },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      authorizer: { lambda: { principal, issuedAt: seconds - 60, expiresAt: seconds + 600 } },
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  }
  const context = { awsRequestId: randomUUID(), functionName: 'bench', getRemainingTimeInMillis: () => 10_000 }
  const answer = Result.parse(await handler(event as never, context as never))
  if (answer.statusCode >= 300) throw new Error(answer.body)
  return JSON.parse(answer.body)
}

answerOrders(contestant)
