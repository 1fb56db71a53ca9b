import type { ContractKind } from './contract.ts'
import type { Language } from './language.ts'

/** What a document is for: what the contract is about that is made of it. */
export type DocumentKind = ContractKind

/** How many characters a text has at most: some thirty pages, of which a call has room for four languages. */
export const longestDocument = 60_000

/** A version of a document in one language, without its text: what a person reads first, and what proves which text it was. */
export type DocumentLanguage = {
  readonly title: string
  readonly summary: string
  /** SHA-256 of the Markdown source as it was given, in UTF-8, as 64 hexadecimal digits. */
  readonly sha256: string
  /** How long that source is. */
  readonly bytes: number
}

/** A version of a document in its languages; English is always among them. */
export type DocumentLanguages = { readonly en: DocumentLanguage } & {
  readonly [In in Language]?: DocumentLanguage | undefined
}
