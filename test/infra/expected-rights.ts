import type { Need } from '../../shared/contract/route.ts'

/** The needs of functions that answer no route may be narrower; those of whatever a key may call follow from its rows. */
export type Needed = Need | 'table:read-items' | 'workflow:look-after' | 'webhook-secret:open' | 'api-keys:note-use'

/**
 * What each word of `needs` may come to: the second entry of the books, written apart from infra/constructs/needs.ts. An action
 * that is added there fails here until somebody has thought about it twice.
 */
export const actionsOf: Readonly<Record<Needed, readonly string[]>> = {
  'table:read-items': ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem'],
  'table:read': ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'],
  'table:write': ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  'api-keys:note-use': ['dynamodb:UpdateItem'],
  'email:send': ['ses:SendEmail'],
  'email:send-files': ['ses:SendRawEmail'],
  'events:publish': ['events:PutEvents'],
  'directory:enrol': [
    'cognito-idp:AdminCreateUser',
    'cognito-idp:AdminDeleteUser',
    'cognito-idp:AdminInitiateAuth',
    'cognito-idp:AdminSetUserMFAPreference',
    'cognito-idp:AdminSetUserPassword',
    'cognito-idp:DescribeUserPoolClient',
  ],
  'directory:change-address': [
    'cognito-idp:AdminGetUser',
    'cognito-idp:AdminUpdateUserAttributes',
    'cognito-idp:AdminUserGlobalSignOut',
  ],
  'directory:enable': ['cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser'],
  'directory:remove': ['cognito-idp:AdminDeleteUser'],
  'link-token:derive': ['kms:GenerateMac'],
  'session:seal': ['kms:Decrypt', 'kms:Encrypt'],
  'webhook-secret:seal': ['kms:Encrypt'],
  'webhook-secret:open': ['kms:Decrypt'],
  'workflow:start': ['states:StartExecution'],
  'workflow:call-back': ['states:SendTaskSuccess'],
  'workflow:look-after': ['states:DescribeExecution'],
  'certificate:sign': ['kms:GetPublicKey', 'kms:Sign'],
  'certificate:publish-key': ['kms:GetPublicKey'],
}
export const settingsOf: Readonly<Record<Needed, readonly string[]>> = {
  'table:read-items': ['TABLE_NAME'],
  'table:read': ['TABLE_NAME'],
  'table:write': ['TABLE_NAME'],
  'api-keys:note-use': [],
  'email:send': ['MAIL_CONFIGURATION_SET', 'SENDER_ADDRESS'],
  'email:send-files': ['MAIL_CONFIGURATION_SET', 'SENDER_ADDRESS'],
  'events:publish': ['EVENT_BUS_NAME'],
  'directory:enrol': ['ACTIVATION_CLIENT_ID', 'USER_POOL_ID'],
  'directory:change-address': ['USER_POOL_ID'],
  'directory:enable': ['USER_POOL_ID'],
  'directory:remove': ['USER_POOL_ID'],
  'link-token:derive': ['LINK_TOKEN_KEY_ID'],
  'session:seal': ['SESSION_KEY_ID'],
  'webhook-secret:seal': ['WEBHOOK_KEY_ID'],
  'webhook-secret:open': ['WEBHOOK_KEY_ID'],
  'workflow:start': ['APPROVAL_WORKFLOW_ARN'],
  'workflow:call-back': [],
  'workflow:look-after': ['APPROVAL_WORKFLOW_ARN'],
  'certificate:sign': ['CERTIFICATE_KEY_ID'],
  'certificate:publish-key': ['CERTIFICATE_KEY_ID'],
}

export const everyFunction = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]
export const ownQueue = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage']
export const stream = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
]
/** What a function beside the user pool is told, which knows no gateway. */
export const besideThePool = ['APP_NAME', 'FEATURE', 'STAGE']
export const names = ['APP_NAME', 'FEATURE', 'HOSTED_UI_URL', 'PORTAL_CLIENT_ID', 'PUBLIC_URL', 'STAGE']

/** What the functions that answer no route need, and may do besides. */
export const triggers: Readonly<
  Record<string, { needs: readonly Needed[]; actions: readonly string[]; settings: readonly string[] }>
> = {
  'access/authorizer': { needs: [], actions: [], settings: ['USER_POOL_ID'] },
  'access/announce-access-changes': {
    needs: ['table:read', 'events:publish'],
    actions: ownQueue,
    settings: [],
  },
  'contact-roles/follow-coverage': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'contact-roles/look-at-coverage': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'contact-roles/tell-coverage': {
    needs: ['table:read', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
  'contact-roles/ask-contacts': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'contact-roles/send-question': {
    needs: ['table:read-items', 'table:write', 'email:send', 'link-token:derive'],
    actions: ownQueue,
    settings: [],
  },
  'contact-roles/send-deferred-questions': {
    needs: ['table:read', 'table:write', 'email:send', 'link-token:derive'],
    actions: ownQueue,
    settings: [],
  },
  'contact-roles/tell-suggested-address': {
    needs: ['table:read', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
  'contracts/look-at-contract': { needs: ['table:read'], actions: [], settings: [] },
  'contracts/take-contract-step': { needs: ['table:read', 'table:write'], actions: [], settings: [] },
  'contracts/keep-task-token': {
    needs: ['table:read', 'table:write', 'workflow:call-back'],
    actions: [],
    settings: [],
  },
  'contracts/certify-contract': {
    needs: ['table:read', 'table:write', 'certificate:sign', 'email:send-files'],
    actions: ownQueue,
    settings: [],
  },
  'contracts/send-approval': {
    needs: ['table:read-items', 'table:write', 'email:send', 'link-token:derive'],
    actions: ownQueue,
    settings: [],
  },
  'contracts/send-deferred-approvals': {
    needs: ['table:read', 'table:write', 'email:send', 'link-token:derive'],
    actions: ownQueue,
    settings: [],
  },
  'contracts/tell-contract-news': {
    needs: ['table:read', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
  'contracts/follow-signatories': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'contracts/start-contract-workflow': {
    needs: ['table:read-items', 'table:write', 'workflow:start'],
    actions: ownQueue,
    settings: [],
  },
  'contracts/wake-contracts': {
    needs: ['table:read', 'table:write', 'workflow:call-back'],
    actions: ownQueue,
    settings: [],
  },
  'contracts/keep-workflows-running': {
    needs: ['table:read', 'table:write', 'workflow:start', 'workflow:look-after'],
    actions: ownQueue,
    settings: [],
  },
  'access/follow-access-dates': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'groups/leave-groups': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'api-keys/follow-makers': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'api-keys/tell-orphaned-keys': {
    needs: ['table:read', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
  'roles/tell-ownership': { needs: ['table:read-items', 'table:write', 'email:send'], actions: ownQueue, settings: [] },
  'roles/move-holders': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'permission-groups/move-members': {
    needs: ['table:read', 'table:write', 'events:publish'],
    actions: ownQueue,
    settings: [],
  },
  'activities/publish-activities': {
    needs: ['events:publish'],
    actions: [...stream, ...ownQueue],
    settings: ['PARKED_QUEUE_URL'],
  },
  'activities/record-sign-in': {
    needs: [],
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    settings: ['TABLE_NAME'],
  },
  'invitations/send-invitation': {
    needs: ['table:read-items', 'table:write', 'email:send', 'link-token:derive'],
    actions: ownQueue,
    settings: [],
  },
  'invitations/tell-acceptance': {
    needs: ['table:read-items', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
  'invitations/send-deferred-mails': {
    needs: ['table:read', 'table:write', 'email:send', 'link-token:derive'],
    actions: ownQueue,
    settings: [],
  },
  'invitations/tell-administrators': {
    needs: ['table:read', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
  'notifications/mail-notification': {
    needs: ['table:read-items', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
  'me/end-older-sessions': {
    needs: [],
    actions: [
      'cognito-idp:AdminUserGlobalSignOut',
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ],
    settings: ['TABLE_NAME'],
  },
  'me/follow-address-change': {
    needs: ['table:read', 'table:write', 'email:send', 'directory:change-address'],
    actions: ownQueue,
    settings: [],
  },
  'me/follow-password-reset': {
    needs: ['table:read', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
  'me/send-deferred-address-links': {
    needs: ['table:read', 'table:write', 'email:send', 'link-token:derive'],
    actions: ownQueue,
    settings: [],
  },
  'me/send-address-link': {
    needs: ['table:read-items', 'table:write', 'email:send', 'link-token:derive'],
    actions: ownQueue,
    settings: [],
  },
  'profiles/follow-factor-reset': {
    needs: ['table:read', 'table:write', 'email:send', 'link-token:derive', 'directory:remove'],
    actions: ownQueue,
    settings: [],
  },
  'notifications/follow-mails': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'profiles/follow-recovery': {
    needs: ['table:read', 'table:write'],
    actions: [
      'cognito-idp:AdminDeleteUser',
      'cognito-idp:AdminDisableUser',
      'cognito-idp:AdminEnableUser',
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminUpdateUserAttributes',
      'cognito-idp:AdminUserGlobalSignOut',
      'cognito-idp:ListUsers',
    ],
    settings: ['USER_POOL_ID'],
  },
  'profiles/keep-directory': {
    needs: ['table:read', 'table:write', 'directory:enable', 'directory:remove'],
    actions: ownQueue,
    settings: [],
  },
  'organizations/erase-organizations': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'organizations/first-administrator': { needs: ['table:read-items', 'table:write'], actions: [], settings: [] },
  'webhooks/make-deliveries': { needs: ['table:read', 'table:write'], actions: ownQueue, settings: [] },
  'webhooks/deliver-webhooks': {
    needs: ['table:read', 'table:write', 'webhook-secret:open'],
    actions: ownQueue,
    settings: [],
  },
  'webhooks/tell-webhook-disabled': {
    needs: ['table:read', 'table:write', 'email:send'],
    actions: ownQueue,
    settings: [],
  },
}
