import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { summaryReply } from '../../shared/frame/profile-summary-reply.ts'
import { meets, wantedBy } from './profile-filters.ts'
import { sourceFor } from './profile-source.ts'

/** In bytes: a little less than a key can have. */
const longestPosition = 1000

/**
 * Lists profiles by name, or those that meet every filter. The rarest filter is asked by key, the others of what was read for a page;
 * a page therefore costs the same however many people there are, and may be short.
 */
export const listProfiles: Operation<'listProfiles'> = async ({ params: { organizationId }, query }) => {
  const { limit, cursor, ...filters } = query
  const wanted = wantedBy(filters)
  const list = ['listProfiles', organizationId, JSON.stringify(Object.entries(filters).sort())]
  const source = sourceFor(organizationId, wanted)
  const [after] = readCursor(cursor, list, 1) ?? []
  if (after !== undefined && !(Buffer.byteLength(after) <= longestPosition && source.hasPosition(after)))
    throw new Problem('invalid-cursor')

  const { items, next } = await source.read(limit, after)
  const found = items.filter(({ profile }) => meets(profile, wanted))
  const shown = found.slice(0, limit)
  const following = found.length > limit ? shown.at(-1)?.position : next
  return {
    items: shown.map(({ profile }) => summaryReply(profile)),
    nextCursor: following === undefined ? null : writeCursor([following], list),
  }
}
