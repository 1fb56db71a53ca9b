import { describe, expect, test } from 'vitest'
import { askedBy } from '../../shared/contract/route.ts'
import { allRoutes } from '../../shared/contract/routes.ts'
import { actionsOf, besideThePool, everyFunction, type Needed, names, settingsOf, triggers } from './expected-rights.ts'
import { at, lambdasOf, listOf, ofType, synthesise, targetOf, theOnly } from './templates.ts'

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
