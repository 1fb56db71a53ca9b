import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import {
  DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { vi } from 'vitest'
import * as z from 'zod'
import { organizationId, profileId } from '../../../shared/contract/fields.ts'
import type { Feature } from '../../../shared/contract/route.ts'
import { id } from '../../../shared/domain/ids.ts'
import { newKeyText } from '../../../shared/frame/api-key-text.ts'
import type { HttpEvent, HttpResult } from '../../../shared/frame/event.ts'
import { httpFunction } from '../../../shared/frame/http-function.ts'
import { accessOf, createAccess } from '../../../shared/table/access.ts'
import { type ApiKeyRecord, createApiKey } from '../../../shared/table/api-key.ts'
import { createOrganization } from '../../../shared/table/organization.ts'
import { put, type Write } from '../../../shared/table/transaction.ts'
import { anOrganization, aProfile } from '../../support/table-fixtures.ts'

type Item = Readonly<Record<string, unknown>>

/** The table, as far as the frame reads and writes it: a map, and a Put that demands that nothing is there yet. */
const items = new Map<string, Item>()
const nameOf = ({ pk, sk }: Item): string => `${String(pk)} ${String(sk)}`
export const table = mockClient(DynamoDBDocumentClient)
const reads = mockClient(DynamoDBClient)

/** The items of which it was noted that they were used, and whether that fails. */
export const noted: string[] = []
export const noting = { fails: false }

/** How many transactions were written, and how long until the next one may be: whoever waits lets others in before. */
export const transactions = { written: 0, before: async (): Promise<void> => {} }

export function startTable(): void {
  items.clear()
  table.reset()
  transactions.written = 0
  transactions.before = async () => {}
  reads.reset()
  reads.on(BatchGetItemCommand).callsFake(async ({ RequestItems = {} }: BatchGetItemCommandInput) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([name, { Keys = [] }]) => [
        name,
        Keys.flatMap((key) => items.get(nameOf(unmarshall(key))) ?? []).map((item) =>
          marshall(item, { removeUndefinedValues: true }),
        ),
      ]),
    ),
  }))
  table.on(GetCommand).callsFake(async ({ Key = {} }: GetCommandInput) => ({ Item: items.get(nameOf(Key)) }))
  table.on(TransactWriteCommand).callsFake(async ({ TransactItems = [] }: TransactWriteCommandInput) => {
    await transactions.before()
    const reasons = TransactItems.map(({ Put }) =>
      Put?.ConditionExpression && items.has(nameOf(Put.Item ?? {})) ? 'ConditionalCheckFailed' : 'None',
    )
    if (reasons.some((Code) => Code !== 'None'))
      throw new TransactionCanceledException({
        $metadata: {},
        message: 'cancelled',
        CancellationReasons: reasons.map((Code) => ({ Code })),
      })
    for (const { Put } of TransactItems) if (Put?.Item) items.set(nameOf(Put.Item), Put.Item)
    transactions.written += 1
    return {}
  })
  seed([createOrganization(organization), createOrganization(foreign)])
  seed([
    createAccess(
      accessOf({ ...aProfile(organization.organizationId), status: 'active', defaultRole: admin }, administrator, 0),
    ),
  ])
  seed([createAccess(accessOf({ ...aProfile(organization.organizationId), status: 'active' }, bystander, 0))])
  seed([managingKey, readingKey].map(({ record }) => createApiKey(record)))
  noted.splice(0)
  table.on(UpdateCommand).callsFake(async ({ Key = {} }: UpdateCommandInput) => {
    noted.push(nameOf(Key))
    if (noting.fails) throw new Error('throttled')
    return {}
  })
}

const seed = (writes: readonly Write[]): void => {
  for (const { item } of writes) if (item.Put?.Item) items.set(nameOf(item.Put.Item), item.Put.Item)
}

const admin = { roleId: id('role', 'rol_admin') }
/** Who may, who is known and may not, and somebody whom nobody knows. */
export const administrator = id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa')
export const bystander = id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5bb')
export const stranger = id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5cc')
export const organization = anOrganization()
export const foreign = anOrganization()

const thing = 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'

/** A key of the organization that may, and one that may not, with what the authorizer says of them. */
export const managingKey = aKey('aa', ['profiles:manage'])
export const readingKey = aKey('bb', ['profiles:read'])

function aKey(last: string, permissions: ApiKeyRecord['permissions']) {
  const { organizationId } = organization
  const keyId = id('key', `key_01k2r8v6m0q3s5t7w9x1y3z5${last}`)
  const { secretHash } = newKeyText({ organizationId, keyId })
  const now = '2026-01-01T00:00:00.000Z'
  const record: ApiKeyRecord = {
    ...{ organizationId, keyId, name: last, permissions, state: 'active', expiresAt: '2126-01-01T00:00:00.000Z' },
    current: { hash: secretHash, since: now },
    maker: { identityId: administrator, organizationId, profileId: id('profile', thing) },
    ...{ createdAt: now, updatedAt: now, version: 1 },
  }
  return { record, principal: `key:${keyId}`, organizationId, secretHash }
}

/** A made-up resource with a version: read it, change it with If-Match, make a secret that is shown once. */
const params = z.strictObject({ organizationId, profileId })
const common = {
  access: { permission: 'profiles:manage' },
  needs: [],
  params,
  fails: [],
  example: {},
  summary: '',
} as const
const path = '/v1/organizations/{organizationId}/things/{profileId}'
const reply = z.strictObject({ name: z.string(), version: z.number() })
const rows = {
  readThing: {
    ...common,
    method: 'GET',
    path,
    status: 200,
    reply,
    etag: true,
    query: z.strictObject({ limit: z.coerce.number().optional() }),
  },
  changeThing: {
    ...common,
    method: 'PATCH',
    path,
    query: z.strictObject({ dryRun: z.enum(['true', 'false']).optional() }),
    body: z.strictObject({ name: z.string() }),
    status: 200,
    reply,
    etag: true,
    ifMatch: true,
  },
  makeSecret: {
    ...common,
    method: 'POST',
    path: `${path}/secret`,
    body: z.strictObject({ name: z.string() }),
    status: 201,
    reply,
    secretReply: true,
  },
} as const satisfies Feature

export type Operation = (request: {
  readonly body: { readonly name: string } | undefined
  readonly expectedVersion: number | undefined
  readonly commit: (writes: readonly Write[], reply: object) => Promise<object>
}) => Promise<object>

/** What the operations do: they write one thing each time and say so, unless a test wants something else. */
export const operation: { current: Operation; calls: number } = { current: async () => ({}), calls: 0 }

export const writeOne: Operation = async ({ body, commit }) =>
  commit([put({ TableName: 'table', Item: { pk: `thing ${operation.calls}`, sk: 'thing' } })], {
    name: `${body?.name ?? 'read'} ${operation.calls}`,
    version: operation.calls,
  })

const called: Operation = async (request) => {
  operation.calls += 1
  return operation.current(request)
}
// The rows are made up, so no operation of the real route table fits them.
const handler = httpFunction(rows as never, { readThing: called, changeThing: called, makeSecret: called } as never)

export type Sent = {
  readonly operation?: keyof typeof rows
  /** A person’s principal, or what the authorizer says of a key. */
  readonly by?:
    | string
    | { readonly principal: string; readonly organizationId: string; readonly secretHash: string }
    | undefined
  readonly organizationId?: string
  readonly profileId?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

/** A request that is right in everything, but for what a test says. */
export async function send(sent: Sent = {}): Promise<HttpResult & { readonly body: string }> {
  const row = rows[sent.operation ?? 'changeThing']
  const of = { organizationId: sent.organizationId ?? organization.organizationId, profileId: sent.profileId ?? thing }
  const by = 'by' in sent ? sent.by : `user:${administrator}`
  const seconds = Math.floor(Date.now() / 1000)
  const event = {
    version: '2.0',
    routeKey: `${row.method} ${row.path}`,
    rawPath: row.path.replace('{organizationId}', of.organizationId).replace('{profileId}', of.profileId),
    rawQueryString: new URLSearchParams(sent.query).toString(),
    queryStringParameters: sent.query,
    pathParameters: of,
    headers: sent.headers ?? { 'content-type': 'application/json', 'if-match': '"1"' },
    body: sent.body ?? (row.method === 'GET' ? undefined : JSON.stringify({ name: 'new' })),
    isBase64Encoded: sent.isBase64Encoded ?? false,
    requestContext: {
      requestId: 'request-1',
      http: {
        method: row.method,
        path: '/not-to-be-logged',
        sourceIp: '203.0.113.7',
        userAgent: 'test',
        protocol: 'HTTP/1.1',
      },
      authorizer: { lambda: contextOf(by, seconds) },
    },
  }
  // As much of a gateway's event as the frame looks at.
  const result = await handler(event as unknown as HttpEvent, {} as never)
  return { ...result, body: result.body ?? '' }
}

function contextOf(by: Sent['by'], seconds: number) {
  if (by === undefined) return null
  if (typeof by === 'string') return { principal: by, issuedAt: seconds, expiresAt: seconds + 900 }
  const { principal, organizationId, secretHash } = by
  return { principal, organizationId, secretHash }
}

/** Status, code and pointer of an answer, in one line. */
export const inShort = ({ statusCode, body }: HttpResult): string => {
  const { code, errors }: { code?: string; errors?: { pointer: string }[] } = JSON.parse(body || '{}')
  return [statusCode, code, errors?.[0]?.pointer].filter((part) => part !== undefined).join(' ')
}

/** What is written to the log while tests run. */
export const lines: string[] = []
export function keepLog(): void {
  lines.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line))
    return true
  })
}
