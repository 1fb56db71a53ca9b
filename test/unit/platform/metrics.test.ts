import { describe, expect, test } from 'vitest'
import { metricsIn } from '../../../shared/platform/metrics.ts'

const at = new Date('2026-11-26T09:00:00.000Z')

/** The form that CloudWatch takes, as its specification says it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const form = (dimension: string, ...metrics: readonly [name: string, unit: string][]) => ({
  _aws: {
    Timestamp: Date.parse('2026-11-26T09:00:00.000Z'),
    CloudWatchMetrics: [
      {
        Namespace: 'Rolecall/test',
        Dimensions: [[dimension]],
        Metrics: metrics.map(([Name, Unit]) => ({ Name, Unit })),
      },
    ],
  },
})

describe('metrics of a log line', () => {
  test('count a request and how long it took, by its operation', () => {
    const fields = { operationId: 'inviteUsers', requestId: 'request-1', status: 200, durationMilliseconds: 12.5 }
    expect(metricsIn('request.completed', fields, at)).toEqual(
      form('operationId', ['durationMilliseconds', 'Milliseconds']),
    )
  })
  test('count a fault of ours beside it, and only where there is one: a metric is paid for once it is there', () => {
    const fields = { operationId: 'inviteUsers', status: 500, durationMilliseconds: 12.5, faults: 1 }
    expect(metricsIn('request.completed', fields, at)).toEqual(
      form('operationId', ['durationMilliseconds', 'Milliseconds'], ['faults', 'Count']),
    )
  })
  test('leave out what is no operation, of which there is no end', () => {
    expect(metricsIn('request.completed', { routeKey: '$default', status: 404, durationMilliseconds: 1 }, at)).toEqual(
      {},
    )
  })
  test('count what was published and what was parked, and mails that went or wait, by the word of the line', () => {
    expect(metricsIn('activities.published', { records: 3, parked: 0 }, at)).toEqual(
      form('event', ['records', 'Count'], ['parked', 'Count']),
    )
    expect(metricsIn('mail.sent', { activityId: 'act_1', mailsSent: 1 }, at)).toEqual(
      form('event', ['mailsSent', 'Count']),
    )
    expect(metricsIn('mail.deferred', { activityId: 'act_1', mailsDeferred: 1 }, at)).toEqual(
      form('event', ['mailsDeferred', 'Count']),
    )
  })
  test('are in no other line', () => {
    expect(metricsIn('event.completed', { activityId: 'act_1' }, at)).toEqual({})
    expect(metricsIn('request.failed', { operationId: 'inviteUsers', status: 500 }, at)).toEqual({})
  })
})
