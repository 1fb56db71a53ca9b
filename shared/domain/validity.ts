import type { Validity } from './evaluator.ts'
import { invalidField } from './problems.ts'

/** The dates of something given, as a call asks for them; `part` is where it names them. Throws 400 where it would end before it begins. */
export function validityAsked({ validFrom, validUntil }: Validity, part: 'body' | 'query' = 'body'): Validity {
  if (validFrom !== undefined && validUntil !== undefined && Date.parse(validUntil) <= Date.parse(validFrom))
    throw invalidField(`${part === 'body' ? '' : part}#/validUntil`, 'invalid', 'It ends before it begins.')
  return { ...(validFrom !== undefined && { validFrom }), ...(validUntil !== undefined && { validUntil }) }
}

/** Whether both count at the same moments. */
export const isSameValidity = (one: Validity, other: Validity): boolean =>
  one.validFrom === other.validFrom && one.validUntil === other.validUntil
