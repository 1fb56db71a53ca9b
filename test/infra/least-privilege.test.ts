import { describe, expect, test } from 'vitest'
import { askedBy, type Need } from '../../shared/contract/route.ts'
import { allRoutes } from '../../shared/contract/routes.ts'
import { at, lambdasOf, listOf, ofType, synthesise, targetOf, theOnly } from './templates.ts'

/** The needs of functions that answer no route may be narrower; those of whatever a key may call follow from its rows. */
type Needed = Need | 'table:read-items' | 'workflow:look-after' | 'webhook-secret:open' | 'api-keys:note-use'

/**
 * What each word of `needs` may come to: the second entry of the books, written apart from infra/constructs/needs.ts. An action
 * that is added there fails here until somebody has thought about it twice.
 */
const actionsOf: Readonly<Record<Needed, readonly string[]>> = {
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
const settingsOf: Readonly<Record<Needed, readonly string[]>> = {
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

const everyFunction = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']
const ownQueue = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage']
const stream = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams']
/** What a function beside the user pool is told, which knows no gateway. */
const besideThePool = ['APP_NAME', 'FEATURE', 'STAGE']
const names = ['APP_NAME', 'FEATURE', 'HOSTED_UI_URL', 'PORTAL_CLIENT_ID', 'PUBLIC_URL', 'STAGE']

/** What the functions that answer no route need, and may do besides. */
const triggers: Readonly<
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

const synthesised = synthesise()
const lambdas = lambdasOf(synthesised)

type Statement = {
  readonly effect: unknown
  readonly actions: readonly string[]
  readonly resources: readonly unknown[]
  readonly conditions: unknown
}

/** Every statement that is attached to the role of a function. */
function statementsOf(name: string): Statement[] {
  const lambda = [...lambdas].find(([key]) => key === name)?.[1]
  const role = targetOf(at(lambda?.Properties, 'Role'))
  return ofType(synthesised, 'IAM::Policy')
    .filter(({ Properties }) => listOf(at(Properties, 'Roles')).some((attached) => targetOf(attached) === role))
    .flatMap(({ Properties }) => listOf(at(Properties, 'PolicyDocument', 'Statement')))
    .map((statement) => ({
      effect: at(statement, 'Effect'),
      actions: listOf(at(statement, 'Action')).map(String),
      resources: listOf(at(statement, 'Resource')),
      conditions: at(statement, 'Condition'),
    }))
}

const allowedTo = (name: string) => statementsOf(name).filter(({ effect }) => effect === 'Allow')

const stackOf = (name: string) => [...lambdas].find(([key]) => key === name)?.[1].stack

function expectedOf(name: string) {
  const needs = new Set<Needed>([
    ...(triggers[name]?.needs ?? []),
    ...allRoutes()
      .filter(({ feature, route }) => `${feature}/${route.runsIn?.function ?? 'index'}` === name)
      // What asks for a permission may be asked with an API key.
      .flatMap(({ route }) => [...route.needs, ...(askedBy(route).length > 0 ? ['api-keys:note-use' as const] : [])]),
  ])
  return {
    needs,
    actions: [...everyFunction, ...(triggers[name]?.actions ?? []), ...[...needs].flatMap((need) => actionsOf[need])],
    settings: [
      ...(stackOf(name) === 'data' ? besideThePool : names),
      ...(name.startsWith('contracts/') ? ['CONTRACT_DAY_SECONDS'] : []),
      ...(triggers[name]?.settings ?? []),
      ...[...needs].flatMap((need) => settingsOf[need]),
    ],
  }
}

describe.each([...lambdas.keys()])('%s', (name) => {
  const expected = expectedOf(name)

  test('may do what its rows or its trigger need, and nothing else', () => {
    const allowed = allowedTo(name).flatMap(({ actions }) => actions)
    expect([...new Set(allowed)].sort()).toEqual([...new Set(expected.actions)].sort())
  })
  test('finds the settings of its needs, and no others', () => {
    const lambda = lambdas.get(name)
    const settings = Object.keys(Object(at(lambda?.Properties, 'Environment', 'Variables')))
    expect(settings.sort()).toEqual([...new Set(expected.settings)].sort())
  })
  test('notes of a key when it was last used and nothing else, if it can be called with one', () => {
    const notes = allowedTo(name).filter(({ conditions }) => JSON.stringify(conditions ?? '').includes('#api-keys'))
    const attributes = ['pk', 'sk', '__edb_e__', '__edb_v__', 'organizationId', 'keyId', 'lastUsedAt']
    expect(notes.map(({ actions, conditions }) => ({ actions, conditions }))).toEqual(
      expected.needs.has('api-keys:note-use')
        ? [
            {
              actions: ['dynamodb:UpdateItem'],
              conditions: {
                'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#api-keys'] },
                'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
                StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
              },
            },
          ]
        : [],
    )
  })
  test('may not change or delete an activity, if it may write at all', () => {
    const denied = statementsOf(name).filter(({ effect }) => effect === 'Deny')
    const writes = expected.needs.has('table:write') || triggers[name]?.actions.includes('dynamodb:UpdateItem') === true
    expect(denied.map(({ actions, conditions }) => ({ actions, conditions }))).toEqual(
      writes
        ? [
            {
              actions: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
              conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['*#activities'] } },
            },
          ]
        : [],
    )
    if (writes)
      expect(denied[0]?.resources).toEqual(
        allowedTo(name).find(({ actions }) => actions.includes('dynamodb:UpdateItem'))?.resources,
      )
  })
})

const roleOfTheWorkflow = targetOf(at(theOnly(synthesised, 'StepFunctions::StateMachine').Properties, 'RoleArn'))

describe('all roles', () => {
  const roles = ofType(synthesised, 'IAM::Role')

  test('belong to one function each, and one to the workflow', () => {
    const used = [...lambdas.values()].map(({ Properties }) => targetOf(at(Properties, 'Role')))
    expect(new Set(used).size).toBe(lambdas.size)
    expect(roles.map(({ id }) => id).sort()).toEqual([...used, roleOfTheWorkflow].sort())
  })
  test('have no managed policies and none of their own but those above', () => {
    for (const { Properties } of roles) {
      expect(at(Properties, 'ManagedPolicyArns')).toBeUndefined()
      expect(at(Properties, 'Policies')).toBeUndefined()
    }
  })
  test('name no action with a *, and no resource with one but for traces', () => {
    for (const name of lambdas.keys()) {
      for (const { actions, resources } of statementsOf(name)) {
        expect(actions.filter((action) => action.includes('*'))).toEqual([])
        // One execution is asked after by a name that is made of a contract's id.
        const anywhere = resources
          .map((resource) => JSON.stringify(resource))
          .filter((resource) => resource.includes('*') && !/:execution:Rolecall-production-Approval:\*"/.test(resource))
        if (anywhere.length > 0)
          expect([...actions].sort()).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'])
      }
    }
  })
})

describe('the workflow of approvals', () => {
  const statements = ofType(synthesised, 'IAM::Policy')
    .filter(({ Properties }) => listOf(at(Properties, 'Roles')).some((role) => targetOf(role) === roleOfTheWorkflow))
    .flatMap(({ Properties }) => listOf(at(Properties, 'PolicyDocument', 'Statement')))

  test('may call the three functions of its states, and besides write its log and its traces', () => {
    const calls = statements.filter((statement) => at(statement, 'Action') === 'lambda:InvokeFunction')
    expect(calls.map((statement) => listOf(at(statement, 'Resource')).map(targetOf).sort())).toEqual([
      ['keep-task-token', 'look-at-contract', 'take-contract-step'].map((name) => lambdas.get(`contracts/${name}`)?.id),
    ])
    const others = statements.filter((statement) => !calls.includes(statement)).map((one) => listOf(at(one, 'Action')))
    for (const action of others.flat()) expect(action).toMatch(/^(?:logs|xray):/)
  })
  test('is started by what follows a request and by what keeps workflows running, and called back by two', () => {
    const may = (action: string) =>
      holdersOf(action)
        .map(({ name }) => name)
        .sort()
    expect(may('states:StartExecution')).toEqual([
      'contracts/keep-workflows-running',
      'contracts/start-contract-workflow',
    ])
    expect(may('states:SendTaskSuccess')).toEqual(['contracts/keep-task-token', 'contracts/wake-contracts'])
    expect(may('states:DescribeExecution')).toEqual(['contracts/keep-workflows-running'])
    for (const action of ['states:StartExecution', 'states:SendTaskSuccess'])
      for (const { resources } of holdersOf(action))
        expect(JSON.stringify(resources)).toMatch(/^\[[^*]*:stateMachine:Rolecall-production-Approval"[^*]*\]$/)
  })
})

describe('what only one may do', () => {
  test('link tokens are derived by the functions that mail them, with that key', () => {
    const holders = holdersOf('kms:GenerateMac')
    expect(holders.map(({ name }) => name).sort()).toEqual([
      'contact-roles/send-deferred-questions',
      'contact-roles/send-question',
      'contracts/send-approval',
      'contracts/send-deferred-approvals',
      'invitations/send-deferred-mails',
      'invitations/send-invitation',
      'me/send-address-link',
      'me/send-deferred-address-links',
      'profiles/follow-factor-reset',
    ])
    for (const { resources } of holders) {
      expect(JSON.stringify(resources)).toMatch(/LinkTokenKey\w*Arn/)
      expect(resources).toHaveLength(1)
    }
  })
  test('certificates are signed by what follows an approval, and the key is published for everyone to check them', () => {
    const signing = holdersOf('kms:Sign')
    expect(signing.map(({ name }) => name)).toEqual(['contracts/certify-contract'])
    expect(JSON.stringify(signing[0]?.resources)).toMatch(/CertificateKey\w*Arn/)
    expect(holdersOf('kms:GetPublicKey').map(({ name }) => name)).toContain('contracts/verify')
  })
  test('the address that somebody signs in with is changed by what follows a confirmation, or a recovery', () => {
    const holders = holdersOf('cognito-idp:AdminUpdateUserAttributes')
    expect(holders.map(({ name }) => name).sort()).toEqual(['me/follow-address-change', 'profiles/follow-recovery'])
  })
  test('who signs in is listed by what follows a recovery', () => {
    expect(holdersOf('cognito-idp:ListUsers').map(({ name }) => name)).toEqual(['profiles/follow-recovery'])
  })
  test('sessions are ended by what follows a confirmation, a forgotten password, or a recovery', () => {
    const holders = holdersOf('cognito-idp:AdminUserGlobalSignOut')
    expect(holders.map(({ name }) => name).sort()).toEqual([
      'me/end-older-sessions',
      'me/follow-address-change',
      'profiles/follow-recovery',
    ])
    for (const { resources } of holders) expect(JSON.stringify(resources)).toMatch(/^\[[^,]*UserPool\w*[^*]*\]$/)
  })
  test('sessions are sealed, and users administered, by activation', () => {
    const [opens, ...others] = holdersOf('kms:Decrypt').filter(({ name }) => name !== 'webhooks/deliver-webhooks')
    expect([opens?.name, others]).toEqual(['invitations/activation', []])
    expect(JSON.stringify(opens?.resources)).toMatch(/^\[[^,]*SessionKey\w*Arn[^,]*\]$/)
    expect(holdersOf('cognito-idp:AdminCreateUser').map(({ name }) => name)).toEqual(['invitations/activation'])
  })
  test('secrets of webhooks are sealed by what makes them and opened by what delivers, which are two', () => {
    const withThatKey = (action: string) =>
      holdersOf(action).filter(({ resources }) => /^\[[^,]*WebhookKey\w*Arn[^,]*\]$/.test(JSON.stringify(resources)))
    expect(withThatKey('kms:Encrypt').map(({ name }) => name)).toEqual(['webhooks/index'])
    expect(withThatKey('kms:Decrypt').map(({ name }) => name)).toEqual(['webhooks/deliver-webhooks'])
  })
  test('events are published by what follows the table and by what tells of changes for many, in our name', () => {
    const holders = holdersOf('events:PutEvents')
    expect(holders.map(({ name }) => name).sort()).toEqual([
      'access/announce-access-changes',
      'activities/publish-activities',
      'permission-groups/move-members',
    ])
    for (const { conditions } of holders) expect(conditions).toEqual({ StringEquals: { 'events:source': 'rolecall' } })
  })
  test('mail goes out from the one sender, with the one configuration set', () => {
    for (const { resources, conditions } of holdersOf('ses:SendEmail')) {
      const [set, sender, ...more] = resources
        .map((resource) => JSON.stringify(resource))
        .sort((one) => (one.includes(':configuration-set/') ? -1 : 1))
      expect(sender).toContain(':identity/')
      expect(set).toContain(':configuration-set/')
      expect(more).toEqual([])
      expect(conditions).toEqual({ StringEquals: { 'ses:FromAddress': synthesised.stage.senderAddress } })
    }
  })
  test('nobody scans', () => {
    expect(holdersOf('dynamodb:Scan')).toEqual([])
  })
})

function holdersOf(action: string) {
  return [...lambdas.keys()].flatMap((name) =>
    allowedTo(name)
      .filter(({ actions }) => actions.includes(action))
      .map((statement) => ({ name, ...statement })),
  )
}
