import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'

/** The `page` of a search, as it came. */
type PageAsked = { readonly token?: string | undefined; readonly limit?: number | undefined } | undefined

/** Which part of a search is wanted, and how the one behind it is found. */
export type SearchPage = {
  readonly limit: number
  /** Where the page before ended; undefined for the first one. */
  readonly after: string | undefined
  readonly reply: <Result>(
    results: readonly Result[],
    /** Where this page ends, if it is not the last one. */
    next: string | undefined,
  ) => { page: { next_token: string; count: number }; results: Result[] }
}

const [usualLimit, mostResults] = [50, 100]

/**
 * Reads the `page` of a search (AuthZEN 8.2). A token says how many results its pages have and where the next one begins, and is good for the same
 * question alone: one that has changed since, its limit included, is refused.
 */
export function searchPage(asked: PageAsked, operation: string, organizationId: string, question: object): SearchPage {
  const list = [operation, organizationId, unchanging(question)]
  const [limitBefore, after] = tokenOf(asked?.token, list) ?? []
  if (limitBefore !== undefined && !/^\d{1,16}$/.test(limitBefore)) throw otherQuestion()
  const limit = limitBefore === undefined ? (asked?.limit ?? usualLimit) : Number(limitBefore)
  if (asked?.limit !== undefined && asked.limit !== limit) throw otherQuestion()
  return {
    limit: Math.min(limit, mostResults),
    after: after === '' ? undefined : after,
    reply: (results, next) => ({
      page: {
        next_token: next === undefined ? '' : writeCursor([String(limit), next], list),
        count: results.length,
      },
      results: [...results],
    }),
  }
}

function tokenOf(token: string | undefined, list: readonly string[]): readonly string[] | undefined {
  try {
    return readCursor(token, list, 2)
  } catch {
    throw otherQuestion()
  }
}

const otherQuestion = () =>
  new Problem('invalid-cursor', {
    detail: 'Send a `next_token` with the very question that it was answered to; leave `page.token` out to begin anew.',
  })

/** Deeper than this nobody looks into what a question says beside what is asked. */
const deepest = 20

/** A value as one text, in whatever order its members came. */
function unchanging(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (depth === deepest) return '…'
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${unchanging(member, depth + 1)}`,
  )
  return Array.isArray(value) ? `[${members.join(',')}]` : `{${members.sort().join(',')}}`
}

/** A page of a list that is at hand, in the order of its words; each of them is where a page may end. */
export function pageOfWords(words: readonly string[], { after, limit }: Pick<SearchPage, 'after' | 'limit'>) {
  const rest = words.toSorted().filter((word) => after === undefined || word > after)
  const items = rest.slice(0, limit)
  return { items, next: rest.length > limit ? (items.at(-1) ?? '') : undefined }
}
