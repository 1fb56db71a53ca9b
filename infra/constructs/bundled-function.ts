import { Duration, RemovalPolicy, Stack, Stage, Validations } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as Lambda,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { StageSettings } from '../config.ts'
import type { Alarms } from './alarms.ts'
import { bundleFunctions } from './bundle.ts'
import type { Granted } from './needs.ts'

/** What a function is, in whichever stack it stands. */
export type BundledFunctionProps = {
  readonly feature: string
  /** The file in `functions/<feature>/` that exports the handler, without `.ts`. */
  readonly name: string
  /** What people lose while it fails: a sentence, the alarm's text. */
  readonly lost: string
  readonly timeoutSeconds?: number
  readonly memoryMegabytes?: number
  /** How many may run at once. Without it: as many as the account allows. */
  readonly atMostAtOnce?: number
}

/** One Lambda as this house builds them: a role, a log and a bundle of its own, and nothing that it is not granted. */
export class BundledFunction extends Construct {
  readonly lambda: Lambda
  readonly logGroup: LogGroup
  readonly fullName: string
  readonly lost: string

  constructor(scope: Construct, stage: StageSettings, props: BundledFunctionProps, granted: Granted) {
    super(scope, props.name)
    const { feature, name, lost } = props
    this.fullName = `${feature}-${name}`
    this.lost = lost
    this.logGroup = new LogGroup(this, 'Log', {
      retention: stage.logRetention,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    this.lambda = new Lambda(this, 'Function', {
      description: `${feature}: ${name}`,
      code: this.#code(`${feature}/${name}`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes ?? 1024,
      timeout: Duration.seconds(props.timeoutSeconds ?? 10),
      ...(props.atMostAtOnce === undefined ? {} : { reservedConcurrentExecutions: props.atMostAtOnce }),
      environment: { STAGE: stage.name, APP_NAME: stage.appName, FEATURE: feature, ...granted.environment },
      role: this.#role(),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: Tracing.ACTIVE,
    })
    Validations.of(this.lambda).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'Whoever calls it is told of a failure; where nobody waits, an onFailure destination keeps it with its reason.',
    })
    for (const statement of granted.statements) this.lambda.addToRolePolicy(statement)
    Validations.of(this).acknowledge(...(granted.reasons ?? []))
  }

  /** Rings when it fails: for functions whose failure is told to whoever waits, and lost otherwise. */
  ringAt(alarms: Alarms): void {
    alarms.watch(`${this.fullName}-errors`, this.lambda.metricErrors({ statistic: 'Sum' }), {
      lost: this.lost,
      look: `${this.fullName} throws, times out or runs out of memory: look in its log for the last lines before the error.`,
      runbook: this.fullName,
    })
  }

  /** A role of its own, which may write its own log and traces; needs add the rest. */
  #role(): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.logGroup.grantWrite(role)
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray knows no resources: sending trace segments is allowed on * or not at all.',
    })
    return role
  }

  #code(entry: string): Code {
    // Tests that read templates alone skip bundling, with the context aws:cdk:bundling-stacks set to nothing.
    if (!Stack.of(this).bundlingRequired) return Code.fromInline('export {}')
    const outdir = Stage.of(this)?.outdir
    if (outdir === undefined) throw new Error('there is no folder to bundle to')
    const directory = bundleFunctions(`${outdir}/functions`).directories.get(entry)
    if (directory === undefined) throw new Error(`functions/${entry}.ts is missing, or does not export a \`handler\``)
    return Code.fromAsset(directory, { exclude: ['*.map'] })
  }
}
