import { apiKeyDays } from '../../shared/domain/api-key.ts'
import { invalidField } from '../../shared/domain/problems.ts'

const dayMilliseconds = 24 * 3600 * 1000

/** When a key ends: as asked, within a year from now, or `otherwise`. Throws 400 for a moment that has passed or is too far. */
export function keyEnd(asked: string | undefined, otherwise: string, now: string): string {
  if (asked === undefined) return otherwise
  const end = Date.parse(asked)
  if (end <= Date.parse(now)) throw invalidField('#/expiresAt', 'in-the-past', 'It has to lie in the future.')
  if (end > Date.parse(now) + apiKeyDays.most * dayMilliseconds)
    throw invalidField('#/expiresAt', 'too-far', `A key works for ${apiKeyDays.most} days at most; rotate it before.`)
  return new Date(end).toISOString()
}

/** So many days from now, ISO 8601. */
export const daysFrom = (now: string, days: number): string =>
  new Date(Date.parse(now) + days * dayMilliseconds).toISOString()
