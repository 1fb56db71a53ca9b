import { type EmailAddress, foldAddress } from './address.ts'
import { sortName } from './sort-name.ts'

const mostEntries = 24

/** What of a person is searched. */
export type Searched = {
  readonly email: EmailAddress
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly displayName?: string | undefined
}

/** A word under which somebody is found, and how many letters it shares with their previous one in order. */
export type SearchWord = { readonly word: string; readonly shared: number }

/**
 * The words under which somebody is found, in order: the whole address always among them, and at most 24. Whoever looks for a
 * prefix takes the words that begin with it and drops those with `shared >= prefix.length`: what is left is each person once.
 *
 * A text is found from each of its words on: `jan.peeters@acme.com` by `jan.p`, `peeters` and `acme.com`, but not by `com`;
 * `Jean-Luc` by `jean-l` and `luc`. A word that begins another one of the same person would find nobody more and is left out.
 */
export function searchWords(person: Searched): readonly SearchWord[] {
  const address: string = foldAddress(person.email)
  const names = [person.lastName, person.firstName, person.displayName].flatMap((name) => name?.split(/\s+/u) ?? [])
  const words = [address, ...names.flatMap((name) => tailsOf(sortName(name))), ...tailsOf(address).slice(0, -1)]
  const kept = [...new Set(words)]
    .filter((word, _, all) => !all.some((other) => other !== word && other.startsWith(word)))
    .slice(0, mostEntries)
    .sort()
  return kept.map((word, position) => ({ word, shared: lettersShared(word, kept[position - 1] ?? '') }))
}

/** The words of a query as they are looked up: of several, look for the longest and filter by the others. */
export function queryWords(query: string): readonly string[] {
  return sortName(query)
    .split(' ')
    .filter((word) => word !== '')
}

/** Whether somebody is found by every one of these words: each begins a word of theirs. */
export function isFoundBy(person: Searched, query: readonly string[]): boolean {
  if (query.length === 0) return true
  const words = searchWords(person)
  return query.every((wanted) => words.some(({ word }) => word.startsWith(wanted)))
}

/** The text, and what is left of it from each later letter or digit that begins a word. */
function tailsOf(text: string): string[] {
  const starts = [...text.matchAll(/(?<=[^\p{L}\p{N}])[\p{L}\p{N}]/gu)].map((match) => match.index)
  return text === '' ? [] : [text, ...starts.map((start) => text.slice(start))]
}

function lettersShared(one: string, other: string): number {
  let shared = 0
  while (shared < one.length && one[shared] === other[shared]) shared++
  return shared
}
