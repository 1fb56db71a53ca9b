import { Stack } from 'aws-cdk-lib'
import { describe, expect, test } from 'vitest'
import { at, lambdasOf, ofType, type StackName, synthesise, targetOf, theOnly } from './templates.ts'

const synthesised = synthesise()

describe('the table', () => {
  const table = theOnly(synthesised, 'DynamoDB::Table')

  test('is kept, protected and recoverable to any second', () => {
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
    expect(table.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    })
  })
  test('has the keys, the stream and the TTL that the entities are written for', () => {
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    })
  })
  test('has three indexes, and each projects the summary alone', () => {
    const projection = { ProjectionType: 'INCLUDE', NonKeyAttributes: ['summary', '__edb_e__', '__edb_v__'] }
    expect(at(table.Properties, 'GlobalSecondaryIndexes')).toEqual(
      ['gsi1', 'gsi2', 'gsi3'].map((index) => ({
        IndexName: index,
        KeySchema: keys(`${index}pk`, `${index}sk`),
        Projection: projection,
      })),
    )
  })
  test('keeps all its keys as text', () => {
    const attributes = at(table.Properties, 'AttributeDefinitions')
    const names = ['pk', 'sk', ...['gsi1', 'gsi2', 'gsi3'].flatMap((index) => [`${index}pk`, `${index}sk`])]
    expect(attributes).toEqual(names.map((name) => ({ AttributeName: name, AttributeType: 'S' })))
  })
})

describe('the user pool', () => {
  const pool = theOnly(synthesised, 'Cognito::UserPool')

  test('is kept and protected', () => {
    expect(pool).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
    expect(pool.Properties).toMatchObject({ DeletionProtection: 'ACTIVE' })
  })
  test('requires a second factor of everyone, and an authenticator app is the only one', () => {
    expect(pool.Properties).toMatchObject({ MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] })
  })
  test('has users whom administrators create, and nobody else', () => {
    expect(pool.Properties).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })
  })
  test('gives a forgotten password back by verified e-mail only', () => {
    expect(pool.Properties).toMatchObject({
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    })
  })
  test('knows people by our id, signs them in by e-mail, in any casing', () => {
    expect(pool.Properties).toMatchObject({
      AliasAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
    })
    expect(at(pool.Properties, 'UsernameAttributes')).toBeUndefined()
  })
  test('requires an e-mail address and nothing else, and a new one counts once it is verified', () => {
    expect(at(pool.Properties, 'Schema')).toEqual([{ Name: 'email', Required: true, Mutable: true }])
    expect(pool.Properties).toMatchObject({
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    })
  })
  test('asks for twelve characters, of any kind', () => {
    expect(at(pool.Properties, 'Policies', 'PasswordPolicy')).toMatchObject({
      MinimumLength: 12,
      RequireLowercase: false,
      RequireUppercase: false,
      RequireNumbers: false,
      RequireSymbols: false,
    })
  })
  test('sends no text messages', () => {
    expect(at(pool.Properties, 'SmsConfiguration')).toBeUndefined()
  })
  test('has its sign-ins recorded before it issues tokens, sessions ended after a forgotten password, and nothing else between it and people', () => {
    const triggers = ['activities/record-sign-in', 'me/end-older-sessions'] as const
    const [recorder, ender] = triggers.map((name) => lambdasOf(synthesised).get(name))
    expect([recorder?.stack, ender?.stack]).toEqual(['data', 'data'])
    expect(at(pool.Properties, 'LambdaConfig')).toEqual({
      PreTokenGeneration: { 'Fn::GetAtt': [recorder?.id, 'Arn'] },
      PostConfirmation: { 'Fn::GetAtt': [ender?.id, 'Arn'] },
    })
    const allowed = ofType(synthesised, 'Lambda::Permission').filter(({ stack }) => stack === 'data')
    expect(allowed.map(({ Properties }) => Properties)).toEqual(
      [recorder, ender].map((trigger) => ({
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [trigger?.id, 'Arn'] },
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [pool.id, 'Arn'] },
      })),
    )
  })
  test.each(['activities/record-sign-in', 'me/end-older-sessions'] as const)(
    'waits five seconds for its trigger %s, which may take no longer',
    (name) => {
      expect(at(lambdasOf(synthesised).get(name)?.Properties, 'Timeout')).toBe(5)
    },
  )
  test('knows one scope', () => {
    const { Properties } = theOnly(synthesised, 'Cognito::UserPoolResourceServer')
    expect(Properties).toMatchObject({ Identifier: 'rolecall', Scopes: [{ ScopeName: 'api' }] })
  })
})

describe('the clients of the user pool', () => {
  const clients = ofType(synthesised, 'Cognito::UserPoolClient')
  const portal = clients.find(({ id }) => id.includes('Portal'))?.Properties
  const activation = clients.find(({ id }) => id.includes('Activation'))?.Properties

  test('are two, and neither tells who exists', () => {
    expect(clients).toHaveLength(2)
    for (const { Properties } of clients) {
      expect(Properties).toMatchObject({ PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true })
    }
  })
  test('neither may write an e-mail address, a name or a phone number', () => {
    for (const { Properties } of clients) expect(at(Properties, 'WriteAttributes')).toEqual(['locale'])
  })
  test('portal: authorization code at the hosted page and refreshing, without a secret', () => {
    expect(portal).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      SupportedIdentityProviders: ['COGNITO'],
    })
  })
  test("portal: the API's scope, and not the one that lets a person change their own factor", () => {
    expect(at(portal, 'AllowedOAuthScopes')).toEqual(['openid', 'rolecall/api'])
  })
  test('portal: comes back to /welcome and nowhere else', () => {
    const [callback, fromDocs, ...more] = Object.values(at(portal, 'CallbackURLs') ?? [])
    expect(JSON.stringify(callback)).toMatch(/\/welcome"/)
    expect(JSON.stringify(fromDocs)).toMatch(/\/docs\/oauth2-redirect\.html"/)
    expect(more).toEqual([])
  })
  test('portal: tokens live for 15 minutes, refreshing for 12 hours', () => {
    expect(portal).toMatchObject({
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    })
  })
  test('activation: with a secret, by administrators with a password, and no page', () => {
    expect(activation).toMatchObject({ GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] })
    expect(at(activation, 'AllowedOAuthFlows')).toBeUndefined()
    expect(at(activation, 'AllowedOAuthFlowsUserPoolClient')).not.toBe(true)
    expect(at(activation, 'CallbackURLs')).toBeUndefined()
  })
})

describe('the sender', () => {
  const sender = theOnly(synthesised, 'SES::EmailIdentity')

  test('is the domain, signed by DKIM and with a MAIL FROM of its own that does not hold mails up', () => {
    expect(sender.Properties).toEqual({
      EmailIdentity: 'rolecall.example',
      MailFromAttributes: {
        MailFromDomain: 'bounces.rolecall.example',
        BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
      },
    })
  })
  test('leaves links in mails as they are: nothing rewrites or follows them', () => {
    // Openings and clicks are tracked where a set tells of them.
    expect(theOnly(synthesised, 'SES::ConfigurationSet').Properties).toEqual({ Name: 'rolecall-production' })
    const { Properties } = theOnly(synthesised, 'SES::ConfigurationSetEventDestination')
    expect(at(Properties, 'EventDestination', 'MatchingEventTypes')).toEqual(['delivery', 'bounce', 'complaint'])
    expect(JSON.stringify(sender.Properties)).not.toContain('ConfigurationSet')
  })
  test('has SES tell what became of mails on the account’s default bus, the only one that it can tell', () => {
    const { Properties } = theOnly(synthesised, 'SES::ConfigurationSetEventDestination')
    expect(targetOf(at(Properties, 'ConfigurationSetName'))).toBe(theOnly(synthesised, 'SES::ConfigurationSet').id)
    expect(at(Properties, 'EventDestination', 'Enabled')).toBe(true)
    const bus = JSON.stringify(at(Properties, 'EventDestination', 'EventBridgeDestination', 'EventBusArn'))
    expect(bus).toContain(':event-bus/default')
  })
})

describe('the keys', () => {
  const keysById = new Map(ofType(synthesised, 'KMS::Key').map((key) => [key.id.replace(/Key.*/, ''), key]))

  test('are four, and kept', () => {
    expect([...keysById.keys()].sort()).toEqual(['Certificate', 'LinkToken', 'Session', 'Webhook'])
    for (const key of keysById.values()) expect(key.DeletionPolicy).toBe('Retain')
  })
  test('links: an HMAC key', () => {
    expect(keysById.get('LinkToken')?.Properties).toMatchObject({
      KeySpec: 'HMAC_256',
      KeyUsage: 'GENERATE_VERIFY_MAC',
    })
  })
  test('certificates: a pair of keys, which sign and are never seen', () => {
    expect(keysById.get('Certificate')?.Properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
  })
  test.each(['Session', 'Webhook'])('%s: a key that rotates', (name) => {
    expect(keysById.get(name)?.Properties).toMatchObject({ EnableKeyRotation: true })
    expect(at(keysById.get(name)?.Properties, 'KeyUsage')).toBeUndefined()
  })
})

test('nothing that holds data is in a stack that may be thrown away', () => {
  const holdsData = /^AWS::(DynamoDB|KMS|S3|RDS)::|^AWS::Cognito::UserPool$|^AWS::SES::EmailIdentity$/
  expect(synthesised.resources.filter(({ stack, Type }) => stack !== 'data' && holdsData.test(Type))).toEqual([])
})

test('the stack that holds data cannot be deleted by a slip of the hand', () => {
  const isProtected = (name: string) => Stack.of(synthesised.app.node.findChild(name)).terminationProtection
  expect(isProtected('Rolecall-production-Data')).toBe(true)
  expect(isProtected('Rolecall-production-Api')).toBe(false)
  expect(isProtected('Rolecall-production-Reactions')).toBe(false)
})

test('the outputs are what programs ask for', () => {
  const own = (stack: StackName) => synthesised.outputs[stack].filter((name) => !name.startsWith('Exports')).sort()
  expect(own('data')).toEqual(['EventBusName', 'HostedUiUrl', 'TableName', 'UserPoolId'])
  expect(own('api')).toEqual(['ApiUrl', 'ClientId', 'RedirectUri'])
  expect(own('reactions')).toEqual([
    'ApprovalWorkflowArn',
    'FirstAdministratorFunctionName',
    'FollowRecoveryFunctionName',
  ])
})

function keys(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ]
}
