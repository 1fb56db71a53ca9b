import { id, isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { groupKey, pageOfGroups, parseGroup } from '../../shared/table/group.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { reachesAll, standingIn } from './group-access.ts'

/** In the order in which the groups were made: those given by hand, or all of them where the default role reaches all. */
export const listProfileGroups: Operation<'listProfileGroups'> = async ({ params, query, caller, now }) => {
  const { organizationId, profileId } = params
  const list = ['listProfileGroups', organizationId, profileId]
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('group', after)) throw new Problem('invalid-cursor')
  const profile = await getProfile(params)
  if (!profile) throw new Problem('not-found')
  const reaches = await reachesAll(caller.organization, profile, now)
  const { items, next } = reaches
    ? await pageOfGroups({ organizationId, limit: query.limit, after })
    : await pageByHand()
  return {
    items: items
      .filter(({ state }) => state === 'active')
      .map(({ groupId, name }) => ({ groupId, name, ...standingIn(profile.groups[groupId], reaches) })),
    nextCursor: next ? writeCursor([next], list) : null,
  }

  async function pageByHand() {
    const left = Object.keys(profile?.groups ?? {})
      .sort()
      .filter((groupId) => after === undefined || groupId > after)
    const some = left.slice(0, query.limit).map((groupId) => id('group', groupId))
    const found = await getItems(some.map((groupId) => groupKey({ organizationId, groupId })))
    return {
      items: found.flatMap((item) => parseGroup(item) ?? []),
      next: left.length > some.length ? some.at(-1) : undefined,
    }
  }
}
