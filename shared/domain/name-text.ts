const longestName = 100

/**
 * Control, format and unassigned-surrogate characters, line and paragraph separators, and everything else that a reader cannot
 * see: bidirectional marks, zero-width characters, soft hyphens, variation selectors, Hangul fillers (Unicode's
 * Default_Ignorable_Code_Point), and the blank Braille pattern.
 */
const hiddenCharacters = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

/** True where a text contains something that its reader cannot see, line breaks included. */
export const hidesCharacters = (text: string): boolean => hiddenCharacters.test(text)

/**
 * Why a text cannot be a name or a title, in words that follow the field's name; undefined when it can (P7). Names stand in
 * mails that we sign, so none may carry an address, hide a character or turn the line around. Trim it and bring it to NFC first.
 * The same holds for the few sentences that are mailed on, which may be longer.
 */
export function problemWithNameText(text: string, longest = longestName): string | undefined {
  if (text.trim() === '') return 'is empty'
  if (text !== text.trim()) return 'begins or ends with a space'
  if (text !== text.normalize('NFC')) return 'is not in Unicode normalization form C'
  if ([...text].length > longest) return `has more than ${longest} characters`
  if (hidesCharacters(text)) return 'contains a control character or an invisible one'
  // What looks the same counts as the same: a full-width @ is an @.
  const plain = text.normalize('NFKC').toLowerCase()
  const forbidden = /[<>@]/.exec(plain)?.[0]
  if (forbidden !== undefined) return `contains ${forbidden}`
  if (plain.includes('://')) return 'contains ://'
  if (plain.includes('www.')) return 'contains www.'
  return undefined
}

/**
 * Why a text cannot stand in a message of the provider, in words that follow the field's name; undefined when it can. It may have
 * several lines where it says so, each without what a reader cannot see; addresses of sites may stand in it.
 */
export function problemWithMessage(
  text: string,
  { longest, lines }: { readonly longest: number; readonly lines: 'one' | 'several' },
): string | undefined {
  if (text.trim() === '') return 'is empty'
  if ([...text].length > longest) return `has more than ${longest} characters`
  if (lines === 'one' && text.includes('\n')) return 'has more than one line'
  if (text.split('\n').some((line) => hidesCharacters(line))) return 'contains a control character or an invisible one'
  return undefined
}
