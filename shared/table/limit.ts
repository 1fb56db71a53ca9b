import { createHash } from 'node:crypto'
import { Entity } from 'electrodb'
import { Problem } from '../domain/problems.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { keyOf, model, primary, tableName } from './schema.ts'
import { update, type Write } from './transaction.ts'

/** Counters of what may happen only so often. */
const limits = new Entity(
  {
    model: model('limit'),
    attributes: {
      what: { type: 'string', required: true },
      of: { type: 'string', required: true },
      window: { type: 'string', required: true },
      count: { type: 'number' },
      /** Until when it may not happen again, where it is not counted but kept apart. */
      until: { type: 'string' },
      ttl: { type: 'number' },
    },
    indexes: { one: primary(['limit#${what}#${of}', ['what', 'of']], ['${window}', ['window']]) },
  },
  { table: tableName(), client: documents },
)

const daySeconds = 24 * 3600

/** What is counted, how often it may happen in its window, and for how many seconds the counter is kept. */
export const limitsOf = {
  /** Codes of the authenticator app that one link may try (I5). */
  'activation-codes': { most: 20, keptSeconds: 120 * daySeconds },
  /** Times that one invitation is sent again in a day. */
  'invitation-resends': { most: 5, keptSeconds: 2 * daySeconds },
  /** Times that one person asks for another sign-in address in a day. */
  'address-changes': { most: 5, keptSeconds: 2 * daySeconds },
  /** Times that one sign-in is reset in a day (A13). */
  'factor-resets': { most: 5, keptSeconds: 2 * daySeconds },
  /** Mails with a link that one organization has us send in a day. */
  'organization-link-mails': { most: 500, keptSeconds: 2 * daySeconds },
  /** Mails with a link that one address gets in a day, whoever has them sent. */
  'address-link-mails': { most: 10, keptSeconds: 2 * daySeconds },
} satisfies Record<string, { readonly most: number; readonly keptSeconds: number }>

/** What is kept apart, and for how many seconds. */
export const pausesOf = {
  /** Resetting a sign-in (A13). */
  'factor-resets': { seconds: 60 },
  /** Telling an inviter that somebody asks for a new link (I12). */
  'invitation-asks': { seconds: 3600 },
  /** Telling administrators that a contact asks for another address (C8). */
  'address-suggestions': { seconds: 3600 },
} satisfies Record<string, { readonly seconds: number }>

/**
 * Counts one more of something about somebody within a window, before it happens. False when there were enough already; then
 * nothing was counted. `of` is hashed, so it may be anything.
 */
export async function countWithin(
  what: keyof typeof limitsOf,
  of: string,
  window: string,
  now: string,
): Promise<boolean> {
  try {
    await counting(what, of, window, now).go()
    return true
  } catch (error) {
    if (isConditionFailed(error)) return false
    throw error
  }
}

/**
 * Counts one more of something about somebody today (in UTC), in the transaction of what it limits: 429, with the seconds until
 * tomorrow in Retry-After, when there were enough already.
 */
export function countToday(what: keyof typeof limitsOf, of: string, now: string, detail: string): Write {
  const retryAfterSeconds = daySeconds - (Math.floor(Date.parse(now) / 1000) % daySeconds)
  const refusal = new Problem('too-many-requests', { detail, retryAfterSeconds })
  return update(counting(what, of, now.slice(0, 10), now).params(), refusal)
}

/** Counts several at once, for whoever has read that there is room for them: reads and decides again where there is no longer. */
export const countSeveralToday = (what: keyof typeof limitsOf, of: string, now: string, several: number): Write =>
  update(counting(what, of, now.slice(0, 10), now, several).params())

/** The raw key of what was counted today, for a BatchGet over several entities; `leftToday` reads what comes back. */
export const todayKey = (what: keyof typeof limitsOf, of: string, now: string) =>
  keyOf(limits.schema.indexes.one, { what, of: hashed(of), window: now.slice(0, 10) })
/** How often it may still happen today. */
export const leftToday = (what: keyof typeof limitsOf, item: Record<string, unknown> | undefined): number =>
  limitsOf[what].most - ((item && limits.parse({ Item: item }).data?.count) ?? 0)

/** Holds when it has not happened for as long as it must be apart, and begins the pause anew; else 429. */
export function keptApart(what: keyof typeof pausesOf, of: string, now: string): Write {
  const { seconds } = pausesOf[what]
  const until = new Date(Date.parse(now) + seconds * 1000).toISOString()
  return update(
    limits
      .upsert({ what, of: hashed(of), window: 'pause' })
      .set({ until, ttl: Math.ceil(Date.parse(until) / 1000) })
      .where((attribute, { notExists, lte }) => `(${notExists(attribute.until)} OR ${lte(attribute.until, now)})`)
      .params(),
    new Problem('too-many-requests', { retryAfterSeconds: seconds }),
  )
}

function counting(what: keyof typeof limitsOf, of: string, window: string, now: string, several = 1) {
  const { most, keptSeconds } = limitsOf[what]
  return limits
    .upsert({ what, of: hashed(of), window })
    .add({ count: several })
    .set({ ttl: Math.ceil(Date.parse(now) / 1000) + keptSeconds })
    .where(({ count }, { notExists, lte }) => `(${notExists(count)} OR ${lte(count, most - several)})`)
}

const hashed = (of: string): string => createHash('sha256').update(of).digest('base64url')
