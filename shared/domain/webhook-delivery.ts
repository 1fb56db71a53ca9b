/** How a delivery stands: it is tried now and then, it was taken, or it was given up and can be asked for again. */
export type DeliveryState = 'waiting' | 'delivered' | 'failed'
/** All of them. */
export const deliveryStates = ['waiting', 'delivered', 'failed'] as const satisfies readonly DeliveryState[]

/** Why a delivery was not taken, in words that say nothing of what stands behind an address. */
export const deliveryFailures = [
  'not-found',
  'not-public',
  'unreachable',
  'not-trusted',
  'timed-out',
  'redirected',
  'gone',
  'refused',
  'too-late',
  'webhook-disabled',
  'organization-not-active',
] as const
/** One of those words. */
export type DeliveryFailure = (typeof deliveryFailures)[number]

/** Why a webhook is off: by hand, because it failed for days, or because its receiver answered 410. */
export const disabledBecause = ['by-hand', 'failing', 'gone'] as const
/** One of those words. */
export type DisabledBecause = (typeof disabledBecause)[number]

/** A webhook at which nothing has arrived for so long is switched off, once a delivery is given up as well. */
export const disabledAfterDays = 3

/** For so long after a new secret the one before signs as well. */
export const overlapHours = 24

/** For so long a delivery stands in the log: longer than an event can come again from among the dead letters (14 days). */
export const logDays = 30

/** How long is waited after the first attempt that fails, the second, …: eight attempts over a day. */
const waitMinutes = [1, 5, 30, 2 * 60, 5 * 60, 8 * 60, 8 * 60]
/** A receiver may ask to be left alone for longer, but not for more than the longest of them. */
const longestMinutes = 8 * 60
/** When a day is over whatever has held it up, a delivery is given up. */
const mostHours = 26

type Attempted = {
  /** When the delivery was made, or last asked for again. */
  readonly since: string
  /** How many attempts there were since. */
  readonly attempts: number
}

/**
 * When it is tried again after an attempt that failed; undefined where it is given up. `chance`, between 0 and 1, spreads what failed
 * together by a tenth either way (Standard Webhooks, "Deliverability and reliability").
 */
export function nextAttemptAt(
  { since, attempts }: Attempted,
  { now, chance, retryAfterSeconds = 0 }: { now: string; chance: number; retryAfterSeconds?: number | undefined },
): string | undefined {
  const minutes = waitMinutes[attempts - 1]
  if (minutes === undefined) return undefined
  const wait = Math.max(minutes * (0.9 + 0.2 * chance), Math.min(retryAfterSeconds / 60, longestMinutes))
  const next = new Date(Date.parse(now) + wait * 60_000).toISOString()
  return isOver({ since }, next) ? undefined : next
}

/** Whether the day in which a delivery is tried is over. */
export const isOver = ({ since }: Pick<Attempted, 'since'>, now: string): boolean =>
  Date.parse(now) - Date.parse(since) > mostHours * 3_600_000

/** Whether nothing has arrived for so long that the webhook is switched off. */
export const hasFailedForDays = (failingSince: string | undefined, now: string): boolean =>
  failingSince !== undefined && Date.parse(now) - Date.parse(failingSince) >= disabledAfterDays * 86_400_000
