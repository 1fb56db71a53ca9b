import { beforeAll, describe, expect, test } from 'vitest'
import type { ActivityAction } from '../../../shared/domain/catalog.ts'
import type { ProfileId } from '../../../shared/domain/ids.ts'
import { newIdAt } from '../../../shared/frame/event.ts'
import type { Doer } from '../../../shared/table/activity.ts'
import { recordActivity } from '../../../shared/table/activity.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { type Choices, choicesFrom } from '../../support/choices.ts'
import { succeed } from '../../support/gateway-call.ts'
import { trials } from '../../support/trials.ts'
import { addCustomer, beginProvider, type Tenant } from '../../support/world.ts'
import { after, atTime, setClock } from '../../support/world-clock.ts'
import { doer } from '../../support/world-fresh.ts'
import { join, type Person } from '../../support/world-people.ts'

/*
 * V3: whoever follows what happens, with a cursor from before, misses nothing and sees nothing twice, however long they were away, and
 * although what happens is written down late: up to 30 seconds after the moment in its id, which is for how long a function can run.
 */

let provider: Tenant
beforeAll(async () => {
  provider = await beginProvider()
})

type Activity = Awaited<ReturnType<typeof list>>['items'][number]

const list = (tenant: Tenant, query: Readonly<Record<string, string>>) =>
  succeed('listActivities', { by: tenant.owner, params: { organizationId: tenant.organizationId }, query })

/** One program that follows: what it asks for, and where it is. */
type Follower = {
  readonly query: Readonly<Record<string, string>>
  readonly wants: (activity: Activity) => boolean
  readonly seen: string[]
  cursor: string | undefined
}

/** Asks for one page with the cursor of the page before; true where there was something in it. */
async function poll(tenant: Tenant, follower: Follower): Promise<boolean> {
  const { query, cursor, seen } = follower
  const { items, nextCursor } = await list(tenant, { ...query, order: 'oldest', ...(cursor && { cursor }) })
  if (nextCursor === null) throw new Error('there is always a way on')
  seen.push(...items.map(({ activityId }) => activityId))
  follower.cursor = nextCursor
  return items.length > 0
}

/** What several people do, and what is done to them, at moments that lie between an instant and a week apart. */
function happenings(
  choose: Choices,
  { start, count, people }: { start: number; count: number; people: readonly Person[] },
) {
  const gaps = [0, 0, 1, 7, 400, 2_000, 15_000, 29_000, 61_000, after.hours(3), after.days(1), after.days(7)]
  let moment = start
  return Array.from({ length: count }, () => {
    moment += choose.of(gaps)
    const by = choose.of(people)
    return {
      moment,
      written: moment + choose.of([0, 0, 1, 900, 14_000, 30_000]),
      action: choose.of<ActivityAction>(['profile.changed', 'profile.changed', 'session.started', 'group.created']),
      by: { ...doer, principal: `user:${by.identityId}`, profile: by } satisfies Doer,
      subject: choose.percent(70) ? choose.of(people).profileId : undefined,
    }
  })
}

const write = (
  { organizationId }: Tenant,
  { moment, action, by, subject }: ReturnType<typeof happenings>[number] & { readonly subject: ProfileId | undefined },
) => {
  const at = new Date(moment).toISOString()
  const activityId = newIdAt(at)('activity')
  return commit(
    [recordActivity({ activityId, organizationId, action, at, by, ...(subject && { subject }) })],
    activityId,
  )
}

function followersOf([one, other]: readonly Person[], middle: string): readonly Follower[] {
  const [subject = '', actor = '', signIn] = [one?.profileId, other?.profileId, `user:${other?.identityId}`]
  const queries: readonly (readonly [Readonly<Record<string, string>>, Follower['wants']])[] = [
    [{}, () => true],
    [{ subject }, (activity) => activity.subject === subject],
    [{ actor }, (activity) => activity.actorProfile === actor],
    [{ actor: signIn }, (activity) => activity.actor === signIn],
    [{ action: 'profile.changed' }, (activity) => activity.action === 'profile.changed'],
    [
      { subject, action: 'profile.changed', actor },
      (activity) =>
        activity.subject === subject && activity.action === 'profile.changed' && activity.actorProfile === actor,
    ],
    [{ from: middle }, (activity) => activity.at >= middle],
    [{ until: middle }, (activity) => activity.at < middle],
  ]
  return queries.flatMap(([query, wants]) =>
    ['1', '3', '100'].map((limit) => ({ query: { ...query, limit }, wants, seen: [], cursor: undefined })),
  )
}

describe('following what happens in an organization', () => {
  test('misses nothing and sees nothing twice, in pages of any size, with any filter, however late it is written and however long one is away', async () => {
    const { numRuns, seed } = trials('followers of activities, 24 each time', 20)
    for (let run = 0; run < numRuns; run++) {
      const choose = choicesFrom(seed + run)
      const tenant = await addCustomer(provider, `Followed ${run}`)
      const people = [tenant.owner, await join(tenant.owner, tenant.organizationId), provider.owner]
      const happening = happenings(choose, { start: Date.now() + after.minutes(10), count: 60, people })
      const middle = new Date(happening[30]?.moment ?? 0).toISOString()
      const followers = followersOf(people, middle)

      const end = Math.max(...happening.map(({ written }) => written))
      const writes = happening.map((one) => ({ at: one.written, act: () => write(tenant, one) }))
      const polls = followers.flatMap((follower) =>
        Array.from({ length: choose.below(8) }, () => {
          // Most of them ask while something is on its way.
          const near = choose.of(happening).written + choose.of([-1, 0, 1, 500, 30_000, 59_999, 60_000, 60_001])
          const pages = choose.of([1, 2, 5, Number.POSITIVE_INFINITY])
          return { at: near, act: () => pollPages(tenant, follower, pages) }
        }),
      )
      await atTime(0, async () => {
        for (const { at, act } of [...writes, ...polls].sort((one, other) => one.at - other.at)) {
          setClock(at)
          await act()
        }
        setClock(end + after.days(7))
        const all = await everything(tenant)
        expect(all.length).toBeGreaterThan(60)
        for (const follower of followers) {
          await pollPages(tenant, follower, Number.POSITIVE_INFINITY)
          const wanted = all.filter(follower.wants).map(({ activityId }) => activityId)
          expect(follower.seen, `${JSON.stringify(follower.query)}, seed ${seed + run}`).toEqual(wanted)
        }
      })
    }
  })

  test('goes on after a week with the cursor of an empty end, and sees then what came since, in its order', async () => {
    const tenant = await addCustomer(provider, 'Away for a week')
    const follower: Follower = { query: { limit: '1' }, wants: () => true, seen: [], cursor: undefined }
    await atTime(after.minutes(5), () => pollPages(tenant, follower, Number.POSITIVE_INFINITY))
    const before = follower.seen.length
    expect(before).toBeGreaterThan(0)
    const names = ['one', 'two', 'three']
    for (const [day, name] of names.entries())
      await atTime(after.days(day + 1), () =>
        succeed('createGroup', {
          by: tenant.owner,
          params: { organizationId: tenant.organizationId },
          body: { name, description: '' },
        }),
      )
    await atTime(after.days(7), async () => {
      await pollPages(tenant, follower, Number.POSITIVE_INFINITY)
      expect(follower.seen).toEqual((await everything(tenant)).map(({ activityId }) => activityId))
    })
    expect(follower.seen.length).toBe(before + names.length)
  })
})

async function pollPages(tenant: Tenant, follower: Follower, most: number): Promise<void> {
  for (let page = 0; page < most; page++) if (!(await poll(tenant, follower))) return
}

/** All of it, the oldest first, as somebody reads it who does not follow. */
async function everything(tenant: Tenant): Promise<readonly Activity[]> {
  const items: Activity[] = []
  for (let cursor: string | null | undefined = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof list>> = await list(tenant, { limit: '100', ...(cursor && { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items.reverse()
}
