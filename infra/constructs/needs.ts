import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Need } from '../../shared/contract/route.ts'
import type { TheTable } from '../stacks/data.ts'
import { approvalExecutionsArn, approvalName, approvalWorkflowArn } from './approval-workflow.ts'
import type { House } from './house.ts'
import { allow, keepActivities, readItems } from './table-statements.ts'

/** What one word of a function's needs comes to: statements of its role, and settings in its environment. */
export type Granted = {
  readonly statements: readonly PolicyStatement[]
  readonly environment: Readonly<Record<string, string>>
  /** Why a statement names more than one resource, by the finding of cdk-nag. */
  readonly reasons?: readonly { readonly id: string; readonly reason: string }[]
}

/**
 * The needs that rows and triggers name, and seven that no row can have: the authorizer's, a stream function's, a recovery's, that of
 * whoever reads items and never a list, that of whoever looks after workflows, that of whatever an API key may call, and that of whoever
 * signs for webhooks.
 */
export type FunctionNeed =
  | Need
  | 'tokens:verify'
  | 'table:follow'
  | 'table:read-items'
  | 'directory:align'
  | 'api-keys:note-use'
  | 'workflow:look-after'
  | 'webhook-secret:open'

/** Everything that those needs grant, and nothing else. This is the one place where a word becomes a permission. */
export function grantedBy(needs: Iterable<FunctionNeed>, house: House): Granted {
  const all = [...new Set(needs)].sort().map((need) => grants[need](house))
  return {
    statements: all.flatMap((granted) => granted.statements),
    environment: Object.assign({}, ...all.map((granted) => granted.environment)) as Record<string, string>,
    reasons: all.flatMap((granted) => granted.reasons ?? []),
  }
}

const grants: Readonly<Record<FunctionNeed, (house: House) => Granted>> = {
  'table:read-items': ({ data }) => ({
    statements: [readItems(data.table)],
    environment: { TABLE_NAME: data.table.tableName },
  }),

  'table:read': ({ data }) => ({
    statements: [
      readItems(data.table),
      allow('ReadLists', [data.table.tableArn, ...indexArns(data.table.tableArn)], ['dynamodb:Query']),
    ],
    environment: { TABLE_NAME: data.table.tableName },
  }),

  'table:write': ({ data }) => ({
    statements: [
      allow('WriteItems', [data.table.tableArn], ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem']),
      keepActivities(data.table),
    ],
    environment: { TABLE_NAME: data.table.tableName },
  }),

  'api-keys:note-use': ({ data }) => ({
    statements: [
      new PolicyStatement({
        sid: 'NoteTheUseOfKeys',
        actions: ['dynamodb:UpdateItem'],
        resources: [data.table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#api-keys'] },
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributesOfUse },
          StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
        },
      }),
    ],
    environment: {},
  }),

  'table:follow': ({ data }) => ({
    statements: [
      allow(
        'FollowTheTable',
        [streamArn(data.table)],
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      ),
    ],
    environment: {},
  }),

  'email:send': ({ data, stage }) => ({
    statements: [
      new PolicyStatement({
        sid: 'SendAsTheSender',
        actions: ['ses:SendEmail'],
        // SES asks leave for either, the identity that sends and the set that the mail names.
        resources: [data.senderIdentity.emailIdentityArn, configurationSetArn(data)],
        conditions: { StringEquals: { 'ses:FromAddress': stage.senderAddress } },
      }),
    ],
    environment: { SENDER_ADDRESS: stage.senderAddress, MAIL_CONFIGURATION_SET: data.mailSet.configurationSetName },
  }),

  'email:send-files': ({ data, stage }) => ({
    statements: [
      new PolicyStatement({
        sid: 'SendFilesAsTheSender',
        actions: ['ses:SendRawEmail'],
        resources: [data.senderIdentity.emailIdentityArn, configurationSetArn(data)],
        conditions: { StringEquals: { 'ses:FromAddress': stage.senderAddress } },
      }),
    ],
    environment: { SENDER_ADDRESS: stage.senderAddress, MAIL_CONFIGURATION_SET: data.mailSet.configurationSetName },
  }),

  'events:publish': ({ data }) => ({
    statements: [
      new PolicyStatement({
        sid: 'PublishOurEvents',
        actions: ['events:PutEvents'],
        resources: [data.bus.eventBusArn],
        conditions: { StringEquals: { 'events:source': 'rolecall' } },
      }),
    ],
    environment: { EVENT_BUS_NAME: data.bus.eventBusName },
  }),

  'directory:enrol': ({ data, clients, stage }) => ({
    statements: [
      allow(
        'EnrolInTheDirectory',
        [data.userPool.userPoolArn],
        [
          'cognito-idp:AdminCreateUser',
          'cognito-idp:AdminDeleteUser',
          'cognito-idp:AdminSetUserPassword',
          'cognito-idp:AdminInitiateAuth',
          'cognito-idp:AdminSetUserMFAPreference',
          // Answers the activation client's secret, so that it stands in no environment.
          'cognito-idp:DescribeUserPoolClient',
        ],
      ),
    ],
    environment: {
      USER_POOL_ID: data.userPool.userPoolId,
      ACTIVATION_CLIENT_ID: clients.activation.userPoolClientId,
      ...(stage.overrides?.factorSignIn === undefined ? {} : { FACTOR_SIGN_IN: stage.overrides.factorSignIn }),
    },
  }),

  'directory:change-address': ({ data }) => ({
    statements: [
      allow(
        'ChangeSignInAddresses',
        [data.userPool.userPoolArn],
        ['cognito-idp:AdminGetUser', 'cognito-idp:AdminUpdateUserAttributes', 'cognito-idp:AdminUserGlobalSignOut'],
      ),
    ],
    environment: { USER_POOL_ID: data.userPool.userPoolId },
  }),

  'directory:enable': ({ data }) => ({
    statements: [
      allow(
        'LetPeopleSignIn',
        [data.userPool.userPoolArn],
        ['cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser'],
      ),
    ],
    environment: { USER_POOL_ID: data.userPool.userPoolId },
  }),

  'directory:remove': ({ data }) => ({
    statements: [allow('RemoveFromTheDirectory', [data.userPool.userPoolArn], ['cognito-idp:AdminDeleteUser'])],
    environment: { USER_POOL_ID: data.userPool.userPoolId },
  }),

  'directory:align': ({ data }) => ({
    statements: [
      allow(
        'AlignTheDirectory',
        [data.userPool.userPoolArn],
        [
          'cognito-idp:ListUsers',
          'cognito-idp:AdminGetUser',
          'cognito-idp:AdminUpdateUserAttributes',
          'cognito-idp:AdminUserGlobalSignOut',
          'cognito-idp:AdminDisableUser',
          'cognito-idp:AdminEnableUser',
          'cognito-idp:AdminDeleteUser',
        ],
      ),
    ],
    environment: { USER_POOL_ID: data.userPool.userPoolId },
  }),

  'link-token:derive': ({ data }) => ({
    statements: [allow('DeriveLinkTokens', [data.linkTokenKey.keyArn], ['kms:GenerateMac'])],
    environment: { LINK_TOKEN_KEY_ID: data.linkTokenKey.keyId },
  }),

  'session:seal': ({ data }) => ({
    statements: [allow('SealSessions', [data.sessionKey.keyArn], ['kms:Encrypt', 'kms:Decrypt'])],
    environment: { SESSION_KEY_ID: data.sessionKey.keyId },
  }),

  'webhook-secret:seal': ({ data }) => ({
    statements: [allow('SealWebhookSecrets', [data.webhookKey.keyArn], ['kms:Encrypt'])],
    environment: { WEBHOOK_KEY_ID: data.webhookKey.keyArn },
  }),

  'webhook-secret:open': ({ data }) => ({
    statements: [allow('OpenWebhookSecrets', [data.webhookKey.keyArn], ['kms:Decrypt'])],
    environment: { WEBHOOK_KEY_ID: data.webhookKey.keyArn },
  }),

  'workflow:start': (house) => ({
    statements: [allow('StartWorkflows', [approvalWorkflowArn(house)], ['states:StartExecution'])],
    environment: { APPROVAL_WORKFLOW_ARN: approvalWorkflowArn(house) },
  }),

  'workflow:call-back': (house) => ({
    statements: [allow('CallWorkflowsBack', [approvalWorkflowArn(house)], ['states:SendTaskSuccess'])],
    environment: {},
  }),

  'workflow:look-after': (house) => ({
    statements: [allow('LookAfterWorkflows', [approvalExecutionsArn(house)], ['states:DescribeExecution'])],
    environment: { APPROVAL_WORKFLOW_ARN: approvalWorkflowArn(house) },
    reasons: [
      {
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${approvalName(house.stage)}:*]`,
        reason: 'An execution is asked after by its name, which is made of a contract’s id: of this one workflow, any.',
      },
    ],
  }),

  'certificate:sign': ({ data }) => ({
    statements: [allow('SignCertificates', [data.certificateKey.keyArn], ['kms:Sign', 'kms:GetPublicKey'])],
    environment: { CERTIFICATE_KEY_ID: data.certificateKey.keyArn },
  }),

  'certificate:publish-key': ({ data }) => ({
    statements: [allow('PublishTheKey', [data.certificateKey.keyArn], ['kms:GetPublicKey'])],
    environment: { CERTIFICATE_KEY_ID: data.certificateKey.keyArn },
  }),

  'tokens:verify': ({ data, stage }) => ({
    statements: [],
    environment: {
      USER_POOL_ID: data.userPool.userPoolId,
      ...(stage.overrides?.jwksUrl === undefined
        ? {}
        : { JWKS_URL: stage.overrides.jwksUrl.replace('{userPoolId}', data.userPool.userPoolId) }),
    },
  }),
}

/** All that noting the last use of a key names of its item: what it may do, and what opens it, is out of reach of whoever only notes this. */
const attributesOfUse = ['pk', 'sk', '__edb_e__', '__edb_v__', 'organizationId', 'keyId', 'lastUsedAt']

function indexArns(tableArn: string): string[] {
  return [1, 2, 3].map((number) => `${tableArn}/index/gsi${number}`)
}

function configurationSetArn({ mailSet }: House['data']): string {
  return Stack.of(mailSet).formatArn({
    service: 'ses',
    resource: 'configuration-set',
    resourceName: mailSet.configurationSetName,
  })
}

/** The stream of the table's new items. */
export function streamArn(table: TheTable): string {
  if (table.tableStreamArn === undefined) throw new Error('the table has no stream')
  return table.tableStreamArn
}
