import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { DeliveryRecord } from '../../../shared/table/webhook-delivery.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { succeed } from '../../support/gateway-call.ts'
import { type Receiver, startReceiver } from '../../support/webhook-receiver.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshGroupName } from '../../support/world-fresh.ts'
import { deliveryNow, freshDelivery, freshWebhook, getRecord, runDeliveries } from '../../support/world-webhooks.ts'

let world: World
let receiver: Receiver
beforeAll(async () => {
  world = await seedWorld()
  receiver = await startReceiver()
  process.env.WEBHOOK_RECEIVER = receiver.origin
})
afterAll(() => receiver.close())

/** What is due is looked for from where it was looked for last, so each test begins days after the one before. */
let tests = 0
let begins = 0
beforeEach(() => {
  begins = after.days(6) * ++tests
})
/** So many milliseconds after the beginning of the test. */
const at = <Result>(later: number, act: () => Promise<Result>): Promise<Result> => atTime(begins + later, act)

/** A webhook of an organization of its own, at a path of its own of the receiver. */
async function webhookHere(more: Parameters<typeof freshWebhook>[1] = {}) {
  const tenant = await freshCustomer(world.provider)
  const path = `/${randomUUID()}`
  const webhook = await at(0, () => freshWebhook(tenant.organizationId, { url: `${receiver.origin}${path}`, ...more }))
  const arrived = () => receiver.at(path).length
  return { tenant, webhook, path, arrived }
}
type Here = Awaited<ReturnType<typeof webhookHere>>

const failing = ({ path }: Here, status = 500, headers = {}) =>
  receiver.answer(path, (response) => response.writeHead(status, headers).end())

/** Runs in every minute from one moment on to another, and gives those in which something arrived. */
async function minutesOfArrivals({ arrived }: Here, from: number, until: number): Promise<readonly number[]> {
  const minutes: number[] = []
  for (let minute = from; minute <= until; minute++) {
    const before = arrived()
    await at(after.minutes(minute), runDeliveries)
    if (arrived() > before) minutes.push(minute)
  }
  return minutes
}

describe('what happens', () => {
  test('arrives within the minute: signed, under its id, as the bus tells it', async () => {
    const { organizationId, owner: by } = await freshCustomer(world.provider)
    const url = `${receiver.origin}/${randomUUID()}`
    const params = { organizationId }
    const arrival = await at(0, async () => {
      const body = { url, actions: ['group.created'] }
      const { secret, webhookId } = await succeed('createWebhook', { by, params, body })
      receiver.secrets.add(secret)
      await succeed('createGroup', { by, params, body: { name: freshGroupName() } })
      const told = (await settle()).find(({ detailType }) => detailType === 'group.created')
      await runDeliveries()
      const { items } = await succeed('listWebhookDeliveries', { by, params: { ...params, webhookId } })
      return { arrived: receiver.at(new URL(url).pathname), told: JSON.parse(told?.detail ?? ''), items, secret }
    })
    const [one, ...more] = arrival.arrived
    expect(more).toEqual([])
    expect(one).toMatchObject({ method: 'POST', signedWith: [arrival.secret] })
    const { at: happenedAt, action } = arrival.told
    expect(JSON.parse(one?.body ?? '')).toEqual({ type: action, timestamp: happenedAt, data: arrival.told })
    expect(one?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': arrival.items[0]?.deliveryId,
    })
    expect(Object.keys(one?.headers ?? {}).filter((name) => /authorization|cookie|trace|amz/i.test(name))).toEqual([])
    expect(arrival.items).toMatchObject([{ state: 'delivered', attempts: 1, lastStatus: 204, nextAttemptAt: null }])
  })
})

describe('what is not taken', () => {
  test('is tried again, later and later, eight times over a day, and is given up', async () => {
    const here = await webhookHere()
    failing(here, 503)
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const delivery = await at(0, () => freshDelivery(here.webhook))
    expect(await minutesOfArrivals(here, 0, 40)).toEqual([0, 1, 6, 36])
    for (const [minute, comes] of [
      [150, 0],
      [157, 1],
      [450, 0],
      [457, 1],
      [930, 0],
      [938, 1],
      [1410, 0],
      [1420, 1],
    ] as const) {
      const before = here.arrived()
      await at(after.minutes(minute), runDeliveries)
      expect([minute, here.arrived() - before]).toEqual([minute, comes])
    }
    vi.restoreAllMocks()
    expect(await deliveryNow(delivery)).toMatchObject({
      state: 'failed',
      attempts: 8,
      lastStatus: 503,
      lastFailure: 'refused',
    })
    await at(after.days(2), runDeliveries)
    expect(here.arrived()).toBe(8)
    const ids = new Set(receiver.at(here.path).map(({ headers }) => headers['webhook-id']))
    expect([...ids]).toEqual([delivery.deliveryId])
  })

  test('is taken at the second attempt, and that is the end of it', async () => {
    const here = await webhookHere()
    failing(here)
    const delivery = await at(0, () => freshDelivery(here.webhook))
    await at(0, runDeliveries)
    expect((await getRecord(here.webhook)).failingSince).toBeDefined()
    receiver.answer(here.path)
    expect(await minutesOfArrivals(here, 1, 5)).toHaveLength(1)
    expect(await deliveryNow(delivery)).toMatchObject({ state: 'delivered', attempts: 2, lastStatus: 204 })
    expect((await getRecord(here.webhook)).failingSince).toBeUndefined()
  })

  test('is left alone for as long as the receiver asks', async () => {
    const here = await webhookHere()
    failing(here, 429, { 'retry-after': '600' })
    await at(0, () => freshDelivery(here.webhook))
    expect(await minutesOfArrivals(here, 0, 12)).toEqual([0, 10])
  })

  test('is not followed to where a redirect leads', async () => {
    const here = await webhookHere()
    const elsewhere = `/${randomUUID()}`
    failing(here, 302, { location: elsewhere })
    const delivery = await at(0, () => freshDelivery(here.webhook))
    await at(0, runDeliveries)
    expect(receiver.at(elsewhere)).toEqual([])
    expect(await deliveryNow(delivery)).toMatchObject({ state: 'waiting', lastStatus: 302, lastFailure: 'redirected' })
  })

  test.each(['https://localhost/', 'https://127.0.0.1/', 'https://[::ffff:169.254.169.254]/'])(
    'is not sent to %s, wherever the webhook has that from',
    async (url) => {
      const { webhook } = await webhookHere({ url })
      const delivery = await at(0, () => freshDelivery(webhook))
      await at(0, runDeliveries)
      expect(await deliveryNow(delivery)).toMatchObject({ state: 'waiting', attempts: 1, lastFailure: 'not-public' })
    },
  )

  test('in time is tried again, and what comes slowly counts by its status', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => timeout(milliseconds / 50))
    const [silent, slow] = [await webhookHere(), await webhookHere()]
    receiver.answer(silent.path, () => undefined)
    receiver.answer(slow.path, (response) => response.writeHead(200).write('and then'))
    const [one, other] = await at(0, async () => [
      await freshDelivery(silent.webhook),
      await freshDelivery(slow.webhook),
    ])
    await at(0, runDeliveries)
    vi.restoreAllMocks()
    expect(await deliveryNow(one)).toMatchObject({ state: 'waiting', attempts: 1, lastFailure: 'timed-out' })
    expect(await deliveryNow(other)).toMatchObject({ state: 'delivered', lastStatus: 200 })
  })
})

describe('a webhook that fails', () => {
  test('costs five attempts a minute at most, however much waits for it, and holds up no other', async () => {
    const [bad, good] = [await webhookHere(), await webhookHere()]
    failing(bad)
    await at(0, async () => {
      for (let count = 0; count < 15; count++) {
        await freshDelivery(bad.webhook)
        await freshDelivery(good.webhook)
      }
      await runDeliveries()
    })
    expect(good.arrived()).toBe(15)
    expect(bad.arrived()).toBeGreaterThan(0)
    expect(bad.arrived()).toBeLessThanOrEqual(5)
    receiver.answer(bad.path)
    const before = bad.arrived()
    await at(after.minutes(2), runDeliveries)
    expect(bad.arrived() - before).toBe(15)
  })

  test('has what is left of the day before given up without an attempt', async () => {
    const here = await webhookHere()
    failing(here)
    const made: DeliveryRecord[] = []
    await at(0, async () => {
      for (let count = 0; count < 15; count++) made.push(await freshDelivery(here.webhook))
    })
    await at(after.hours(27), runDeliveries)
    const ends = await Promise.all(made.map(deliveryNow))
    expect(ends.map(({ state }) => state)).toEqual(made.map(() => 'failed'))
    const tried = ends.filter(({ attempts, lastFailure }) => attempts === 1 && lastFailure === 'refused')
    const others = ends.filter(({ attempts, lastFailure }) => attempts === 0 && lastFailure === 'too-late')
    expect(tried).toHaveLength(here.arrived())
    expect(here.arrived()).toBeLessThanOrEqual(5)
    expect(tried.length + others.length).toBe(15)
  })

  test('is switched off once nothing has arrived for three days and a delivery is given up, and not before', async () => {
    const here = await webhookHere()
    failing(here)
    const failUntilGivenUp = async (from: number) => {
      const delivery = await at(from, () => freshDelivery(here.webhook))
      await at(from, runDeliveries)
      await at(from + after.hours(27), runDeliveries)
      expect(await deliveryNow(delivery)).toMatchObject({ state: 'failed', lastFailure: 'refused' })
    }
    await failUntilGivenUp(0)
    await failUntilGivenUp(after.hours(30))
    expect(await getRecord(here.webhook)).toMatchObject({ enabled: true, version: 1 })
    await failUntilGivenUp(after.hours(60))
    expect(await getRecord(here.webhook)).toMatchObject({ enabled: false, disabledBecause: 'failing', version: 2 })
    const waiting = await at(after.hours(90), () => freshDelivery(here.webhook))
    const before = here.arrived()
    await at(after.hours(90), runDeliveries)
    expect(here.arrived()).toBe(before)
    expect(await deliveryNow(waiting)).toMatchObject({ state: 'failed', attempts: 0, lastFailure: 'webhook-disabled' })
  })

  test('is not switched off where something has arrived in between', async () => {
    const here = await webhookHere()
    failing(here)
    const one = async (from: number) => {
      await at(from, () => freshDelivery(here.webhook))
      await at(from, runDeliveries)
    }
    await one(0)
    await at(after.hours(27), runDeliveries)
    receiver.answer(here.path)
    await one(after.hours(40))
    failing(here)
    await one(after.hours(80))
    await at(after.hours(107), runDeliveries)
    expect(await getRecord(here.webhook)).toMatchObject({ enabled: true })
  })

  test('is switched off at once where its receiver answers 410, as the standard says', async () => {
    const here = await webhookHere()
    failing(here, 410)
    const delivery = await at(0, () => freshDelivery(here.webhook))
    await at(0, runDeliveries)
    expect(await getRecord(here.webhook)).toMatchObject({ enabled: false, disabledBecause: 'gone' })
    expect(await deliveryNow(delivery)).toMatchObject({ state: 'failed', attempts: 1, lastFailure: 'gone' })
  })
})

test('nothing is delivered for an organization that was suspended since, and no attempt is made', async () => {
  const { tenant, webhook, arrived } = await webhookHere()
  const delivery = await at(0, () => freshDelivery(webhook))
  await setStatus(tenant.organizationId, 'suspended')
  await at(0, runDeliveries)
  expect(arrived()).toBe(0)
  expect(await deliveryNow(delivery)).toMatchObject({
    state: 'failed',
    attempts: 0,
    lastFailure: 'organization-not-active',
  })
  await setStatus(tenant.organizationId, 'active')
})

test('two runs at once make one attempt each', async () => {
  const { webhook, arrived } = await webhookHere()
  await at(0, async () => {
    for (let count = 0; count < 4; count++) await freshDelivery(webhook)
    await Promise.all([runDeliveries(), runDeliveries(), runDeliveries()])
    await runDeliveries()
  })
  expect(arrived()).toBe(4)
})

test('a run that was stopped after it had begun an attempt is followed by another, under the same id, once its time is over', async () => {
  const { webhook, path, arrived } = await webhookHere()
  receiver.answer(path, () => undefined)
  const delivery = await at(0, () => freshDelivery(webhook))
  const stopped = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    throw new Error('Task timed out')
  })
  await expect(at(0, runDeliveries)).rejects.toThrow()
  stopped.mockRestore()
  receiver.answer(path)
  await at(after.seconds(20), runDeliveries)
  expect(arrived()).toBe(0)
  await at(after.seconds(40), runDeliveries)
  expect(receiver.at(path).map(({ headers }) => headers['webhook-id'])).toEqual([delivery.deliveryId])
  expect(await deliveryNow(delivery)).toMatchObject({ state: 'delivered', attempts: 2 })
})
