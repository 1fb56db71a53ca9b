import { describe, expect, test } from 'vitest'
import { isId } from '../../shared/domain/ids.ts'
import {
  beginAnew,
  claimDelivery,
  createDelivery,
  type DeliveryRecord,
  deliveryIdOf,
  endDelivery,
  getDelivery,
  pageOfDeliveries,
  type ToldActivity,
  tryAgain,
} from '../../shared/table/webhook-delivery.ts'
import { attemptTo, itemAt, keysOf, newId, now, save, tally } from '../support/table-fixtures.ts'

const soon = '2026-11-23T09:01:00.000Z'
const aTold = (): ToldActivity => ({
  activityId: newId('activity'),
  organizationId: newId('organization'),
  action: 'profile.changed',
  at: now,
  subject: newId('profile'),
  about: {},
  changedFields: ['phone'],
})
async function stored(webhookId = newId('webhook'), told = aTold()): Promise<DeliveryRecord> {
  await save(createDelivery(webhookId, told, now))
  const { organizationId, activityId } = told
  const made = await getDelivery({ organizationId, webhookId, deliveryId: deliveryIdOf(activityId, webhookId) })
  if (!made) throw new Error('it was not made')
  return made
}
async function claimed(delivery: DeliveryRecord): Promise<DeliveryRecord> {
  const own = await claimDelivery(delivery, now, soon)
  if (!own) throw new Error('somebody else has claimed it')
  return own
}

describe('the id of a delivery', () => {
  test('is the same for the same activity and webhook, and another for any other', () => {
    const [activities, webhooks] = [
      Array.from({ length: 50 }, () => newId('activity')),
      Array.from({ length: 50 }, () => newId('webhook')),
    ]
    const ids = activities.flatMap((activity) => webhooks.map((webhook) => deliveryIdOf(activity, webhook)))
    expect(new Set(ids).size).toBe(2500)
    for (const one of ids) expect(isId('delivery', one)).toBe(true)
    expect(activities.flatMap((activity) => webhooks.map((webhook) => deliveryIdOf(activity, webhook)))).toEqual(ids)
  })
  test('has the moment of its activity, so that a list by id is one by time', () => {
    const activity = newId('activity')
    expect(deliveryIdOf(activity, newId('webhook')).slice(4, 14)).toBe(activity.slice(4, 14))
  })
})

describe('a delivery', () => {
  test('stands under its webhook, in no index, ends by itself after 30 days, and is made once, with its due row', async () => {
    const [webhookId, told] = [newId('webhook'), aTold()]
    const ends = await Promise.all([1, 2, 3].map(() => attemptTo(createDelivery(webhookId, told, now))))
    expect(tally(ends)).toEqual({ done: 1, moved: 2 })
    const delivery = await stored(newId('webhook'), told)
    const { organizationId, deliveryId } = delivery
    const item = await itemAt(`${organizationId}#${delivery.webhookId}`, deliveryId)
    expect(keysOf(item)).toEqual({ pk: `${organizationId}#${delivery.webhookId}`, sk: deliveryId })
    expect(delivery).toMatchObject({ state: 'waiting', attempts: 0, since: now, dueAt: now, told })
    expect(delivery.ttl - Math.ceil(Date.parse(now) / 1000)).toBe(30 * 24 * 3600)
  })

  test('is attempted by one of all who claim it at once, and that attempt counts', async () => {
    const delivery = await stored()
    const claims = await Promise.all([1, 2, 3, 4].map(() => claimDelivery(delivery, now, soon)))
    expect(claims.filter((claim) => claim !== undefined)).toEqual([
      { ...delivery, attempts: 1, claimedUntil: soon, lastAttemptAt: now },
    ])
    expect(await getDelivery(delivery)).toMatchObject({ attempts: 1, claimedUntil: soon })
  })

  test('ends as who claimed it last says, and no more for whoever did before', async () => {
    const first = await claimed(await stored())
    const second = await claimed(first)
    expect(await attemptTo(endDelivery(first, 'failed', {}))).toBe('moved')
    await save(endDelivery(second, 'delivered', { lastStatus: 204 }))
    const ended = await getDelivery(first)
    expect(ended).toMatchObject({ state: 'delivered', attempts: 2, lastStatus: 204 })
    expect([ended?.dueAt, ended?.claimedUntil, ended?.lastFailure]).toEqual([undefined, undefined, undefined])
    expect(await claimDelivery(second, now, soon)).toBeUndefined()
  })

  test('is put off with what the attempt came to, and free to be claimed again', async () => {
    const own = await claimed(await stored())
    await save(tryAgain(own, soon, { lastStatus: 503, lastFailure: 'refused' }))
    const waiting = await getDelivery(own)
    expect(waiting).toMatchObject({
      state: 'waiting',
      attempts: 1,
      dueAt: soon,
      lastStatus: 503,
      lastFailure: 'refused',
    })
    expect(waiting?.claimedUntil).toBeUndefined()
    const again = waiting && (await claimed(waiting))
    await save(tryAgain(again ?? own, soon, { lastFailure: 'unreachable' }))
    expect((await getDelivery(own))?.lastStatus).toBeUndefined()
  })

  test('begins anew once it is over, once', async () => {
    const own = await claimed(await stored())
    await save(endDelivery(own, 'failed', { lastStatus: 410, lastFailure: 'gone' }))
    const over = await getDelivery(own)
    if (!over) throw new Error('it is gone')
    const asked = Array.from({ length: 3 }, () => attemptTo(beginAnew(over, soon).writes))
    expect(tally(await Promise.all(asked))).toEqual({ done: 1, moved: 2 })
    expect(await getDelivery(own)).toEqual(beginAnew(over, soon).after)
    expect(await getDelivery(own)).toMatchObject({ state: 'waiting', attempts: 0, since: soon, dueAt: soon })
  })

  test('is listed with the others of its webhook, the newest first, page by page', async () => {
    const [webhookId, organizationId] = [newId('webhook'), newId('organization')]
    const made: string[] = []
    for (let count = 0; count < 5; count++) {
      const activityId = `act_01k2r8v6m${count}q3s5t7w9x1y3z5ab` as ToldActivity['activityId']
      made.unshift((await stored(webhookId, { ...aTold(), organizationId, activityId })).deliveryId)
    }
    const of = { organizationId, webhookId, limit: 3 }
    const first = await pageOfDeliveries({ ...of, after: undefined })
    const second = await pageOfDeliveries({ ...of, after: first.next })
    expect([...first.items, ...second.items].map(({ deliveryId }) => deliveryId)).toEqual(made)
    expect(second.next).toBeUndefined()
    expect((await pageOfDeliveries({ ...of, webhookId: newId('webhook'), after: undefined })).items).toEqual([])
  })
})
