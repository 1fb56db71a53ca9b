import { Duration } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { BundledFunction } from './bundled-function.ts'
import type { HousedStack } from './house.ts'

const period = Duration.minutes(5)
const sum = { statistic: 'Sum', period } as const

/**
 * The one page on which a deployment is seen: what people ask and how it goes, what the functions behind the bus do, what waits, what
 * is mailed, and the table. It shows whatever functions and queues there are behind the gateway, so it comes last.
 */
export class Overview extends Construct {
  readonly #stageName: string

  constructor(reactions: HousedStack) {
    super(reactions, 'Overview')
    const { stage, data, gateway } = reactions.house
    this.#stageName = stage.name
    const found = reactions.node.findAll()
    const functions = found.filter((one) => one instanceof BundledFunction)
    const queues = found.filter((one) => one instanceof Queue)
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: `rolecall-${stage.name}`,
      defaultInterval: Duration.hours(12),
    })
    dashboard.addWidgets(
      graph('Requests', [gateway.metric('count')], [gateway.metric('clientError'), gateway.metric('serverError')]),
      graph('Latency in milliseconds, as callers wait', [
        gateway.metric('latency', 'p50'),
        gateway.metric('latency', 'p99'),
      ]),
    )
    dashboard.addWidgets(
      graph('Requests by operation', [this.#byOperation('durationMilliseconds', 'SampleCount')]),
      graph('Our faults by operation', [this.#byOperation('faults', 'Sum')]),
    )
    dashboard.addWidgets(
      graph('Median of milliseconds by operation', [this.#byOperation('durationMilliseconds', 'p50')]),
      graph('99th percentile of milliseconds by operation', [this.#byOperation('durationMilliseconds', 'p99')]),
    )
    dashboard.addWidgets(
      graph('Functions that fail', [this.#byFunction('Errors')]),
      graph('Functions that are throttled', [this.#byFunction('Throttles')]),
    )
    dashboard.addWidgets(
      graph(
        'Dead letters',
        queues.map((queue) =>
          queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period, label: ownerOf(queue) }),
        ),
      ),
      graph(
        'Age of the oldest dead letter, in seconds',
        queues.map((queue) =>
          queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period, label: ownerOf(queue) }),
        ),
      ),
    )
    dashboard.addWidgets(
      graph(
        'Milliseconds behind the table',
        functions.flatMap((one) =>
          followsTheTable(one)
            ? [one.lambda.metric('IteratorAge', { statistic: 'Maximum', period, label: one.fullName })]
            : [],
        ),
      ),
      graph('Activities published and parked', [
        this.#counted('records', 'activities.published'),
        this.#counted('parked', 'activities.published'),
      ]),
    )
    dashboard.addWidgets(
      graph('Mails sent, and mails that wait for another day', [
        this.#counted('mailsSent', 'mail.sent'),
        this.#counted('mailsDeferred', 'mail.deferred'),
      ]),
      graph('Mails that arrived, came back or were complained of', [
        this.#counted('mailsDelivered', 'mail.followed'),
        this.#counted('mailsBounced', 'mail.followed'),
        this.#counted('mailsComplainedOf', 'mail.followed'),
      ]),
    )
    const ofTable = (metricName: string) =>
      new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap: { TableName: data.table.tableName }, ...sum })
    dashboard.addWidgets(
      graph('Units read and written', [ofTable('ConsumedReadCapacityUnits'), ofTable('ConsumedWriteCapacityUnits')]),
      graph('Reads and writes that the table throttled', [
        ofTable('ReadThrottleEvents'),
        ofTable('WriteThrottleEvents'),
      ]),
    )
  }

  /** Each operation a line, whichever there are. */
  #byOperation(metricName: string, statistic: string): IMetric {
    return everyLine(`{"Rolecall/${this.#stageName}",operationId} MetricName="${metricName}"`, statistic)
  }

  /**
   * Each function of the stage a line, whichever stack it stands in. They are found by the words that their names begin with: a name that
   * another stack reads could never be taken away from its own.
   */
  #byFunction(metricName: string): IMetric {
    const words = `Rolecall ${this.#stageName.replaceAll('-', ' ')}`
    return everyLine(`{AWS/Lambda,FunctionName} MetricName="${metricName}" ${words}`, 'Sum')
  }

  #counted(metricName: string, event: string): IMetric {
    return new Metric({ namespace: `Rolecall/${this.#stageName}`, metricName, dimensionsMap: { event }, ...sum })
  }
}

const graph = (title: string, left: IMetric[], right: IMetric[] = []): GraphWidget =>
  new GraphWidget({ title, left, right, width: 12 })

/** Whatever metrics a search finds, each a line. */
const everyLine = (search: string, statistic: string): IMetric =>
  new MathExpression({
    expression: `SEARCH('${search}', '${statistic}', ${period.toSeconds()})`,
    label: '',
    period,
    usingMetrics: {},
  })

/** Whose dead letters wait in a queue: it stands in their function. */
function ownerOf(queue: Queue): string {
  const owner = queue.node.scope
  return owner instanceof BundledFunction ? owner.fullName : queue.node.path
}

const followsTheTable = (one: BundledFunction): boolean => one.lambda.node.tryFindChild('Stream') !== undefined
