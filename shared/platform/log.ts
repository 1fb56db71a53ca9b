import { metricsIn } from './metrics.ts'

/** What a log line may say. Nothing outside this list can be logged: no path, no query, no header, no body, no address. */
export type LogFields = {
  readonly requestId?: string
  readonly routeKey?: string
  readonly operationId?: string
  readonly status?: number
  readonly code?: string
  readonly durationMilliseconds?: number
  /** 1 where the request was answered with our own fault. */
  readonly faults?: number
  readonly principal?: string
  readonly organizationId?: string
  readonly activityId?: string
  readonly action?: string
  readonly invitationId?: string
  readonly contractId?: string
  readonly webhookId?: string
  readonly deliveryId?: string
  /** Whether a waiting workflow's token was kept, or the contract had moved. */
  readonly kept?: string
  readonly replayed?: boolean
  readonly attempts?: number
  readonly records?: number
  readonly parked?: number
  readonly mailsSent?: number
  readonly mailsDeferred?: number
  readonly mailsDelivered?: number
  readonly mailsBounced?: number
  readonly mailsComplainedOf?: number
  readonly state?: string
  readonly error?: string
  readonly stack?: string
}

/** The catalogue of log lines: one word each, so that a filter or an alarm can name it. */
export type LogEvent =
  | 'request.completed'
  | 'request.failed'
  | 'event.completed'
  | 'event.failed'
  | 'schedule.completed'
  | 'schedule.failed'
  | 'workflow-step.completed'
  | 'workflow-step.failed'
  | 'workflow-task.kept'
  | 'workflow-task.called-back'
  | 'workflow.started'
  | 'activities.published'
  | 'sign-in.recorded'
  | 'sign-in.unrecorded'
  | 'password-reset.recorded'
  | 'password-reset.unrecorded'
  | 'mail.sent'
  | 'mail.sent-unmarked'
  | 'mail.not-due'
  | 'mail.deferred'
  | 'mail.followed'
  | 'mail.back-for-now'
  | 'mail.unclaimed'
  | 'webhook.delivered'
  | 'webhook.not-delivered'
  | 'webhook.disabled'
  | 'address-change.left-behind'
  | 'directory.factor-not-demanded'
  | 'first-administrator.sent'
  | 'first-administrator.sent-again'
  | 'recovery.followed'
  | 'recovery.sign-in-absent'
  | 'api-key.use-not-noted'

/** Writes one JSON line, of which CloudWatch makes metrics where `metrics.ts` names it. Straight to standard output: Lambda would wrap what goes through the console once more. */
export function log(level: 'info' | 'warn' | 'error', event: LogEvent, fields: LogFields): void {
  const at = new Date()
  const line = { level, event, at: at.toISOString(), ...fields, ...metricsIn(event, fields, at) }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** An unknown error as a log may show it: its name and where it was thrown, without the message, which may quote what a user sent. */
export function loggableError(error: unknown): Pick<LogFields, 'error' | 'stack'> {
  if (!(error instanceof Error)) return { error: typeof error }
  // A stack begins with the message, whose own lines may read like frames.
  const frames = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
  const cause = error.cause instanceof Error ? ` < ${error.cause.name}` : ''
  return { error: `${error.name}${cause}`, stack: frames.slice(0, 8).join('\n') }
}

/**
 * An unknown error as a function may throw it: Lambda writes what is thrown into the log and beside a dead letter, with its message and
 * all that the SDK has put on it. What was thrown at first is told by a line of ours.
 */
export function throwableError(error: unknown): Error {
  const { error: name = '', stack = '' } = loggableError(error)
  const thrown = new Error('It failed; the line before this one in the log says what and where.')
  thrown.name = name
  thrown.stack = `${name}\n${stack}`
  return thrown
}
