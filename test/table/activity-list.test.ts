import { beforeAll, describe, expect, test } from 'vitest'
import type { ActivityId, OrganizationId, ProfileId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { type ActivityRecord, recordActivity } from '../../shared/table/activity.ts'
import {
  type ActivitiesRead,
  type ActivityFilter,
  listActivities,
  listActivitiesOfProfile,
} from '../../shared/table/activity-list.ts'
import { type ActivityPosition, between, positionOf, settledAt } from '../../shared/table/activity-order.ts'
import { callsDuring } from '../support/dynamodb-faults.ts'
import { anIdentity, doer, later, newId, save } from '../support/table-fixtures.ts'

const organizationId = newId('organization')
const [mia, jan] = [newId('profile'), newId('profile')]
const staff = `user:${anIdentity()}` as const
const always = between(undefined, undefined)

const of = (profileId: ProfileId) => ({ ...doer, profile: { organizationId, profileId } })
const actingFor = newId('organization')
const fromElsewhere = { ...doer, principal: staff, actingFor, profile: { organizationId: actingFor, profileId: mia } }
const doers = [of(mia), of(jan), fromElsewhere, { ...doer, principal: 'system:erase' as const }]
const actions = ['profile.created', 'invitation.created', 'session.started'] as const
const subjects = [mia, jan, undefined]

/** Thirty-six of them, one a second, with every doer, action and subject together. */
const all: ActivityRecord[] = []
beforeAll(async () => {
  let second = 0
  for (const by of doers)
    for (const action of actions)
      for (const subject of subjects) {
        const at = later(second++ - 3600)
        const activityId = newIdAt(at)('activity')
        await save(recordActivity({ activityId, organizationId, action, at, by, ...(subject && { subject }) }))
      }
  const { items } = await listActivities({ organizationId, filter: {}, ...newest, limit: 100 })
  all.push(...items)
  expect(all).toHaveLength(36)
})

const newest = { order: 'newest', between: always, after: undefined } as const
const oldest = { ...newest, order: 'oldest' } as const
const ids = (activities: readonly ActivityRecord[]): readonly ActivityId[] =>
  activities.map(({ activityId }) => activityId)

/** All pages of a list, one after the other. */
async function pages(read: (after: ActivityPosition | undefined) => Promise<ActivitiesRead>) {
  const found: ActivityRecord[] = []
  let after: ActivityPosition | undefined
  for (let count = 0; count < 200; count++) {
    const { items, next } = await read(after)
    found.push(...items)
    if (next === undefined) return found
    after = next
  }
  throw new Error('a list without an end')
}

const byMia = ({ actorProfile, actingFor }: ActivityRecord): boolean => actorProfile === mia && actingFor === undefined

const filters: readonly (readonly [string, ActivityFilter, (activity: ActivityRecord) => boolean, number])[] = [
  ['by nothing', {}, () => true, 36],
  ['by subject', { subject: jan }, ({ subject }) => subject === jan, 12],
  ['by one of its own people', { actor: mia }, byMia, 9],
  ['by a sign-in of its own people', { actor: doer.principal }, ({ actor }) => actor === doer.principal, 18],
  ['by a sign-in of others', { actor: staff }, ({ actor }) => actor === staff, 9],
  ['by a function of ours', { actor: 'system:erase' }, ({ actor }) => actor === 'system:erase', 9],
  ['by action', { action: 'session.started' }, ({ action }) => action === 'session.started', 12],
  [
    'by all three',
    { subject: jan, actor: mia, action: 'profile.created' },
    (activity) => byMia(activity) && activity.subject === jan && activity.action === 'profile.created',
    1,
  ],
  [
    'by a sign-in and an action',
    { actor: staff, action: 'profile.created' },
    ({ actor, action }) => actor === staff && action === 'profile.created',
    3,
  ],
  ['by somebody who did nothing', { actor: newId('profile') }, () => false, 0],
]

describe.each(filters)('activities filtered %s', (_, filter, wanted, count) => {
  const expected = () => ids(all.filter(wanted))

  test('are those that meet it, newest first and oldest first, in pages of any size', async () => {
    expect(expected()).toHaveLength(count)
    for (const limit of [1, 2, 5, 36, 100]) {
      const read = (order: 'newest' | 'oldest') =>
        pages((after) => listActivities({ organizationId, filter, order, between: always, after, limit }))
      expect(ids(await read('newest')), `pages of ${limit}`).toEqual(expected())
      expect(ids(await read('oldest')), `pages of ${limit}`).toEqual([...expected()].reverse())
    }
  })

  test('are within the time that is asked for', async () => {
    const [from, until] = [all[30]?.at ?? '', all[6]?.at ?? '']
    const range = between(from, until)
    const inRange = all.filter((activity) => wanted(activity) && activity.at >= from && activity.at < until)
    for (const limit of [1, 3, 100]) {
      const read = (after: ActivityPosition | undefined) =>
        listActivities({ organizationId, filter, order: 'newest', between: range, after, limit })
      expect(ids(await pages(read))).toEqual(ids(inRange))
    }
  })

  test('come with one Query, of a key, that reads 500 of them at most', async () => {
    const calls = await callsDuring(() => listActivities({ organizationId, filter, ...newest, limit: 10 }))
    expect(calls.map(({ command }) => command)).toEqual(['QueryCommand'])
    expect(Object(calls[0]?.input).Limit).toBeLessThanOrEqual(500)
  })
})

describe('a page of activities', () => {
  test('shows nothing beyond what it has looked through, and leads on from there', async () => {
    const other = newId('organization')
    for (let start = 0; start < 510; start += 85) {
      const some = Array.from({ length: 85 }, (_, at) => newIdAt(later(start + at - 7200))('activity'))
      await save(
        some.map((activityId) =>
          recordActivity({
            activityId,
            organizationId: other,
            action: 'profile.created',
            at: later(start),
            by: start === 0 && activityId === some[0] ? { ...doer, principal: staff } : doer,
          }),
        ),
      )
    }
    const filter = { actor: staff }
    const first = await listActivities({ organizationId: other, filter, ...newest, limit: 10 })
    expect(first.items).toEqual([])
    expect(first.next).toBeDefined()
    const second = await listActivities({ organizationId: other, filter, ...newest, after: first.next, limit: 10 })
    expect(second.items).toHaveLength(1)
    expect(second.next).toBeUndefined()
  })

  test('goes on from any position, be it in the list or not, before it or behind it', async () => {
    const expected = ids(all)
    const positions = ['act_', 'act_0000000000', 'act_zzzzzzzzzz', ...expected.slice(10, 13)].map(positionOf)
    for (const after of positions) {
      const down = await listActivities({ organizationId, filter: {}, ...newest, after, limit: 100 })
      expect(ids(down.items), `newest after ${after}`).toEqual(expected.filter((one) => one < String(after)))
      const up = await listActivities({ organizationId, filter: {}, ...oldest, after, limit: 100 })
      expect(ids(up.items), `oldest after ${after}`).toEqual(
        [...expected].reverse().filter((one) => one > String(after)),
      )
    }
  })

  test('of a range that ends before it begins is empty', async () => {
    const range = between(later(0), later(-10))
    expect(await listActivities({ organizationId, filter: {}, ...newest, between: range, limit: 10 })).toEqual({
      items: [],
      next: undefined,
    })
  })

  test('without a limit is what one Query reads', async () => {
    const { items, next } = await listActivities({ organizationId, filter: {}, ...newest, limit: undefined })
    expect(ids(items)).toEqual(ids(all))
    expect(next).toBeUndefined()
  })
})

describe('what somebody did and what was done to them', () => {
  test('is merged, newest first, each once, in pages of any size', async () => {
    const expected = ids(all.filter((activity) => byMia(activity) || activity.subject === mia))
    expect(expected).toHaveLength(9 + 12 - 3)
    for (const limit of [1, 2, 3, 7, 17, 18, 19, 100])
      expect(
        ids(
          await pages((after) => listActivitiesOfProfile({ organizationId, profileId: mia, ...newest, after, limit })),
        ),
        `pages of ${limit}`,
      ).toEqual(expected)
  })

  test('comes with two Queries at once', async () => {
    const calls = await callsDuring(() =>
      listActivitiesOfProfile({ organizationId, profileId: mia, ...newest, limit: 10 }),
    )
    expect(calls.map(({ command }) => command)).toEqual(['QueryCommand', 'QueryCommand'])
  })

  test('is nothing of another organization', async () => {
    const elsewhere: OrganizationId = newId('organization')
    const { items } = await listActivitiesOfProfile({
      organizationId: elsewhere,
      profileId: mia,
      ...newest,
      limit: 10,
    })
    expect(items).toEqual([])
  })
})

test('the settled part of a list ends 60 seconds before now', () => {
  const now = '2026-11-23T09:01:00.000Z'
  const at = (moment: string) => newIdAt(moment)('activity')
  expect(at('2026-11-23T08:59:59.999Z') < String(settledAt(now))).toBe(true)
  expect(at('2026-11-23T09:00:00.000Z') < String(settledAt(now))).toBe(false)
})
