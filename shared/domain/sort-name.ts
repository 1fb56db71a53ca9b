/**
 * Letters that Unicode does not decompose into a base letter and marks, after lower-casing; the sigma that ends a word, lest a
 * word's beginning differ from the word; and the typographic apostrophes.
 */
const undecomposed: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ı: 'i',
  ŀ: 'l',
  ŉ: 'n',
  ĳ: 'ij',
  ə: 'e',
  ς: 'σ',
  '’': "'",
  ʼ: "'",
  '‘': "'",
}

const undecomposedLetters = new RegExp(`[${Object.keys(undecomposed).join('')}]`, 'gu')

/**
 * A text as a position to sort and to search by: in lower case, without accents, without `#` (which divides the table's keys),
 * white space collapsed and trimmed. At most 4 bytes in UTF-8 for each character of the text, save a few that become two letters.
 */
export function sortName(text: string): string {
  const letters = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(undecomposedLetters, (letter) => undecomposed[letter] ?? letter)
  // Decomposing tears Hangul syllables apart too; composing puts them together again, and keeps keys short.
  return letters.replaceAll('#', '').replace(/\s+/gu, ' ').trim().normalize('NFC')
}

/**
 * Where a name stands in a list, before or after others of the same name by its id. The `#` follows a space, so that a name comes
 * before every longer one that begins with it: `Adatum` before `Adatum North`.
 */
export const sortPosition = (text: string, id: string): string => `${sortName(text)} #${id}`
