import { Duration, Stack, Validations } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { StageSettings } from '../config.ts'

/** An alarm's text: what people lose while it rings, where whoever is woken should look first, and where the rest is written. */
export type AlarmText = {
  readonly lost: string
  readonly look: string
  /** The heading below "When an alarm rings" in the README; without it, the alarm's own name. */
  readonly runbook?: string
}

/** The topic that every alarm rings at, and the ways in which something is watched. */
export class Alarms extends Construct {
  readonly #topic: Topic
  readonly #stage: StageSettings

  constructor(scope: Construct, stage: StageSettings) {
    super(scope, 'Alarms')
    this.#stage = stage
    this.#topic = new Topic(this, 'Topic', { displayName: `Rolecall ${stage.name}`, enforceSSL: true })
    this.#topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
    Validations.of(this.#topic).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'A mail that could not be delivered would ring nobody from a queue either; the alarm itself stays red.',
    })
    for (const address of stage.alarmsTo) this.#topic.addSubscription(new EmailSubscription(address))
  }

  /** Rings when the metric is above `over` (0 when left out) in five minutes. */
  watch(name: string, metric: IMetric, text: AlarmText, over = 0): void {
    const alarm = new Alarm(this, name, {
      alarmName: `rolecall-${this.#stage.name}-${name}`,
      alarmDescription: `${text.lost} ${text.look} ${this.#stage.readmeUrl}#${text.runbook ?? name}`,
      metric,
      threshold: over,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.#topic))
  }

  /** Rings when that word of the log catalogue appears in the log. */
  watchLog(name: string, logGroup: ILogGroup, event: string, text: AlarmText): void {
    const filter = new MetricFilter(this, `${name}-lines`, {
      logGroup,
      // A quoted term: it is found whether the runtime wraps our line into its own JSON or not.
      filterPattern: FilterPattern.literal(`"${event}"`),
      metricNamespace: `Rolecall/${this.#stage.name}`,
      metricName: name,
    })
    this.watch(name, filter.metric({ statistic: 'Sum', period: Duration.minutes(5) }), text)
  }
}
