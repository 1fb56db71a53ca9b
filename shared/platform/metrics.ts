import { optionalEnv } from './env.ts'
import type { LogEvent, LogFields } from './log.ts'

type Numbers = { readonly [Field in keyof LogFields]?: 'Count' | 'Milliseconds' }

/**
 * The lines that CloudWatch makes metrics of: which of their numbers, and by which of their words they are told apart. Each different
 * word is a metric that is paid for, so it is an operation or a word of the log's catalogue, never an id. Of everything else that a
 * function does (how often, how long, with how many errors) Lambda keeps metrics by itself.
 */
const measured: { readonly [Event in LogEvent]?: { readonly by: 'operationId' | 'event'; readonly numbers: Numbers } } =
  {
    'request.completed': { by: 'operationId', numbers: { durationMilliseconds: 'Milliseconds', faults: 'Count' } },
    'activities.published': { by: 'event', numbers: { records: 'Count', parked: 'Count' } },
    'mail.sent': { by: 'event', numbers: { mailsSent: 'Count' } },
    'mail.deferred': { by: 'event', numbers: { mailsDeferred: 'Count' } },
    'mail.followed': {
      by: 'event',
      numbers: { mailsDelivered: 'Count', mailsBounced: 'Count', mailsComplainedOf: 'Count' },
    },
  }

/** What a line says beside its fields so that CloudWatch counts them (Embedded Metric Format); nothing for lines that are not counted. */
export function metricsIn(event: LogEvent, fields: LogFields, at: Date): { readonly _aws?: object } {
  const measure = measured[event]
  if (!measure || (measure.by === 'operationId' && fields.operationId === undefined)) return {}
  const said = new Set(Object.keys(fields))
  const metrics = Object.entries(measure.numbers).filter(([name]) => said.has(name))
  return {
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: `Rolecall/${optionalEnv('STAGE') ?? 'nowhere'}`,
          Dimensions: [[measure.by]],
          Metrics: metrics.map(([Name, Unit]) => ({ Name, Unit })),
        },
      ],
    },
  }
}
