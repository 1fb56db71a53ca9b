import type { Language } from '../../shared/domain/language.ts'
import { writtenDay } from '../../shared/frame/written-time.ts'
import { approvalTexts } from './approval-texts.ts'

/** From when a contract holds and for how long, as people read it. */
export function termInWords(
  term: { readonly startsOn: string; readonly months?: number | undefined } | undefined,
  language: Language,
): string {
  const words = approvalTexts[language]
  if (!term) return words.untilEnded
  const day = writtenDay(term.startsOn, language)
  return term.months === undefined ? words.from(day) : words.fromFor(day, term.months)
}
