import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import {
  AccountRecovery,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  UserPool,
  type UserPoolDomain,
  UserPoolEmail,
  UserPoolOperation,
  VerificationEmailStyle,
} from 'aws-cdk-lib/aws-cognito'
import {
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
} from 'aws-cdk-lib/aws-dynamodb'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms'
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  MailFromBehaviorOnMxFailure,
} from 'aws-cdk-lib/aws-ses'
import type { Construct } from 'constructs'
import type { Recovered, StageSettings } from '../config.ts'
import { PoolTrigger } from '../constructs/pool-trigger.ts'
import { endingSessions, recordingSignIns } from '../constructs/pool-trigger-grants.ts'

/** The one table, as the rest of the deployment knows it: the stack's own, or one that was recovered. */
export type TheTable = Pick<ITable, 'tableName' | 'tableArn'> & { readonly tableStreamArn?: string | undefined }

/** What outlives every deployment of code: the table, the user pool, the keys, the bus and the sender of mails. */
export class DataStack extends Stack {
  readonly table: TheTable
  readonly userPool: UserPool
  readonly hostedUiUrl: string
  readonly senderIdentity: EmailIdentity
  readonly mailSet: ConfigurationSet
  readonly linkTokenKey: Key
  readonly sessionKey: Key
  readonly certificateKey: Key
  readonly webhookKey: Key
  readonly bus: EventBus
  readonly recordSignIn: PoolTrigger
  readonly endOlderSessions: PoolTrigger

  constructor(scope: Construct, id: string, stage: StageSettings) {
    super(scope, id, { terminationProtection: true })
    this.table = stage.recovered ? recoveredTable(this, stage.recovered) : aTable(this)
    this.senderIdentity = aSender(this, stage)
    this.mailSet = aMailSet(this, stage)
    this.userPool = aUserPool(this, stage)
    this.recordSignIn = aRecorderOfSignIns(this, stage)
    this.endOlderSessions = anEnderOfSessions(this, stage)
    const domain = aHostedUi(this.userPool, stage)
    this.hostedUiUrl = stage.overrides?.hostedUiUrl ?? domain.baseUrl()
    this.linkTokenKey = aLinkTokenKey(this, stage)
    this.sessionKey = aSessionKey(this, stage)
    this.certificateKey = aCertificateKey(this, stage)
    this.webhookKey = aWebhookKey(this, stage)
    this.bus = new EventBus(this, 'Bus', { description: 'What happened in Rolecall, one event per activity' })

    new CfnOutput(this, 'TableName', { value: this.table.tableName })
    new CfnOutput(this, 'UserPoolId', { value: this.userPool.userPoolId })
    new CfnOutput(this, 'HostedUiUrl', { value: this.hostedUiUrl })
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName })
  }
}

/** The one table. Three indexes, and each projects what a list shows of an entity: its `summary`. */
function aTable(stack: Stack): Table {
  const text = AttributeType.STRING
  const table = new Table(stack, 'Table', {
    partitionKey: { name: 'pk', type: text },
    sortKey: { name: 'sk', type: text },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'ttl',
    stream: StreamViewType.NEW_IMAGE,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  for (const indexName of ['gsi1', 'gsi2', 'gsi3']) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: `${indexName}pk`, type: text },
      sortKey: { name: `${indexName}sk`, type: text },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['summary', '__edb_e__', '__edb_v__'],
    })
  }
  return table
}

/**
 * The table that a backup was restored to. The stack's own stays beside it, with what the other stack has read of it so far: a value
 * that is still read cannot be taken away.
 */
function recoveredTable(stack: Stack, { table, stream }: Recovered): TheTable {
  const own = aTable(stack)
  for (const read of [own.tableName, own.tableArn, own.tableStreamArn]) stack.exportValue(read)
  return Table.fromTableAttributes(stack, 'RecoveredTable', { tableName: table, tableStreamArn: stream })
}

/** Who may sign in. The username is our identity's id; people type their e-mail address, which is its alias. */
function aUserPool(stack: DataStack, stage: StageSettings): UserPool {
  const pool = new UserPool(stack, 'UserPool', {
    selfSignUpEnabled: false,
    // Neither of these three can ever be changed on a pool that exists.
    signInAliases: { username: true, email: true },
    signInCaseSensitive: false,
    standardAttributes: { email: { required: true, mutable: true } },
    autoVerify: { email: true },
    keepOriginal: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false, email: false },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // Length, and nothing about kinds of characters: those make passwords worse (NIST SP 800-63B, 3.1.1.2).
    passwordPolicy: {
      minLength: 12,
      requireLowercase: false,
      requireUppercase: false,
      requireDigits: false,
      requireSymbols: false,
      tempPasswordValidity: Duration.days(1),
    },
    userVerification: {
      emailStyle: VerificationEmailStyle.CODE,
      emailSubject: `Your ${stage.appName} code`,
      emailBody: `Your ${stage.appName} code is {####}. If you did not ask for one, ignore this mail: nothing has changed.`,
    },
    email:
      stage.codesSentBy === 'sender'
        ? UserPoolEmail.withSES({
            fromEmail: stage.senderAddress,
            fromName: stage.appName,
            ...(stage.senderIdentity === 'domain' ? { sesVerifiedDomain: domainOf(stage.senderAddress) } : {}),
          })
        : UserPoolEmail.withCognito(),
    featurePlan: FeaturePlan.ESSENTIALS,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  if (stage.codesSentBy === 'sender') pool.node.addDependency(stack.senderIdentity)
  pool.addResourceServer('ApiScopes', {
    identifier: 'rolecall',
    scopes: [{ scopeName: 'api', scopeDescription: 'Call the Rolecall API as the person who signed in' }],
  })
  Validations.of(pool).acknowledge(
    {
      id: 'AwsSolutions-COG1',
      reason:
        'Twelve characters of any kind and a second factor for everyone, instead of rules about kinds of characters.',
    },
    {
      id: 'AwsSolutions-COG3',
      reason:
        'Threat protection costs more per user than the rest of the deployment; the second factor is required of everyone.',
    },
    { id: 'AwsSolutions-COG8', reason: 'The Plus plan adds threat protection alone; see AwsSolutions-COG3.' },
  )
  return pool
}

/** Every sign-in at the hosted page passes it, and no refreshing of tokens does. */
function aRecorderOfSignIns(stack: DataStack, stage: StageSettings): PoolTrigger {
  const trigger = new PoolTrigger(
    stack,
    stage,
    {
      feature: 'activities',
      name: 'record-sign-in',
      lost: 'Sign-ins are refused, or stand in nobody’s activities.',
    },
    recordingSignIns(stack.table),
  )
  stack.userPool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION, trigger.lambda)
  return trigger
}

/** Whoever has chosen a new password in place of a forgotten one passes it; nobody else does, since nobody signs up. */
function anEnderOfSessions(stack: DataStack, stage: StageSettings): PoolTrigger {
  const trigger = new PoolTrigger(
    stack,
    stage,
    {
      feature: 'me',
      name: 'end-older-sessions',
      lost: 'Whoever resets a forgotten password is told that it failed, and sessions of before go on.',
    },
    endingSessions(stack.table),
  )
  stack.userPool.addTrigger(UserPoolOperation.POST_CONFIRMATION, trigger.lambda)
  // A policy apart from the role: the pool names the function, which would otherwise have to wait for the pool.
  trigger.lambda.role?.attachInlinePolicy(
    new Policy(stack, 'EndSessionsOfThePool', {
      statements: [
        new PolicyStatement({
          sid: 'EndSessions',
          actions: ['cognito-idp:AdminUserGlobalSignOut'],
          resources: [stack.userPool.userPoolArn],
        }),
      ],
    }),
  )
  return trigger
}

function aHostedUi(pool: UserPool, stage: StageSettings): UserPoolDomain {
  return pool.addDomain('HostedUi', {
    cognitoDomain: { domainPrefix: stage.hostedUiPrefix },
    managedLoginVersion: ManagedLoginVersion.CLASSIC_HOSTED_UI,
  })
}

function aSender(stack: Stack, stage: StageSettings): EmailIdentity {
  const { senderAddress, senderIdentity } = stage
  if (senderIdentity === 'address')
    return new EmailIdentity(stack, 'Sender', { identity: Identity.email(senderAddress) })
  const domain = domainOf(senderAddress)
  return new EmailIdentity(stack, 'Sender', {
    identity: Identity.domain(domain),
    // So that SPF speaks for the sender's own domain; until its records are published, mails come from Amazon's.
    mailFromDomain: `bounces.${domain}`,
    mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
  })
}

/**
 * What our mails have in common: SES tells what became of them. It can tell the account's default bus alone. Nothing in a mail is rewritten
 * for it: openings and clicks are not among what it tells.
 */
function aMailSet(stack: Stack, stage: StageSettings): ConfigurationSet {
  const set = new ConfigurationSet(stack, 'Mails', { configurationSetName: `rolecall-${stage.name}` })
  set.addEventDestination('DefaultBus', {
    destination: EventDestination.eventBus(EventBus.fromEventBusName(stack, 'DefaultBus', 'default')),
    events: [EmailSendingEvent.DELIVERY, EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
  })
  return set
}

/** Links in mails are derived with this key. Whoever may use it could open any invitation, so one function alone may. */
function aLinkTokenKey(stack: Stack, stage: StageSettings): Key {
  const key = new Key(stack, 'LinkTokenKey', {
    alias: `rolecall-${stage.name}-link-tokens`,
    description: 'Derives the tokens of the links in mails',
    keySpec: KeySpec.HMAC_256,
    keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  Validations.of(key).acknowledge({ id: 'AwsSolutions-KMS5', reason: 'KMS does not rotate HMAC keys.' })
  return key
}

/** Seals the Cognito session of an activation for the minutes between password and code. */
function aSessionKey(stack: Stack, stage: StageSettings): Key {
  return new Key(stack, 'SessionKey', {
    alias: `rolecall-${stage.name}-sessions`,
    description: 'Seals the Cognito session of an activation that is under way',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
}

/** Signs the certificates of approved contracts. Whoever doubts one checks it with the public half, which is published. */
function aCertificateKey(stack: Stack, stage: StageSettings): Key {
  const key = new Key(stack, 'CertificateKey', {
    alias: `rolecall-${stage.name}-certificates`,
    description: 'Signs the certificates of approved contracts',
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  Validations.of(key).acknowledge({ id: 'AwsSolutions-KMS5', reason: 'KMS does not rotate keys that sign.' })
  return key
}

/** Seals the secrets of webhooks for as long as they live: whoever makes one can seal it, and whoever delivers can open it. */
function aWebhookKey(stack: Stack, stage: StageSettings): Key {
  return new Key(stack, 'WebhookKey', {
    alias: `rolecall-${stage.name}-webhooks`,
    description: 'Seals the secrets with which deliveries to webhooks are signed',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
