import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { KMSClient } from '@aws-sdk/client-kms'
import { SESClient } from '@aws-sdk/client-ses'
import { SFNClient } from '@aws-sdk/client-sfn'
import { SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, expect, inject } from 'vitest'
import { dynamo } from '../../shared/table/client.ts'
import { runningFunction } from './cloud-services-lambda.ts'
import { settings } from './cloud-services-settings.ts'

/** One thing that a call to AWS asks leave for. */
type Asked = {
  readonly action: string
  readonly resource: string
  readonly partition?: string
  readonly attributes?: readonly string[]
}

const used = new Set<string>()
const refused = new Set<string>()

/**
 * Lets every function do what its role is deployed to allow, and nothing else, as IAM would: a call beyond that throws, and fails the test
 * file. What was done is written down for the end of the suite.
 */
export function enforcePolicies(): void {
  const given = inject('policies')
  if (given === undefined) return
  guard(KMSClient, (command, input) => [{ action: `kms:${command}`, resource: keyOf(input) }])
  guard(SESClient, (command) => [
    { action: `ses:${command}`, resource: 'sender' },
    { action: `ses:${command}`, resource: 'configuration-set' },
  ])
  guard(EventBridgeClient, (command) => [{ action: `events:${command}`, resource: 'bus' }])
  guard(SFNClient, (command) => [{ action: `states:${command}`, resource: 'workflow' }])
  guard(SQSClient, (command) => [{ action: `sqs:${command}`, resource: 'queue' }])
  guard(CognitoIdentityProviderClient, (command) =>
    // These two are asked with somebody's session, not with a role.
    /^(?:Associate|Verify)SoftwareToken$/.test(command) ? [] : [{ action: `cognito-idp:${command}`, resource: 'pool' }],
  )
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      for (const asked of askedOfTable(bare(context.commandName), args.input)) demand(asked)
      return next(args)
    },
    { step: 'initialize', name: 'rolecall-policies' },
  )
  afterAll(() => {
    writeFileSync(`${given.folder}/${randomUUID()}`, [...used].join('\n'))
    expect([...refused], 'calls that the deployed policies refuse').toEqual([])
  })
}

/** The calls that are refused while it runs, which is then what was wanted. */
export async function refusedDuring(act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = new Set(refused)
  await act().catch(() => undefined)
  const fresh = [...refused].filter((call) => !before.has(call))
  for (const call of fresh) refused.delete(call)
  return fresh
}

/** Stands before everything that a client sends, real or answered in the test. */
function guard(
  client: { readonly prototype: object },
  asks: (command: string, input: unknown) => readonly Asked[],
): void {
  const send: unknown = Reflect.get(client.prototype, 'send')
  if (typeof send !== 'function') throw new Error('a client that sends nothing')
  Reflect.set(client.prototype, 'send', function guarded(this: unknown, command: object, ...more: unknown[]): unknown {
    for (const asked of asks(bare(command.constructor.name), Reflect.get(command, 'input'))) {
      try {
        demand(asked)
      } catch (error) {
        return Promise.reject(error)
      }
    }
    return Reflect.apply(send, this, [command, ...more])
  })
}

const bare = (command: string | undefined): string => (command ?? '').replace(/Command$/, '')

function demand({ action, resource, partition = '', attributes: named = [] }: Asked): void {
  const name = runningFunction()
  if (name === undefined) return
  const statements = (inject('policies').deployed[name] ?? []).filter(
    ({ actions, resources, partitionsEnding = '', attributes }) =>
      actions.includes(action) &&
      resources.includes(resource) &&
      partition.endsWith(partitionsEnding) &&
      (attributes === undefined || named.every((name) => attributes.includes(name))),
  )
  const allowed =
    statements.some(({ effect }) => effect === 'Allow') && !statements.some(({ effect }) => effect === 'Deny')
  const call = `${name} ${action} ${resource}`
  if (allowed) used.add(call)
  else {
    refused.add(call)
    throw Object.assign(new Error(`${call}: not authorized`), { name: 'AccessDeniedException' })
  }
}

function keyOf(input: unknown): string {
  const id: unknown = Reflect.get(Object(input), 'KeyId')
  return id === settings.LINK_TOKEN_KEY_ID
    ? 'key/links'
    : id === settings.SESSION_KEY_ID
      ? 'key/sessions'
      : id === settings.CERTIFICATE_KEY_ID
        ? 'key/certificates'
        : id === settings.WEBHOOK_KEY_ID
          ? 'key/webhooks'
          : 'another key'
}

/** A transaction asks leave for each of its items; a list for its index. */
function askedOfTable(command: string, input: object): readonly Asked[] {
  const table = (action: string, item?: unknown, names: Item = {}): Asked => ({
    action: `dynamodb:${action}`,
    resource: 'table',
    partition: partitionOf(item),
    attributes: [...Object.keys(Object(item)), ...Object.values(names).map(String)],
  })
  const { IndexName, TransactItems = [], Key, Item, ExpressionAttributeNames }: TableInput = input
  switch (command) {
    case 'TransactWriteItems':
      return TransactItems.flatMap(({ Put, Update, Delete, ConditionCheck }) => [
        ...(Put ? [table('PutItem', Put.Item)] : []),
        ...(Update ? [table('UpdateItem', Update.Key, Update.ExpressionAttributeNames)] : []),
        ...(Delete ? [table('DeleteItem', Delete.Key)] : []),
        ...(ConditionCheck ? [table('ConditionCheckItem', ConditionCheck.Key)] : []),
      ])
    case 'TransactGetItems':
      return [table('GetItem')]
    case 'Query':
      return [{ action: 'dynamodb:Query', resource: IndexName === undefined ? 'table' : `table/index/${IndexName}` }]
    default:
      return [table(command, Key ?? Item, ExpressionAttributeNames)]
  }
}

type Item = Readonly<Record<string, unknown>>
type TableInput = {
  readonly IndexName?: string
  readonly Key?: Item
  readonly Item?: Item
  readonly ExpressionAttributeNames?: Item
  readonly TransactItems?: readonly {
    readonly Put?: { readonly Item?: Item }
    readonly Update?: { readonly Key?: Item; readonly ExpressionAttributeNames?: Item }
    readonly Delete?: { readonly Key?: Item }
    readonly ConditionCheck?: { readonly Key?: Item }
  }[]
}

/** The partition key of an item, in DynamoDB's own writing or in ours. */
function partitionOf(item: unknown): string {
  const pk: unknown = Reflect.get(Object(item), 'pk')
  return typeof pk === 'string' ? pk : String(Reflect.get(Object(pk), 'S') ?? '')
}
