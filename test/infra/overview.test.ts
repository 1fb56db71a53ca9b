import { Stack } from 'aws-cdk-lib'
import { expect, test } from 'vitest'
import { at, listOf, local, ofType, production, synthesise, theOnly } from './templates.ts'

type Widget = { readonly properties: { readonly title: string; readonly metrics: readonly (readonly unknown[])[] } }

/** The widgets of a stage's dashboard by their titles; what CloudFormation fills in stands there as `…`. */
function widgets(stage = production): ReadonlyMap<string, readonly (readonly unknown[])[]> {
  const { Properties } = theOnly(synthesise(stage), 'CloudWatch::Dashboard')
  const parts = listOf(at(Properties, 'DashboardBody', 'Fn::Join', 1))
  const body: { widgets: readonly Widget[] } = JSON.parse(
    parts.map((part) => (typeof part === 'string' ? part : '…')).join(''),
  )
  return new Map(body.widgets.map(({ properties }) => [properties.title, properties.metrics]))
}

const labels = (title: string) =>
  (widgets().get(title) ?? []).map((metric) => String(at(metric.at(-1), 'label'))).sort()

test.each([production, local])('stage $name has one dashboard, named after it', (stage) => {
  const { Properties } = theOnly(synthesise(stage), 'CloudWatch::Dashboard')
  expect(at(Properties, 'DashboardName')).toBe(`rolecall-${stage.name}`)
  expect(widgets(stage).size).toBeGreaterThan(12)
})

test('operations are counted, timed and blamed by the names that the log line gives them', () => {
  const search = (metric: string, statistic: string) => [
    [{ expression: `SEARCH('{"Rolecall/production",operationId} MetricName="${metric}"', '${statistic}', 300)` }],
  ]
  expect(widgets().get('Requests by operation')).toEqual(search('durationMilliseconds', 'SampleCount'))
  expect(widgets().get('Median of milliseconds by operation')).toEqual(search('durationMilliseconds', 'p50'))
  expect(widgets().get('99th percentile of milliseconds by operation')).toEqual(search('durationMilliseconds', 'p99'))
  expect(widgets().get('Our faults by operation')).toEqual(search('faults', 'Sum'))
})

test('every function is seen failing and throttled, by the words that its name begins with', () => {
  const stage = { ...production, name: 'production-two' }
  const search = (metric: string, words: string) => [
    [{ expression: `SEARCH('{AWS/Lambda,FunctionName} MetricName="${metric}" ${words}', 'Sum', 300)` }],
  ]
  expect(widgets().get('Functions that fail')).toEqual(search('Errors', 'Rolecall production'))
  expect(widgets().get('Functions that are throttled')).toEqual(search('Throttles', 'Rolecall production'))
  expect(widgets(stage).get('Functions that fail')).toEqual(search('Errors', 'Rolecall production two'))
  for (const child of synthesise().app.node.children)
    if (Stack.isStack(child)) expect(child.stackName).toMatch(/^Rolecall-production-/)
})

test('every dead-letter queue is seen, how much is in it and for how long', () => {
  const queues = ofType(synthesise(), 'SQS::Queue')
  expect(queues.length).toBeGreaterThan(10)
  expect(labels('Dead letters')).toHaveLength(queues.length)
  expect(labels('Dead letters')).toEqual(labels('Age of the oldest dead letter, in seconds'))
})

test('what follows the table, mails and the table itself are seen', () => {
  const metrics = (title: string) => (widgets().get(title) ?? []).map((metric) => metric.slice(0, 2).join(' '))
  expect(metrics('Milliseconds behind the table')).toEqual(['AWS/Lambda IteratorAge'])
  expect(metrics('Activities published and parked')).toEqual([
    'Rolecall/production records',
    'Rolecall/production parked',
  ])
  expect(metrics('Mails sent, and mails that wait for another day')).toEqual([
    'Rolecall/production mailsSent',
    'Rolecall/production mailsDeferred',
  ])
  expect(metrics('Mails that arrived, came back or were complained of')).toEqual([
    'Rolecall/production mailsDelivered',
    'Rolecall/production mailsBounced',
    'Rolecall/production mailsComplainedOf',
  ])
  expect(metrics('Units read and written')).toHaveLength(2)
  expect(metrics('Reads and writes that the table throttled')).toHaveLength(2)
  expect(metrics('Latency in milliseconds, as callers wait')).toHaveLength(2)
})
