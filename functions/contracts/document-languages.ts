import { createHash } from 'node:crypto'
import { readAgreement } from '../../shared/domain/agreement-text.ts'
import type { DocumentLanguages } from '../../shared/domain/document.ts'
import { type Language, languages } from '../../shared/domain/language.ts'
import { type FieldError, Problem } from '../../shared/domain/problems.ts'
import { keepText } from '../../shared/table/document.ts'
import { stored } from '../../shared/table/schema.ts'
import type { Write } from '../../shared/table/transaction.ts'

type Given = { readonly title: string; readonly summary: string; readonly text: string }
type GivenLanguages = { readonly en: Given } & { readonly [In in Language]?: Given | undefined }

/**
 * The languages of a version as they are stored, and the writes that keep their texts, each once. Throws `invalid` with everything in
 * every text that an agreement may not contain.
 */
export function languagesOf(given: GivenLanguages): { readonly languages: DocumentLanguages; readonly texts: Write[] } {
  requireAgreements(given)
  const texts = new Map<string, Write>()
  const keep = ({ title, summary, text }: Given) => {
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex')
    texts.set(sha256, keepText(sha256, text))
    return { title, summary, sha256, bytes: Buffer.byteLength(text) }
  }
  const [nl, fr, de] = [given.nl, given.fr, given.de].map((one) => one && keep(one))
  return { languages: stored({ en: keep(given.en), nl, fr, de }), texts: [...texts.values()] }
}

function requireAgreements(given: GivenLanguages): void {
  const errors = languages.flatMap((language): FieldError[] => {
    const read = given[language] && readAgreement(given[language].text)
    if (!read || read.ok) return []
    return read.refused.map(({ line, what }) => ({
      pointer: `#/languages/${language}/text`,
      code: 'not-allowed',
      detail: `Line ${line} contains ${what}.`,
    }))
  })
  if (errors.length > 0) throw new Problem('invalid', { errors })
}
