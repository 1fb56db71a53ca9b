import type { Validity } from './evaluator.ts'
import { invalidField } from './problems.ts'

/**
 * The dates of something given, as a call asks for them; `part` is where it names them. Throws 400 where it would end before it begins, or has ended
 * already.
 */
export function validityAsked(dates: Validity, now: string, part: 'body' | 'query' = 'body'): Validity {
  const [validFrom, validUntil] = [dates.validFrom, dates.validUntil].map(
    (date) => date && new Date(date).toISOString(),
  )
  const pointer = `${part === 'body' ? '' : part}#/validUntil`
  if (validUntil !== undefined && validUntil <= now) throw invalidField(pointer, 'invalid', 'It has ended already.')
  if (validFrom !== undefined && validUntil !== undefined && validUntil <= validFrom)
    throw invalidField(pointer, 'invalid', 'It ends before it begins.')
  return { ...(validFrom !== undefined && { validFrom }), ...(validUntil !== undefined && { validUntil }) }
}

/** Something given, unless it has ended. */
export const inForceOrToCome = <Given extends Validity>(given: Given | undefined, now: string): Given | undefined =>
  given?.validUntil !== undefined && given.validUntil <= now ? undefined : given

/** Whether both count at the same moments. */
export const isSameValidity = (one: Validity, other: Validity): boolean =>
  one.validFrom === other.validFrom && one.validUntil === other.validUntil

/** Dates as an activity tells them, beside what was given. */
export const datesToTell = ({ validFrom, validUntil }: Validity): Readonly<Record<string, string>> => ({
  ...(validFrom !== undefined && { validFrom }),
  ...(validUntil !== undefined && { validUntil }),
})

/** The same of what was given before. */
export const datesBeforeToTell = ({ validFrom, validUntil }: Validity): Readonly<Record<string, string>> => ({
  ...(validFrom !== undefined && { validFromBefore: validFrom }),
  ...(validUntil !== undefined && { validUntilBefore: validUntil }),
})
