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

/** The ways in which something of a stack is watched, and the topic that every alarm rings at. */
export class Alarms extends Construct {
  readonly #topic: Topic
  readonly #stage: StageSettings

  /** Those of another stack that ring already share their topic: whoever is woken confirms one subscription. */
  constructor(scope: Construct, stage: StageSettings, ringing?: Alarms) {
    super(scope, 'Alarms')
    this.#stage = stage
    this.#topic = ringing === undefined ? aTopic(this, stage) : ringing.#topic
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

function aTopic(scope: Construct, stage: StageSettings): Topic {
  const topic = new Topic(scope, 'Topic', { displayName: `Rolecall ${stage.name}`, enforceSSL: true })
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  Validations.of(topic).acknowledge({
    id: 'Serverless-SNSRedrivePolicy',
    reason: 'A mail that could not be delivered would ring nobody from a queue either; the alarm itself stays red.',
  })
  for (const address of stage.alarmsTo) topic.addSubscription(new EmailSubscription(address))
  return topic
}
