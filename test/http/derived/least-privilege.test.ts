import { AdminDeleteUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DeleteItemCommand, QueryCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { DecryptCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms'
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, inject, test } from 'vitest'
import { dynamo } from '../../../shared/table/client.ts'
import { runAs } from '../../support/cloud-services-lambda.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { refusedDuring } from '../../support/enforced-policies.ts'
import '../../support/gateway.ts'

const TableName = process.env.TABLE_NAME
const key = (pk: string) => ({ TableName, Key: { pk: { S: pk }, sk: { S: 'nothing' } } })
const listOf = (IndexName?: string) => ({
  TableName,
  IndexName,
  KeyConditionExpression: `${IndexName ?? ''}pk = :nothing`,
  ExpressionAttributeValues: { ':nothing': { S: 'nothing' } },
})

const setting = (attribute: string, pk: string) =>
  new UpdateItemCommand({
    ...key(pk),
    UpdateExpression: 'SET #attribute = :value',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#attribute': attribute },
    ExpressionAttributeValues: { ':value': { S: 'x' } },
  })

/** What functions do not do, and must not be able to: every one of these is refused by the policies of the whole suite. */
const beyond: readonly (readonly [by: string, call: string, act: () => Promise<unknown>])[] = [
  ['catalog/index', 'dynamodb:DeleteItem table', () => dynamo.send(new DeleteItemCommand(key('nothing')))],
  ['profiles/index', 'dynamodb:DeleteItem table', () => dynamo.send(new DeleteItemCommand(key('org_x#activities')))],
  // Whoever may note when a key was last used may not make it hold more, open it with another secret, or let it live longer.
  ...['permissions', 'current', 'previous', 'expiresAt', 'state', 'revokedAt', 'ttl', 'name'].map(
    (attribute) =>
      ['catalog/index', 'dynamodb:UpdateItem table', () => dynamo.send(setting(attribute, 'org_x#api-keys'))] as const,
  ),
  ['catalog/index', 'dynamodb:UpdateItem table', () => dynamo.send(setting('lastUsedAt', 'org_x'))],
  ['profiles/follow-recovery', 'dynamodb:Scan table', () => dynamo.send(new ScanCommand({ TableName }))],
  ['activities/record-sign-in', 'dynamodb:Query table/index/gsi1', () => dynamo.send(new QueryCommand(listOf('gsi1')))],
  ['access/authorizer', 'dynamodb:Query table', () => dynamo.send(new QueryCommand(listOf()))],
  [
    'invitations/index',
    'kms:GenerateMac key/links',
    () =>
      new KMSClient({}).send(
        new GenerateMacCommand({
          KeyId: settings.LINK_TOKEN_KEY_ID,
          MacAlgorithm: 'HMAC_SHA_256',
          Message: Buffer.of(1),
        }),
      ),
  ],
  [
    'invitations/send-invitation',
    'kms:Decrypt key/sessions',
    () => new KMSClient({}).send(new DecryptCommand({ KeyId: settings.SESSION_KEY_ID, CiphertextBlob: Buffer.of(1) })),
  ],
  [
    'profiles/index',
    'cognito-idp:AdminDeleteUser pool',
    () =>
      new CognitoIdentityProviderClient({}).send(
        new AdminDeleteUserCommand({ UserPoolId: settings.USER_POOL_ID, Username: 'nobody' }),
      ),
  ],
  [
    'invitations/index',
    'ses:SendEmail sender',
    () =>
      new SESClient({}).send(
        new SendEmailCommand({
          Source: settings.SENDER_ADDRESS,
          Destination: {},
          Message: { Subject: { Data: '' }, Body: {} },
        }),
      ),
  ],
  [
    'invitations/send-invitation',
    'events:PutEvents bus',
    () => new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [] })),
  ],
  [
    'profiles/index',
    'sqs:SendMessage queue',
    () => new SQSClient({}).send(new SendMessageCommand({ QueueUrl: settings.PARKED_QUEUE_URL, MessageBody: '' })),
  ],
]

describe('functions of this suite may do what their roles are deployed to allow, and nothing else', () => {
  test('each of them has a role', () => {
    expect(Object.keys(inject('policies').deployed).length).toBeGreaterThan(25)
  })
  test.each(beyond)('%s is refused %s', async (by, call, act) => {
    expect(await refusedDuring(() => runAs(by, act))).toEqual([`${by} ${call}`])
  })
  test('a function that nobody has deployed is refused everything', async () => {
    const act = () => dynamo.send(new QueryCommand(listOf()))
    expect(await refusedDuring(() => runAs('catalog/nowhere', act))).toEqual(['catalog/nowhere dynamodb:Query table'])
  })
  test('a test itself is asked for nothing', async () => {
    const { Items } = await dynamo.send(new QueryCommand(listOf()))
    expect(Items).toEqual([])
  })
})
