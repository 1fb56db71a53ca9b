import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  CfnApi,
  CfnStage,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { isShown, publicReasonOf, type Route, routeKeyOf } from '../../shared/contract/route.ts'
import type { StageSettings } from '../config.ts'
import type { Alarms } from './alarms.ts'
import type { FeatureFunction } from './feature-function.ts'

/** What an access log line says: ids, names and numbers; never a path, a query, a header or an address. */
const accessLogLine = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMilliseconds: '$context.responseLatency',
  authorizerStatus: '$context.authorizer.status',
  integrationStatus: '$context.integrationStatus',
}

/** The one HTTP API. Its routes are the route table's, and one more for everything that is no route. */
export class Gateway extends Construct {
  readonly #api: HttpApi
  readonly #stage: HttpStage
  readonly #settings: StageSettings
  readonly #integrations = new Map<FeatureFunction, HttpLambdaIntegration>()
  #authorizer: HttpLambdaAuthorizer | undefined

  constructor(scope: Construct, settings: StageSettings) {
    super(scope, 'Gateway')
    this.#settings = settings
    this.#api = new HttpApi(this, 'Api', { apiName: `Rolecall ${settings.name}`, createDefaultStage: false })
    this.#pinId(settings.overrides?.apiId)
    this.#stage = this.#aStage()
    new CfnOutput(scope, 'ApiUrl', { value: this.publicUrl })
  }

  /** Where the API is reached from outside; links in mails begin with it. */
  get publicUrl(): string {
    return this.#settings.publicUrl ?? this.#api.apiEndpoint
  }

  /** The function that says who calls. It stands before every route that is not public. */
  authorizeWith(authorizer: FeatureFunction): void {
    this.#authorizer = new HttpLambdaAuthorizer('Authorizer', authorizer.lambda, {
      authorizerName: 'access-token',
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      resultsCacheTtl: Duration.seconds(60),
    })
  }

  /** Sends a row's calls to the function. */
  bind(route: Route, to: FeatureFunction): void {
    const isPublic = publicReasonOf(route) !== undefined
    this.#bind(route.method, route, to)
    if (isPublic && isShown(route) && route.method === 'GET') this.#bind('HEAD', route, to)
  }

  /** Sends everything that is no route to the function. */
  bindRest(to: FeatureFunction): void {
    const route = new HttpRoute(this, 'Rest', {
      httpApi: this.#api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: this.#integrationOf(to),
    })
    this.#openToTheWorld(route, '$default', 'whatever is no route is answered with the problem not-found')
  }

  /** Rings when callers are answered with a server error, whatever caused it. */
  watch(alarms: Alarms): void {
    alarms.watch('gateway-server-errors', this.metric('serverError'), {
      lost: 'Callers are answered with server errors.',
      look: 'Look in the access log for statuses from 500 up: the route key says which feature, the request id finds its log lines.',
    })
  }

  /** How often it is asked, and how it answers. */
  metric(what: 'count' | 'clientError' | 'serverError' | 'latency', statistic = 'Sum'): Metric {
    const options = { statistic, period: Duration.minutes(5) }
    const metrics = {
      count: () => this.#api.metricCount(options),
      clientError: () => this.#api.metricClientError(options),
      serverError: () => this.#api.metricServerError(options),
      latency: () => this.#api.metricLatency({ ...options, label: statistic }),
    }
    return metrics[what]()
  }

  #bind(method: Route['method'] | 'HEAD', route: Route, to: FeatureFunction): void {
    const routeKey = routeKeyOf({ method: method === 'HEAD' ? 'GET' : method, path: route.path }).replace(
      /^\w+/,
      method,
    )
    const reason = publicReasonOf(route)
    const bound = new HttpRoute(this, routeKey, {
      httpApi: this.#api,
      routeKey: HttpRouteKey.with(route.path, HttpMethod[method]),
      integration: this.#integrationOf(to),
      ...(reason === undefined ? { authorizer: this.#authorizerOf(routeKey) } : {}),
    })
    if (reason !== undefined) this.#openToTheWorld(bound, routeKey, reason)
  }

  #authorizerOf(routeKey: string): HttpLambdaAuthorizer {
    if (this.#authorizer === undefined) throw new Error(`${routeKey} is bound before there is an authorizer`)
    return this.#authorizer
  }

  /** One integration a function; the permission is given for the whole API, or 30 routes would overflow the function's policy. */
  #integrationOf(to: FeatureFunction): HttpLambdaIntegration {
    const known = this.#integrations.get(to)
    if (known !== undefined) return known
    const integration = new HttpLambdaIntegration(to.fullName, to.lambda, { scopePermissionToRoute: false })
    this.#integrations.set(to, integration)
    return integration
  }

  #openToTheWorld(route: HttpRoute, routeKey: string, reason: string): void {
    Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: `Public: ${reason}.` })
    const stage = this.#stage.node.defaultChild
    if (!(stage instanceof CfnStage)) throw new Error('the stage has no CloudFormation resource')
    const { perSecond, burst } = this.#settings.throttling.eachPublicRoute
    stage.addPropertyOverride(`RouteSettings.${routeKey.replaceAll('.', '\\.')}`, {
      ThrottlingRateLimit: perSecond,
      ThrottlingBurstLimit: burst,
    })
    // The gateway refuses settings of a route that it does not have yet.
    stage.node.addDependency(route)
  }

  #aStage(): HttpStage {
    const { all } = this.#settings.throttling
    const log = new LogGroup(this, 'AccessLog', {
      retention: this.#settings.logRetention,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    return new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: all.perSecond, burstLimit: all.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLogLine)),
      },
    })
  }

  /** The local cloud gives an API the id that this tag names. */
  #pinId(apiId: string | undefined): void {
    if (apiId === undefined) return
    const api = this.#api.node.defaultChild
    if (!(api instanceof CfnApi)) throw new Error('the API has no CloudFormation resource')
    api.tags.setTag('ms-custom-id', apiId)
  }
}
