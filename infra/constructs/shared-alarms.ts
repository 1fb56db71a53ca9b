import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda'
import type { House } from './house.ts'

/** What no function can tell of itself: that it is not let run, that the table is full, that mails come back. */
export function watchWhatAllShare({ alarms, data }: Pick<House, 'alarms' | 'data'>): void {
  alarms.watch('functions-throttled', Lambda.metricAllThrottles({ statistic: 'Sum' }), {
    lost: 'Some calls are answered 500 or 503, and mails go out late.',
    look: 'More functions want to run at once than the account allows, or more visitors came than a public function lets in.',
  })
  for (const kind of ['Read', 'Write'] as const) {
    const metric = new Metric({
      namespace: 'AWS/DynamoDB',
      metricName: `${kind}ThrottleEvents`,
      dimensionsMap: { TableName: data.table.tableName },
      statistic: 'Sum',
      period: Duration.minutes(5),
    })
    alarms.watch(`table-${kind.toLowerCase()}s-throttled`, metric, {
      lost: 'Some calls are slow, and some are answered 500 or 503.',
      look: 'The table takes no more of them for one of its partitions: find out whose they are.',
      runbook: 'table-throttled',
    })
  }
  const bounces = { namespace: 'AWS/SES', statistic: 'Maximum', period: Duration.minutes(5) } as const
  alarms.watch(
    'mails-bounce',
    new Metric({ ...bounces, metricName: 'Reputation.BounceRate' }),
    {
      lost: 'Many mails do not arrive, and AWS stops all of them from one in ten on.',
      look: 'More than one mail in twenty comes back: find out which organization invites addresses that do not exist.',
    },
    0.05,
  )
  alarms.watch(
    'mails-complained-of',
    new Metric({ ...bounces, metricName: 'Reputation.ComplaintRate' }),
    {
      lost: 'Many people call our mails unwanted, and AWS stops all of them from one in two hundred on.',
      look: 'More than one mail in a thousand is complained of: find out who is invited that does not want to be.',
    },
    0.001,
  )
}
