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
import { bundleFunctions } from './bundle.ts'
import type { House } from './house.ts'
import { type FunctionNeed, grantedBy } from './needs.ts'

export type FeatureFunctionProps = {
  readonly feature: string
  /** The file in `functions/<feature>/` that exports the handler, without `.ts`. */
  readonly name: string
  readonly needs: Iterable<FunctionNeed>
  /** What people lose while it fails: a sentence, the alarm's text. */
  readonly lost: string
  readonly timeoutSeconds?: number
  readonly memoryMegabytes?: number
  /** How many may run at once. Without it: as many as the account allows. */
  readonly atMostAtOnce?: number
}

/** One Lambda as this house builds them: what it may do follows from its needs, and it rings when it fails. */
export class FeatureFunction extends Construct {
  readonly lambda: Lambda
  readonly logGroup: LogGroup
  readonly fullName: string
  readonly lost: string

  constructor(scope: Construct, house: House, props: FeatureFunctionProps) {
    super(scope, props.name)
    const { feature, name, lost } = props
    this.fullName = `${feature}-${name}`
    this.lost = lost
    this.logGroup = new LogGroup(this, 'Log', {
      retention: house.stage.logRetention,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    const { statements, environment } = grantedBy(props.needs, house)
    this.lambda = new Lambda(this, 'Function', {
      description: `${feature}: ${name}`,
      code: this.#code(`${feature}/${name}`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes ?? 1024,
      timeout: Duration.seconds(props.timeoutSeconds ?? 10),
      ...(props.atMostAtOnce === undefined ? {} : { reservedConcurrentExecutions: props.atMostAtOnce }),
      environment: { ...namesOf(house), FEATURE: feature, ...environment },
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
    for (const statement of statements) this.lambda.addToRolePolicy(statement)
    house.alarms.watch(`${this.fullName}-errors`, this.lambda.metricErrors({ statistic: 'Sum' }), {
      lost,
      look: `${this.fullName} throws, times out or runs out of memory: look in its log for the last lines before the error.`,
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

/** What every function may name in a page, a mail or a problem document; none of it is a secret or gives access. */
function namesOf({ stage, gateway, data, clients }: House): Record<string, string> {
  return {
    STAGE: stage.name,
    APP_NAME: stage.appName,
    PUBLIC_URL: gateway.publicUrl,
    HOSTED_UI_URL: data.hostedUiUrl,
    PORTAL_CLIENT_ID: clients.portal.userPoolClientId,
  }
}
